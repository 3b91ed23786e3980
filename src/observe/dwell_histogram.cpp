#include "fluxhop/observe/dwell_histogram.hpp"

#include <cmath>

#include "fluxhop/base/require.hpp"

namespace fluxhop {

DwellHistogram::DwellHistogram(int bins_per_decade) : bins_per_decade_(bins_per_decade) {
    FLUXHOP_ASSERT(bins_per_decade >= 1);
}

void DwellHistogram::push(double dwell) {
    FLUXHOP_ASSERT(dwell >= 0.0);
    if (std::isinf(dwell)) {
        ++above_;
        return;
    }
    sum_ += dwell;
    if (dwell == 0.0) {
        ++below_;
    } else {
        ++bins_[bin_of(dwell)];
    }
}

void DwellHistogram::merge(const DwellHistogram& other) {
    FLUXHOP_ASSERT(bins_per_decade_ == other.bins_per_decade_);
    for (const auto& [bin, count] : other.bins_) bins_[bin] += count;
    below_ += other.below_;
    above_ += other.above_;
    sum_ += other.sum_;
}

std::uint64_t DwellHistogram::count() const {
    std::uint64_t total = below_ + above_;
    for (const auto& [bin, count] : bins_) total += count;
    return total;
}

double DwellHistogram::mean() const {
    const std::uint64_t finite = count() - above_;
    return finite == 0 ? 0.0 : sum_ / static_cast<double>(finite);
}

double DwellHistogram::edge(int bin) const {
    return std::pow(10.0, static_cast<double>(bin) / bins_per_decade_);
}

int DwellHistogram::bin_of(double dwell) const {
    const int bin = static_cast<int>(std::floor(std::log10(dwell) * bins_per_decade_));
    // The logarithm may round across an edge; the edges decide.
    if (dwell < edge(bin)) return bin - 1;
    return dwell < edge(bin + 1) ? bin : bin + 1;
}

}  // namespace fluxhop
