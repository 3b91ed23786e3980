/// Composition-rejection (Slepoy, Thompson and Plimpton, J. Chem. Phys. 128, 205101 (2008)): channels
/// in groups by the binary exponent of their rate. A group is drawn by its sum, a channel inside it by
/// rejection against the top of the group, at least every second time with success; after a rejection
/// the draw goes on INSIDE the group (a new group would be biased).
///
/// Inside a group rates are whole multiples of one unit, so its sum is kept as an exact integer:
/// nothing drifts however often rates come and go, and there is no smallest rate.
///
/// update O(groups/4), total O(1), draw O(groups/4); 20 bytes a channel.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "fluxhop/base/random.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/select/binary_groups.hpp"
#include "fluxhop/select/drawn.hpp"

namespace fluxhop {

class CompositionRejectionSelector {
public:
    explicit CompositionRejectionSelector(std::size_t channels)
        : channels_(binary_groups::countable(channels)), group_of_exponent_(binary_groups::exponents, no_group) {}

    void update(std::size_t channel, double rate) {
        FLUXHOP_ASSERT(rate >= 0.0 && std::isfinite(rate));
        Channel& own = channels_[channel];
        const double before = own.rate;
        own.rate = rate;
        const std::size_t exponent = binary_groups::exponent_of(rate);
        if (exponent == binary_groups::exponent_of(before) && rate > 0.0 && before > 0.0) {
            const std::size_t g = group_of_exponent_[exponent];
            groups_[g].sum.add(rate);
            groups_[g].sum.subtract(before);
            refresh(g);
            return;
        }
        if (before > 0.0) leave(own.place, before);
        if (rate > 0.0) enter(channel, rate);
    }

    /// The sum over the groups, zero without a rate.
    double total() const { return total_; }

    template <class Generator>
    Drawn draw(double total, Generator& random) const {
        FLUXHOP_ASSERT(total == total_ && total > 0.0);
        const Group& group = groups_[draw_group(positive(uniform_open_at_zero(random) * total))];
        for (;;) {
            const auto [position, share] = binary_groups::split(random(), group.members.size());
            const std::uint32_t channel = group.members[position];
            const double rate = channels_[channel].rate;
            const auto units = static_cast<std::int64_t>(binary_groups::units_of(rate));
            if (share * group.top_units <= static_cast<double>(units)) {
                return {channel, positive(std::min(share * group.top, rate))};
            }
        }
    }

    /// Groups and members in their order: draws depend on it.
    template <class Archive>
    void persist(Archive& archive) {
        archive(std::span(channels_), std::span(group_of_exponent_), groups_, quads_, total_);
    }

private:
    static constexpr std::uint16_t no_group = 0xffff;

    struct Channel {
        double rate = 0.0;
        std::uint32_t place = 0;  ///< within its group

        template <class Archive>
        void persist(Archive& archive) {
            archive(rate, place);
        }
    };

    struct Group {
        double top = 0.0;        ///< a power of two above every rate of the group; may be infinite
        double top_units = 0.0;  ///< the same in the group's units, finite
        binary_groups::ExactSum sum;
        std::vector<std::uint32_t> members;

        template <class Archive>
        void persist(Archive& archive) {
            archive(top, top_units, sum, members);
        }
    };

    /// The running sums of four groups.
    struct Quad {
        std::array<double, 4> sum{}, up_to{};

        template <class Archive>
        void persist(Archive& archive) {
            archive(sum, up_to);
        }
    };

    std::size_t group_for(double rate) {
        std::uint16_t& group = group_of_exponent_[binary_groups::exponent_of(rate)];
        if (group == no_group) group = open_group(binary_groups::exponent_of(rate));
        return group;
    }

    std::uint16_t open_group(std::size_t exponent) {
        Group& group = groups_.emplace_back();
        group.top = std::ldexp(1.0, binary_groups::top_of(exponent));
        group.top_units =
            std::ldexp(1.0, binary_groups::top_of(exponent) - binary_groups::unit_of(exponent));
        group.sum = binary_groups::ExactSum(exponent);
        if (quads_.size() * 4 < groups_.size()) quads_.emplace_back();
        return static_cast<std::uint16_t>(groups_.size() - 1);
    }

    void enter(std::size_t channel, double rate) {
        const std::size_t g = group_for(rate);
        Group& group = groups_[g];
        channels_[channel].place = static_cast<std::uint32_t>(group.members.size());
        group.members.push_back(static_cast<std::uint32_t>(channel));
        group.sum.add(rate);
        refresh(g);
    }

    /// The last member takes the place of the one that leaves.
    void leave(std::uint32_t place, double rate) {
        const std::size_t g = group_of_exponent_[binary_groups::exponent_of(rate)];
        Group& group = groups_[g];
        const std::uint32_t last = group.members.back();
        group.members[place] = last;
        channels_[last].place = place;
        group.members.pop_back();
        group.sum.subtract(rate);
        refresh(g);
    }

    void refresh(std::size_t g) {
        Quad& quad = quads_[g / 4];
        quad.sum[g % 4] = groups_[g].sum.value();
        quad.up_to[0] = quad.sum[0];
        for (std::size_t i = 1; i < 4; ++i) quad.up_to[i] = quad.up_to[i - 1] + quad.sum[i];
        total_ = 0.0;
        for (const Quad& each : quads_) total_ += each.up_to[3];
    }

    /// Four groups at a time: fewer branches to mispredict.
    /// @param target in (0, total]
    std::size_t draw_group(double target) const {
        for (std::size_t q = 0; q < quads_.size(); ++q) {
            const auto& up_to = quads_[q].up_to;
            if (target <= up_to[3]) {
                return 4 * q + (target > up_to[0] ? 1U : 0U) + (target > up_to[1] ? 1U : 0U) +
                       (target > up_to[2] ? 1U : 0U);
            }
            target -= up_to[3];
        }
        std::size_t last = groups_.size() - 1;  // rounding may leave a rest beyond the last sum
        while (groups_[last].members.empty()) --last;
        return last;
    }

    std::vector<Channel> channels_;
    std::vector<std::uint16_t> group_of_exponent_;
    std::vector<Group> groups_;  ///< in the order in which they were first needed
    std::vector<Quad> quads_;
    double total_ = 0.0;
};

}  // namespace fluxhop
