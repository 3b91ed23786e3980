/// The binary sum tree (Wong and Easton, SIAM J. Comput. 9, 111 (1980)): every node holds the sum of
/// its two children, recomputed from them and never by subtraction, so that a large rate leaves no
/// rounding residue behind when it vanishes.
///
/// update O(log n), total O(1), sample O(log n).
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "fluxhop/base/random.hpp"
#include "fluxhop/base/require.hpp"

namespace fluxhop {

class SumTreeSelector {
public:
    explicit SumTreeSelector(std::size_t channels)
        : leaves_(std::bit_ceil(channels)), sums_(2 * leaves_, 0.0) {}

    void update(std::size_t channel, double rate) {
        FLUXHOP_ASSERT(rate >= 0.0 && std::isfinite(rate));
        std::size_t node = leaves_ + channel;
        sums_[node] = rate;
        while (node > 1) {
            node /= 2;
            sums_[node] = sums_[2 * node] + sums_[2 * node + 1];
        }
    }

    double total() const { return sums_[1]; }

    template <class Generator>
    std::size_t sample(Generator& random) const {
        FLUXHOP_ASSERT(total() > 0.0);
        double target = uniform_open_at_zero(random) * total();
        std::size_t node = 1;
        while (node < leaves_) {
            const double left = sums_[2 * node];
            const double right = sums_[2 * node + 1];
            // A subtraction may round up to a target beyond the right sum: never into an empty branch.
            const bool goes_left = right == 0.0 || (target <= left && left > 0.0);
            if (!goes_left) target -= left;
            node = 2 * node + (goes_left ? 0 : 1);
        }
        return node - leaves_;
    }

    template <class Archive>
    void persist(Archive& archive) {
        archive(std::span(sums_));
    }

private:
    std::size_t leaves_;
    std::vector<double> sums_;  ///< heap order, root at 1, leaves from leaves_
};

}  // namespace fluxhop
