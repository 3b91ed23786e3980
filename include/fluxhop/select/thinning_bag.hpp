/// Thinning over members without names: attempts come at a rate above the sum of the members' rates, and
/// the caller lets each succeed with the probability that makes its member's rate right. An attempt that
/// fails passes time and changes nothing, so the draws between two changes do not depend on each other.
///
/// Members lie in groups by the binary exponent of their rate. A group attempts at (members) x (the power
/// of two above its rates): a count, so that a change of a rate within its group changes nothing here,
/// and nothing can drift. Running sums are whole numbers below 2^53 in a unit that follows the total;
/// groups below the unit attempt at the unit. 4 bytes a member.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "fluxhop/base/require.hpp"
#include "fluxhop/select/binary_groups.hpp"
#include "fluxhop/select/running_sums.hpp"

namespace fluxhop {

class ThinningBag {
public:
    /// Where a member lies until the next change.
    struct Place {
        std::size_t group = 0, position = 0;
    };

    /// Who tries, and a uniform deviate in (0, top of its group]: it is to succeed if its rate is not less.
    struct Attempt {
        Place place;
        std::uint32_t member = 0;
        double level = 0.0;
    };

    /// @param most_members that it will ever hold
    explicit ThinningBag(std::size_t most_members)
        : least_total_(128.0 * std::exp2(std::ceil(std::log2(static_cast<double>(most_members) + 1.0)))) {
        group_of_.fill(no_group);
    }

    /// Makes room for the rates of an exponent. Only before members are there.
    void open_group(std::size_t exponent) {
        FLUXHOP_ASSERT(sums_.total() == 0.0 && group_of_[exponent] == no_group);
        group_of_[exponent] = static_cast<std::uint16_t>(groups_.size());
        groups_.push_back({std::ldexp(1.0, binary_groups::top_of(exponent)), 0.0, 0.0, {}});
        sums_.resize(groups_.size());
    }

    /// @param rate finite, of an open group; a member without a rate never attempts, and is left out
    void insert(std::uint32_t member, double rate) {
        if (rate == 0.0) return;
        const std::size_t g = group_of_[binary_groups::exponent_of(rate)];
        groups_[g].members.push_back(member);
        sums_.add(g, groups_[g].weight);
        follow_total();
    }

    /// The last of the group takes the place of the one that is taken out.
    void remove(Place place) {
        Group& group = groups_[place.group];
        take_out(group, place.position);
        sums_.add(place.group, -group.weight);
        follow_total();
    }

    /// As remove(place), then insert(member, rate).
    void replace(Place place, std::uint32_t member, double rate) {
        if (rate == 0.0) return remove(place);
        Group& out = groups_[place.group];
        const std::size_t g = group_of_[binary_groups::exponent_of(rate)];
        Group& in = groups_[g];
        take_out(out, place.position);
        in.members.push_back(member);
        sums_.move(place.group, out.weight, g, in.weight);
        follow_total();
    }

    /// Attempts per second; zero without members.
    double rate() const { return sums_.total() * unit_; }

    /// The next attempts if all of them fail. Each has `stride` words of a random stream and uses the
    /// first two. Requires rate() > 0.
    template <std::size_t count>
    void draw(const std::uint64_t* words, std::size_t stride, Attempt (&attempts)[count]) const {
        std::size_t groups[count];
        draw_groups(words, stride, groups);
        for (std::size_t i = 0; i < count; ++i) {
            const Group& group = groups_[groups[i]];
            const auto [position, share] =
                binary_groups::split(words[i * stride + 1], group.members.size());
            attempts[i] = {{groups[i], position}, group.members[position], share * group.bound};
        }
    }

    /// Asks for the memory that two draws would read first if they were made now.
    void ask_for_members(const std::uint64_t* words, std::size_t stride) const {
        std::size_t groups[2];
        draw_groups(words, stride, groups);
        for (std::size_t i = 0; i < 2; ++i) {
            const auto& members = groups_[groups[i]].members;
            const auto [position, share] = binary_groups::split(words[i * stride + 1], members.size());
            __builtin_prefetch(members.data() + position);
        }
    }

    /// The members in their order: draws depend on it. Groups are those that construction opened.
    template <class Archive>
    void persist(Archive& archive) {
        archive(unit_, std::span(groups_), sums_);
    }

private:
    static constexpr std::uint16_t no_group = 0xffff;
    static constexpr double most_total = 0x1p53;

    struct alignas(64) Group {
        double top = 0.0;     ///< power of two above every rate of the group
        double bound = 0.0;   ///< attempts per second of each member: the top, or the unit if larger
        double weight = 0.0;  ///< the same in units; whole
        std::vector<std::uint32_t> members;

        template <class Archive>
        void persist(Archive& archive) {
            archive(bound, weight, members);
        }
    };

    template <std::size_t count>
    void draw_groups(const std::uint64_t* words, std::size_t stride, std::size_t (&groups)[count]) const {
        double targets[count];
        for (std::size_t i = 0; i < count; ++i) {
            targets[i] = binary_groups::share_of(words[i * stride]) * sums_.total();
        }
        sums_.find(targets, groups);
    }

    static void take_out(Group& group, std::size_t position) {
        group.members[position] = group.members.back();
        group.members.pop_back();
    }

    void follow_total() {
        if (sums_.total() < most_total && sums_.total() >= least_total_) return;
        choose_unit();
    }

    /// The unit that leaves the total as much room to rise as to fall.
    void choose_unit() {
        double sum = 0.0;
        for (const Group& group : groups_) sum += group.top * static_cast<double>(group.members.size());
        if (sum == 0.0) return;
        unit_ = std::ldexp(1.0, std::ilogb(sum) - (std::ilogb(least_total_) + 53) / 2);
        sums_.resize(groups_.size());
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            Group& group = groups_[g];
            group.bound = std::max(group.top, unit_);
            group.weight = std::min(group.bound / unit_, 0x1p60);
            sums_.add(g, group.weight * static_cast<double>(group.members.size()));
        }
    }

    double least_total_;  ///< in units; below it the members below the unit would be felt
    double unit_ = 1.0;   ///< 1/s, a power of two
    std::array<std::uint16_t, binary_groups::exponents> group_of_;
    std::vector<Group> groups_;
    RunningSums sums_;
};

}  // namespace fluxhop
