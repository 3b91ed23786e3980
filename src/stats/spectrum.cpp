#include "fluxhop/stats/spectrum.hpp"

#include <complex>
#include <unsupported/Eigen/FFT>
#include <vector>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

/// One value per frequency.
template <class Value>
Eigen::VectorXd collect(std::size_t size, const Value& value) {
    Eigen::VectorXd values(static_cast<Eigen::Index>(size));
    for (std::size_t m = 0; m < size; ++m) values[static_cast<Eigen::Index>(m)] = value(m);
    return values;
}

}  // namespace

PowerSpectrum::PowerSpectrum(std::size_t windows, double window)
    : windows_(windows), window_(window), density_((windows - 1) / 2) {
    FLUXHOP_ASSERT(windows >= 3 && window > 0.0);
}

void PowerSpectrum::push(std::span<const double> increments) {
    FLUXHOP_ASSERT(increments.size() == windows_);
    const std::vector<double> input(increments.begin(), increments.end());
    std::vector<std::complex<double>> transform;
    Eigen::FFT<double> fft;
    fft.fwd(transform, input);
    const double scale = 2.0 / (static_cast<double>(windows_) * window_);
    for (std::size_t m = 0; m < density_.size(); ++m) {
        density_[m].push(scale * std::norm(transform[m + 1]));
    }
}

void PowerSpectrum::merge(const PowerSpectrum& other) {
    FLUXHOP_ASSERT(windows_ == other.windows_ && window_ == other.window_);
    for (std::size_t m = 0; m < density_.size(); ++m) density_[m].merge(other.density_[m]);
}

Eigen::VectorXd PowerSpectrum::frequencies() const {
    const double lowest = 1.0 / (static_cast<double>(windows_) * window_);
    return collect(density_.size(),
                   [lowest](std::size_t m) { return lowest * static_cast<double>(m + 1); });
}

Eigen::VectorXd PowerSpectrum::density() const {
    return collect(density_.size(), [this](std::size_t m) { return density_[m].mean(); });
}

Eigen::VectorXd PowerSpectrum::standard_error() const {
    return collect(density_.size(), [this](std::size_t m) { return density_[m].standard_error(); });
}

}  // namespace fluxhop
