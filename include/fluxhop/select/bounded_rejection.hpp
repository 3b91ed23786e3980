/// Bounded rejection: thinning (Lewis and Shedler, Nav. Res. Logist. Q. 26, 403 (1979)) instead of sums.
///
/// Bounds are ... 1, 5/4, 3/2, 7/4, 2, 5/2, 3, 7/2, 4 ... A channel lies in the group of the least that its rate
/// does not exceed, and stays there until its rate exceeds it or the next but one below would do: rates
/// that wander about a bound do not go to and fro. Candidates come at the sum of the bounds; one is an
/// event if the height drawn with it, uniform up to the bound, is not above the rate: more than two
/// times in three. A rate that changes within its group costs nothing, and what is drawn hardly depends
/// on what happened just before, so that the processor works at several events at a time.
///
/// update O(1) within a group, else O(groups/8); total O(1), draw O(groups/8); 12 bytes a channel.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "fluxhop/base/huge_pages.hpp"
#include "fluxhop/base/prefetch.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/select/binary_groups.hpp"
#include "fluxhop/select/drawn.hpp"

namespace fluxhop {

/// What is kept of a channel. An engine can keep what else it reads of it beside.
struct BoundedChannel {
    std::uint32_t place = 0;  ///< within its group
    std::uint16_t bound = 0;  ///< its number; 0 without a rate

    template <class Archive>
    void persist(Archive& archive) {
        archive(place, bound);
    }
};

template <std::derived_from<BoundedChannel> Channel = BoundedChannel>
class BoundedRejection {
public:
    static constexpr bool thins = true;

    explicit BoundedRejection(std::size_t channels)
        : channels_(binary_groups::countable(channels)), group_of_(bounds, no_group) {}

    void update(std::size_t channel, double rate) {
        FLUXHOP_ASSERT(rate >= 0.0 && std::isfinite(rate));
        const std::uint16_t least = bound_above(rate);
        const auto slack = static_cast<std::uint16_t>(channels_[channel].bound - least);
        if (slack > 1) move(channel, least);
    }

    std::size_t size() const { return channels_.size(); }
    /// A channel, but for what is the selector's own.
    Channel& operator[](std::size_t channel) { return channels_[channel]; }
    const Channel& operator[](std::size_t channel) const { return channels_[channel]; }

    /// The sum of the bounds.
    double total() const { return total_; }
    /// That of one channel; 0 without a rate.
    double bound(std::size_t channel) const { return bound_numbered(channels_[channel].bound); }

    /// One deviate gives the group, the member and the height, each from what is left of it.
    template <class Generator>
    Drawn draw(double total, Generator& random) const {
        return find(total, uniform_open_at_zero(random));
    }

    /// What a deviate in (0, 1] draws. Requires total = total() > 0.
    Drawn find(double total, double deviate) const {
        FLUXHOP_ASSERT(total == total_ && total > 0.0);
        double target = positive(deviate * total);
        const Group& group = groups_[draw_group(target)];
        return group.at(target * group.inverse_top);
    }

    /// Two deviates in (0, 1], for the group and for the member and the height. What they draw hardly
    /// changes with the rates of other channels, so it can be known ahead of time.
    struct Deviates {
        double group = 1.0, member = 1.0;

        template <class Archive>
        void persist(Archive& archive) {
            archive(group, member);
        }
    };
    Drawn find(double total, Deviates deviates) const {
        FLUXHOP_ASSERT(total == total_ && total > 0.0);
        const Group& group = group_of(total, deviates);
        return group.at(group.place_of(deviates.member));
    }

    /// Asks for memory ahead of time: what find() will read.
    void prefetch_find(Deviates deviates) const {
        const Group& group = group_of(total_, deviates);
        prefetch(group.members.data() + static_cast<std::int64_t>(group.place_of(deviates.member)));
    }
    /// Asks for what an update of the channel found changes. @return that channel, as things stand
    std::size_t prefetch_update(Deviates deviates) const {
        const Group& group = group_of(total_, deviates);
        const std::size_t channel = group.at(group.place_of(deviates.member)).channel;
        prefetch_to_change(&channels_[channel]);
        return channel;
    }

    /// Groups and members in their order: draws depend on it.
    template <class Archive>
    void persist(Archive& archive) {
        archive(std::span(channels_), std::span(group_of_), groups_, bundles_, total_);
    }

private:
    static constexpr int shift = 50;  ///< of a double's bits: the exponent and a quarter of an octave
    static constexpr std::size_t bounds = std::size_t{1} << (63 - shift);
    static constexpr std::uint16_t no_group = 0xffff;
    static constexpr std::size_t bundle = 8;

    struct alignas(64) Group {
        double top = 0.0;
        double inverse_top = 0.0;
        std::int64_t last = -1;  ///< of the members
        HugeVector<std::uint32_t> members;

        double bound() const { return top * static_cast<double>(last + 1); }
        double place_of(double deviate) const { return deviate * static_cast<double>(last + 1); }

        /// The member at a place counted from zero; its fraction is the height. Signed integers: one
        /// instruction each.
        Drawn at(double place) const {
            const std::int64_t position = std::min(static_cast<std::int64_t>(place), last);
            const double height = 1.0 - (place - static_cast<double>(position));
            return {members[static_cast<std::size_t>(position)], std::max(height, 0x1p-53) * top};
        }
        template <class Archive>
        void persist(Archive& archive) {
            archive(top, inverse_top, members);
            last = static_cast<std::int64_t>(members.size()) - 1;
        }
    };

    /// The running sums of the bounds of eight groups, after a zero.
    using Bundle = std::array<double, bundle + 1>;

    static double bound_numbered(std::uint64_t number) { return std::bit_cast<double>(number << shift); }

    /// The number of the least bound that a rate does not exceed; 0 for no rate.
    static std::uint16_t bound_above(double rate) {
        constexpr std::uint64_t below_next = (std::uint64_t{1} << shift) - 1;
        return static_cast<std::uint16_t>((std::bit_cast<std::uint64_t>(rate) + below_next) >> shift);
    }

    void move(std::size_t channel, std::uint16_t least) {
        const std::uint16_t bound = least == 1 ? 2 : least;  // so that no rate at all is no neighbour
        BoundedChannel& own = channels_[channel];
        if (own.bound != 0) leave(group_of_[own.bound], own.place);
        own.bound = bound;
        if (bound == 0) return;
        std::uint16_t& g = group_of_[bound];
        if (g == no_group) g = open_group(bound);
        own.place = static_cast<std::uint32_t>(++groups_[g].last);
        groups_[g].members.push_back(static_cast<std::uint32_t>(channel));
        refresh(g);
    }

    std::uint16_t open_group(std::uint64_t bound) {
        Group& group = groups_.emplace_back();
        group.top = bound_numbered(bound);
        group.inverse_top = 1.0 / group.top;
        FLUXHOP_ASSERT(std::isfinite(group.top));
        if (bundles_.size() * bundle < groups_.size()) bundles_.push_back({});
        return static_cast<std::uint16_t>(groups_.size() - 1);
    }

    /// The last member takes the place of the one that leaves.
    void leave(std::size_t g, std::uint32_t place) {
        HugeVector<std::uint32_t>& members = groups_[g].members;
        members[place] = members.back();
        channels_[members.back()].place = place;
        members.pop_back();
        --groups_[g].last;
        refresh(g);
    }

    void refresh(std::size_t g) {
        const std::size_t first = g / bundle * bundle;
        Bundle& up_to = bundles_[g / bundle];
        for (std::size_t i = 0; i < bundle; ++i) {
            up_to[i + 1] = up_to[i] + (first + i < groups_.size() ? groups_[first + i].bound() : 0.0);
        }
        total_ = 0.0;
        for (const Bundle& each : bundles_) total_ += each.back();
    }

    /// @param target in (0, total]; on return, what of it lies in the group
    std::size_t draw_group(double& target) const {
        const Bundle& first = bundles_.front();
        return target <= first.back() ? within(first, target) : draw_from_others(target);
    }

    /// Half, a quarter and an eighth of the bundle, without a branch on what is random.
    static std::size_t within(const Bundle& up_to, double& target) {
        std::size_t g = target > up_to[4] ? 4 : 0;
        g += target > up_to[g + 2] ? 2 : 0;
        g += target > up_to[g + 1] ? 1 : 0;
        target -= up_to[g];
        return g;
    }

    const Group& group_of(double total, Deviates deviates) const {
        double target = positive(deviates.group * total);
        return groups_[draw_group(target)];
    }

    std::size_t draw_from_others(double& target) const {
        for (std::size_t b = 0; b < bundles_.size(); ++b) {
            if (target <= bundles_[b].back()) return bundle * b + within(bundles_[b], target);
            target -= bundles_[b].back();
        }
        std::size_t last = groups_.size() - 1;  // rounding may leave a rest beyond the last sum
        while (groups_[last].members.empty()) --last;
        target = groups_[last].bound();
        return last;
    }

    HugeVector<Channel> channels_;
    std::vector<std::uint16_t> group_of_;  ///< of each bound
    std::vector<Group> groups_;            ///< in the order in which they were first needed
    std::vector<Bundle> bundles_;
    double total_ = 0.0;
};

using BoundedRejectionSelector = BoundedRejection<>;

}  // namespace fluxhop
