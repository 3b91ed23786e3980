/// Composition-rejection (Slepoy, Thompson and Plimpton, J. Chem. Phys. 128, 205101 (2008)): channels
/// in groups by the binary exponent of their rate. A group is drawn by its sum, a channel inside it by
/// rejection against the top of the group, at least every second time with success; after a rejection
/// the draw goes on INSIDE the group (a new group would be biased).
///
/// Inside a group rates are whole multiples of one unit, so its sum is kept as an exact integer:
/// nothing drifts however often rates come and go, and there is no smallest rate.
///
/// update O(1), total O(groups), sample O(groups); 16 bytes a channel.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "fluxhop/base/random.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/select/binary_groups.hpp"

namespace fluxhop {

class CompositionRejectionSelector {
public:
    explicit CompositionRejectionSelector(std::size_t channels)
        : rates_(channels, 0.0),
          places_(channels, 0),
          group_of_exponent_(binary_groups::exponents, no_group) {}

    void update(std::size_t channel, double rate) {
        FLUXHOP_ASSERT(rate >= 0.0 && std::isfinite(rate));
        const double before = rates_[channel];
        if (rate == before) return;
        if (before > 0.0) leave(channel, before);
        rates_[channel] = rate;
        if (rate > 0.0) enter(channel, rate);
        sum_groups();
    }

    /// The sum over the groups, largest rates last to be lost in rounding; zero without a rate.
    double total() const { return total_; }

    template <class Generator>
    std::size_t sample(Generator& random) const {
        FLUXHOP_ASSERT(total_ > 0.0);
        const Group& group = groups_[draw_group(uniform_open_at_zero(random) * total_)];
        for (;;) {
            const auto [position, share] = binary_groups::split(random(), group.members.size());
            const std::uint32_t channel = group.members[position];
            if (share * group.top <= rates_[channel]) return channel;
        }
    }

    /// Groups and members in their order: draws depend on it.
    template <class Archive>
    void persist(Archive& archive) {
        archive(std::span(rates_), std::span(places_), std::span(group_of_exponent_), groups_, total_);
    }

private:
    static constexpr std::uint16_t no_group = 0xffff;

    struct Group {
        explicit Group(std::size_t exponent = 0)
            : top(std::ldexp(1.0, binary_groups::top_of(exponent))), exact(exponent) {}

        double top;  ///< a power of two above every rate of the group
        binary_groups::ExactSum exact;
        double sum = 0.0;
        std::vector<std::uint32_t> members;

        template <class Archive>
        void persist(Archive& archive) {
            archive(top, exact, sum, members);
        }
    };

    Group& group_for(double rate) {
        auto& number = group_of_exponent_[binary_groups::exponent_of(rate)];
        if (number == no_group) {
            number = static_cast<std::uint16_t>(groups_.size());
            groups_.emplace_back(binary_groups::exponent_of(rate));
        }
        return groups_[number];
    }

    void enter(std::size_t channel, double rate) {
        Group& group = group_for(rate);
        places_[channel] = static_cast<std::uint32_t>(group.members.size());
        group.members.push_back(static_cast<std::uint32_t>(channel));
        group.exact.add(rate);
        group.sum = group.exact.value();
    }

    /// The last member takes the place of the one that leaves.
    void leave(std::size_t channel, double rate) {
        Group& group = group_for(rate);
        const std::uint32_t last = group.members.back();
        group.members[places_[channel]] = last;
        places_[last] = places_[channel];
        group.members.pop_back();
        group.exact.subtract(rate);
        group.sum = group.exact.value();
    }

    void sum_groups() {
        total_ = 0.0;
        for (const Group& group : groups_) total_ += group.sum;
    }

    /// @param target in (0, total]
    std::size_t draw_group(double target) const {
        std::size_t chosen = groups_.size();
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            if (groups_[g].members.empty()) continue;
            chosen = g;  // rounding may leave a rest beyond the last sum
            if (target <= groups_[g].sum) break;
            target -= groups_[g].sum;
        }
        FLUXHOP_ASSERT(chosen < groups_.size());
        return chosen;
    }

    std::vector<double> rates_;
    std::vector<std::uint32_t> places_;            ///< of each channel within its group
    std::vector<std::uint16_t> group_of_exponent_;
    std::vector<Group> groups_;                    ///< in the order in which they were first needed
    double total_ = 0.0;
};

}  // namespace fluxhop
