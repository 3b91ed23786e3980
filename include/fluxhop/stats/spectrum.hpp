/// Power spectral density of a rate (voltage, hops per second) from its increments.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <span>
#include <vector>

#include "fluxhop/stats/moments.hpp"

namespace fluxhop {

/// One-sided spectral density of the rate r = dQ/dt, averaged over realizations. From the
/// increments Q_k of N windows of length dt each, the periodogram
///     S(f_m) = 2/(N dt) |sum_k Q_k exp(-2 pi i k m/N)|^2,   f_m = m/(N dt),   0 < m < N/2.
/// Independent events of charge q at a rate R give S = 2 q^2 R at every f_m, in [Q]^2/s = [r]^2/Hz.
/// The mean (m = 0) and the Nyquist frequency are left out: their laws are others. The density is
/// that of r averaged over a window, sinc^2(f dt) of that of r, plus what lies beyond 1/(2 dt),
/// folded back. A trend leaks into low frequencies: use it in steady states.
class PowerSpectrum {
public:
    /// @param windows N >= 3 @param window dt, s
    PowerSpectrum(std::size_t windows, double window);

    /// Adds one realization. @param increments Q_k, one per window
    void push(std::span<const double> increments);
    /// Adds the realizations of another of the same shape.
    void merge(const PowerSpectrum& other);

    std::uint64_t count() const { return density_.empty() ? 0 : density_.front().count(); }
    /// f_m in Hz, rising.
    Eigen::VectorXd frequencies() const;
    /// S(f_m), mean over realizations.
    Eigen::VectorXd density() const;
    /// Its standard error from the spread across realizations; 0 below two.
    Eigen::VectorXd standard_error() const;

private:
    std::size_t windows_;
    double window_;
    std::vector<Moments> density_;
};

}  // namespace fluxhop
