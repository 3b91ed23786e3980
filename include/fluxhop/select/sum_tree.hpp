/// The sum tree (Wong and Easton, SIAM J. Comput. 9, 111 (1980)) with eight branches a node, so that a
/// node is one cache line. Every sum is recomputed from its children and never by subtraction: a large
/// rate leaves no rounding residue behind when it vanishes.
///
/// Within a node sums go by pairs: it is the binary tree of which every third level is stored.
///
/// update O(log n), total O(1), draw O(log n).
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "fluxhop/base/random.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/select/drawn.hpp"

namespace fluxhop {

class SumTreeSelector {
public:
    explicit SumTreeSelector(std::size_t channels) {
        std::size_t lines = 0, level = channels;
        do {
            level = (level + branches - 1) / branches;
            first_.push_back(lines);
            lines += level;
        } while (level > 1);
        lines_.resize(lines);
    }

    void update(std::size_t channel, double rate) {
        FLUXHOP_ASSERT(rate >= 0.0 && std::isfinite(rate));
        for (const std::size_t first : first_) {
            Line& line = lines_[first + channel / branches];
            line[channel % branches] = rate;
            rate = sum(line);
            channel /= branches;
        }
        total_ = rate;
    }

    double total() const { return total_; }

    template <class Generator>
    Drawn draw(double total, Generator& random) const {
        FLUXHOP_ASSERT(total == total_ && total > 0.0);
        double target = positive(uniform_open_at_zero(random) * total);
        std::size_t channel = 0;
        for (std::size_t level = first_.size(); level > 0; --level) {
            const Line& line = lines_[first_[level - 1] + channel];
            channel = channel * branches + descend(line, target);
        }
        return {channel, std::min(target, lines_[channel / branches][channel % branches])};
    }

    template <class Archive>
    void persist(Archive& archive) {
        archive(std::span(lines_), total_);
    }

private:
    static constexpr std::size_t branches = 8;

    struct alignas(64) Line : std::array<double, branches> {
        Line() : array{} {}
    };

    static double sum(const Line& a) {
        return ((a[0] + a[1]) + (a[2] + a[3])) + ((a[4] + a[5]) + (a[6] + a[7]));
    }

    /// Takes the right one of two branches, and its part of the target, where the left does not reach.
    /// Rounding may leave a target beyond the right sum too: never into an empty branch.
    static std::size_t goes_right(double& target, double left, double right) {
        const bool beyond = (target > left) & (right > 0.0);
        target -= beyond ? left : 0.0;
        return beyond ? 1 : 0;
    }

    static std::size_t descend(const Line& a, double& target) {
        const std::size_t half =
            4 * goes_right(target, (a[0] + a[1]) + (a[2] + a[3]), (a[4] + a[5]) + (a[6] + a[7]));
        const std::size_t pair =
            half + 2 * goes_right(target, a[half] + a[half + 1], a[half + 2] + a[half + 3]);
        return pair + goes_right(target, a[pair], a[pair + 1]);
    }

    std::vector<std::size_t> first_;  ///< line of each level, the rates first
    std::vector<Line> lines_;
    double total_ = 0.0;
};

}  // namespace fluxhop
