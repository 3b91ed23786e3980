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

namespace fluxhop {

class CompositionRejectionSelector {
public:
    explicit CompositionRejectionSelector(std::size_t channels)
        : rates_(channels, 0.0), places_(channels, 0), group_of_exponent_(exponents, no_group) {}

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
            const std::uint32_t channel = group.members[below(random, group.members.size())];
            if (uniform_open_at_zero(random) * group.top <= rates_[channel]) return channel;
        }
    }

    /// Groups and members in their order: draws depend on it.
    template <class Archive>
    void persist(Archive& archive) {
        archive(std::span(rates_), std::span(places_), std::span(group_of_exponent_), groups_, total_);
    }

private:
    static constexpr std::size_t exponents = 2200;  ///< more than doubles have, subnormals included
    static constexpr int lowest_exponent = -1100;
    static constexpr std::uint16_t no_group = 0xffff;

    /// A sum of multiples of the group's unit that cannot round: 128 bits.
    struct ExactSum {
        std::uint64_t low = 0, high = 0;

        void add(std::uint64_t amount) {
            low += amount;
            high += low < amount ? 1 : 0;
        }
        void subtract(std::uint64_t amount) {
            high -= low < amount ? 1 : 0;
            low -= amount;
        }
        double value() const {
            return std::ldexp(static_cast<double>(high), 64) + static_cast<double>(low);
        }
    };

    struct Group {
        int exponent = 0;
        double top = 0.0;  ///< 2^(exponent + 1): above every rate of the group
        ExactSum units;    ///< of 2^(exponent - 52)
        double sum = 0.0;
        std::vector<std::uint32_t> members;

        template <class Archive>
        void persist(Archive& archive) {
            archive(exponent, top, units, sum, members);
        }
    };

    /// A whole number below n; the bias of 2^-64 n is below what doubles resolve.
    template <class Generator>
    static std::size_t below(Generator& random, std::size_t n) {
        __extension__ using Wide = unsigned __int128;
        return static_cast<std::size_t>((static_cast<Wide>(random()) * n) >> 64);
    }

    static std::uint64_t units_of(double rate, int exponent) {
        return static_cast<std::uint64_t>(std::ldexp(rate, 52 - exponent));
    }

    Group& group_for(double rate) {
        const int exponent = std::ilogb(rate);
        const auto slot = static_cast<std::size_t>(exponent - lowest_exponent);
        if (group_of_exponent_[slot] == no_group) open_group(exponent, slot);
        return groups_[group_of_exponent_[slot]];
    }

    void open_group(int exponent, std::size_t slot) {
        group_of_exponent_[slot] = static_cast<std::uint16_t>(groups_.size());
        Group group;
        group.exponent = exponent;
        group.top = std::ldexp(1.0, exponent + 1);
        groups_.push_back(std::move(group));
    }

    void enter(std::size_t channel, double rate) {
        Group& group = group_for(rate);
        places_[channel] = static_cast<std::uint32_t>(group.members.size());
        group.members.push_back(static_cast<std::uint32_t>(channel));
        group.units.add(units_of(rate, group.exponent));
        refresh(group);
    }

    /// The last member takes the place of the one that leaves.
    void leave(std::size_t channel, double rate) {
        Group& group = group_for(rate);
        const std::uint32_t last = group.members.back();
        group.members[places_[channel]] = last;
        places_[last] = places_[channel];
        group.members.pop_back();
        group.units.subtract(units_of(rate, group.exponent));
        refresh(group);
    }

    static void refresh(Group& group) {
        group.sum = std::ldexp(group.units.value(), group.exponent - 52);
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
