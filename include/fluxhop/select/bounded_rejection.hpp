/// Bounded rejection: thinning (Lewis and Shedler, Nav. Res. Logist. Q. 26, 403 (1979)) instead of sums.
///
/// Each channel lies in the group of the next of ... 1, 3/2, 2, 3, 4, 6 ... that its rate does not exceed.
/// Candidates come at the sum of these bounds; one is an event if the height drawn with it, uniform up
/// to the bound, is not above the rate: five times in six where rates are spread evenly. A rate that
/// changes within its group costs nothing, and what is drawn hardly depends on what happened just
/// before, so that the processor works at several events at a time.
///
/// update O(1) within a group, else O(groups/8); total O(1), draw O(groups/8); 12 bytes a channel.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "fluxhop/base/huge_pages.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/select/drawn.hpp"

namespace fluxhop {

class BoundedRejectionSelector {
public:
    static constexpr bool thins = true;

    explicit BoundedRejectionSelector(std::size_t channels)
        : channels_(channels), group_of_(half_octaves, no_group) {}

    void update(std::size_t channel, double rate) {
        FLUXHOP_ASSERT(rate >= 0.0 && std::isfinite(rate));
        const std::uint16_t half_octave = half_octave_of(rate);
        if (channels_[channel].half_octave != half_octave) move(channel, half_octave);
    }

    /// The sum of the bounds.
    double total() const { return total_; }

    /// One deviate gives the group, the member and the height, each from what is left of it.
    template <class Generator>
    Drawn draw([[maybe_unused]] double total, Generator& random) const {
        FLUXHOP_ASSERT(total == total_ && total > 0.0);
        return find(uniform_open_at_zero(random));
    }

    /// What a deviate in (0, 1] draws. Requires total() > 0.
    Drawn find(double deviate) const {
        double target = positive(deviate * total_);
        const Group& group = groups_[draw_group(target)];
        const double place = target * group.inverse_top;  // signed integers: one instruction each
        const auto last = static_cast<std::int64_t>(group.members.size()) - 1;
        const std::int64_t position = std::min(static_cast<std::int64_t>(place), last);
        const double height = 1.0 - (place - static_cast<double>(position));
        return {group.members[static_cast<std::size_t>(position)],
                std::max(height, 0x1p-53) * group.top};
    }

    /// Ask for memory ahead of time: what find() reads, what an update changes.
    void prefetch_find(double deviate) const {
        double target = positive(deviate * total_);
        const Group& group = groups_[draw_group(target)];
        __builtin_prefetch(group.members.data() +
                           static_cast<std::int64_t>(target * group.inverse_top));
    }
    void prefetch_update(std::size_t channel) const { __builtin_prefetch(&channels_[channel], 1); }

    /// Groups and members in their order: draws depend on it.
    template <class Archive>
    void persist(Archive& archive) {
        archive(std::span(channels_), std::span(group_of_), groups_, bundles_, total_);
    }

private:
    static constexpr int shift = 51;  ///< of a double's bits: the exponent and half of an octave
    static constexpr std::size_t half_octaves = std::size_t{1} << 12;
    static constexpr std::uint16_t no_group = 0xffff;
    static constexpr std::size_t bundle = 8;

    struct Channel {
        std::uint32_t place = 0;  ///< within its group
        std::uint16_t half_octave = 0;

        template <class Archive>
        void persist(Archive& archive) {
            archive(place, half_octave);
        }
    };

    struct Group {
        double top = 0.0;
        double inverse_top = 0.0;
        HugeVector<std::uint32_t> members;

        double bound() const {
            return top * static_cast<double>(static_cast<std::int64_t>(members.size()));
        }
        template <class Archive>
        void persist(Archive& archive) {
            archive(top, inverse_top, members);
        }
    };

    /// The running sums of the bounds of eight groups, after a zero.
    using Bundle = std::array<double, bundle + 1>;

    /// 0 for no rate, and its bound; else the next half octave up.
    static std::uint16_t half_octave_of(double rate) {
        constexpr std::uint64_t below_next = (std::uint64_t{1} << shift) - 1;
        return static_cast<std::uint16_t>((std::bit_cast<std::uint64_t>(rate) + below_next) >> shift);
    }

    void move(std::size_t channel, std::uint16_t half_octave) {
        Channel& own = channels_[channel];
        if (own.half_octave != 0) leave(group_of_[own.half_octave], own.place);
        own.half_octave = half_octave;
        if (half_octave == 0) return;
        std::uint16_t& g = group_of_[half_octave];
        if (g == no_group) g = open_group(half_octave);
        own.place = static_cast<std::uint32_t>(groups_[g].members.size());
        groups_[g].members.push_back(static_cast<std::uint32_t>(channel));
        refresh(g);
    }

    std::uint16_t open_group(std::uint64_t half_octave) {
        Group& group = groups_.emplace_back();
        group.top = std::bit_cast<double>(half_octave << shift);
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

    /// Eight groups at a time: fewer branches to mispredict.
    /// @param target in (0, total]; on return, what of it lies in the group
    std::size_t draw_group(double& target) const {
        for (std::size_t b = 0; b < bundles_.size(); ++b) {
            const Bundle& up_to = bundles_[b];
            if (target <= up_to.back()) {
                std::size_t g = 0;
                for (std::size_t i = 1; i < bundle; ++i) g += target > up_to[i] ? 1 : 0;
                target -= up_to[g];
                return bundle * b + g;
            }
            target -= up_to.back();
        }
        std::size_t last = groups_.size() - 1;  // rounding may leave a rest beyond the last sum
        while (groups_[last].members.empty()) --last;
        target = groups_[last].bound();
        return last;
    }

    HugeVector<Channel> channels_;
    std::vector<std::uint16_t> group_of_;  ///< of each half octave
    std::vector<Group> groups_;            ///< in the order in which they were first needed
    std::vector<Bundle> bundles_;
    double total_ = 0.0;
};

}  // namespace fluxhop
