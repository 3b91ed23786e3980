/// The linear scan (Gillespie's direct method, J. Phys. Chem. 81, 2340 (1977)): the obviously right
/// selector that every other one is tested against, and the fastest below a few dozen channels.
///
/// update O(1), total O(n), sample O(n).
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "fluxhop/base/random.hpp"
#include "fluxhop/base/require.hpp"

namespace fluxhop {

class LinearSelector {
public:
    explicit LinearSelector(std::size_t channels) : rates_(channels, 0.0) {}

    void update(std::size_t channel, double rate) {
        FLUXHOP_ASSERT(rate >= 0.0 && std::isfinite(rate));
        rates_[channel] = rate;
    }

    /// Summed afresh every time: nothing is ever subtracted, so nothing can drift.
    double total() const {
        double sum = 0.0;
        for (const double rate : rates_) sum += rate;
        return sum;
    }

    template <class Generator>
    std::size_t sample(Generator& random) const {
        const double target = uniform_open_at_zero(random) * total();
        double sum = 0.0;
        for (std::size_t channel = 0;; ++channel) {
            FLUXHOP_ASSERT(channel < rates_.size());
            sum += rates_[channel];
            if (sum >= target && rates_[channel] > 0.0) return channel;
        }
    }

    template <class Archive>
    void persist(Archive& archive) {
        archive(std::span(rates_));
    }

private:
    std::vector<double> rates_;
};

}  // namespace fluxhop
