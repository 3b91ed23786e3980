/// The linear scan (Gillespie's direct method, J. Phys. Chem. 81, 2340 (1977)): the obviously right
/// selector that every other one is tested against, and the fastest below a few dozen channels.
///
/// update O(1), total O(n), draw O(n).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "fluxhop/base/random.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/select/drawn.hpp"

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
    Drawn draw(double total, Generator& random) const {
        return find(total, uniform_open_at_zero(random));
    }

    /// What a deviate in (0, 1] draws: the first channel up to which the rates sum to the target or more.
    /// As many as sum to less come before it. No branch depends on the target, so none is mispredicted.
    Drawn find(double total, double deviate) const {
        const double target = positive(deviate * total);
        double sum = 0.0, before = 0.0;
        std::size_t channel = 0;
        for (const double rate : rates_) {
            sum += rate;
            const bool is_before = sum < target;
            channel += is_before ? 1 : 0;
            before = is_before ? sum : before;
        }
        FLUXHOP_ASSERT(channel < rates_.size());
        return {channel, std::min(target - before, rates_[channel])};
    }

    template <class Archive>
    void persist(Archive& archive) {
        archive(std::span(rates_));
    }

private:
    std::vector<double> rates_;
};

}  // namespace fluxhop
