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
#include "fluxhop/select/drawn.hpp"

namespace fluxhop {

class CompositionRejectionSelector {
public:
    explicit CompositionRejectionSelector(std::size_t channels)
        : channels_(channels), group_of_exponent_(exponents, no_group) {}

    void update(std::size_t channel, double rate) {
        FLUXHOP_ASSERT(rate >= 0.0 && std::isfinite(rate));
        Channel& own = channels_[channel];
        const double before = own.rate;
        own.rate = rate;
        if (exponent_of(rate) == exponent_of(before) && rate > 0.0 && before > 0.0) {
            const std::size_t g = group_of_exponent_[exponent_of(rate)];
            groups_[g].units += Wide{units_of(rate)} - Wide{units_of(before)};
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
            const auto [position, share] = split(random(), group.members.size());
            const std::uint32_t channel = group.members[position];
            const double rate = channels_[channel].rate;
            if (share <= rate * group.inverse_top) return {channel, std::min(share * group.top, rate)};
        }
    }

    /// Groups and members in their order: draws depend on it.
    template <class Archive>
    void persist(Archive& archive) {
        archive(std::span(channels_), std::span(group_of_exponent_), groups_, quads_, total_);
    }

private:
    static constexpr std::size_t exponents = 2047;  ///< of a double, subnormals sharing one
    static constexpr std::uint16_t no_group = 0xffff;
    __extension__ using Wide = unsigned __int128;

    struct Channel {
        double rate = 0.0;
        std::uint32_t place = 0;  ///< within its group

        template <class Archive>
        void persist(Archive& archive) {
            archive(rate, place);
        }
    };

    struct Group {
        double top = 0.0;          ///< a power of two above every rate of the group; may be infinite
        double inverse_top = 0.0;  ///< finite
        double unit = 0.0;         ///< rates are multiples of it
        Wide units = 0;            ///< the sum of the rates: it cannot round
        std::vector<std::uint32_t> members;

        /// Either part is exact: there are fewer than 2^(53 + 32) units.
        double sum() const {
            const auto high = static_cast<std::int64_t>(units >> 32);
            const auto low = static_cast<std::int64_t>(units & 0xffffffffU);
            return (static_cast<double>(high) * 0x1p32 + static_cast<double>(low)) * unit;
        }

        template <class Archive>
        void persist(Archive& archive) {
            archive(top, inverse_top, unit, units, members);
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

    struct Split {
        std::size_t position;
        double share;
    };

    /// One word gives a whole number below n and a uniform deviate in (0, 1] of resolution 2^-64 n.
    static Split split(std::uint64_t word, std::size_t n) {
        const Wide product = Wide{word} * n;
        const auto rest = static_cast<std::uint64_t>(product);
        return {static_cast<std::size_t>(product >> 64),
                static_cast<double>((rest >> 11) + 1) * 0x1p-53};
    }

    static std::size_t exponent_of(double rate) { return std::bit_cast<std::uint64_t>(rate) >> 52; }

    static std::uint64_t units_of(double rate) {
        const auto bits = std::bit_cast<std::uint64_t>(rate);
        const std::uint64_t implicit = (bits >> 52) == 0 ? 0 : std::uint64_t{1} << 52;
        return (bits & ((std::uint64_t{1} << 52) - 1)) | implicit;
    }

    std::size_t group_for(double rate) {
        std::uint16_t& group = group_of_exponent_[exponent_of(rate)];
        if (group == no_group) group = open_group(static_cast<int>(exponent_of(rate)));
        return group;
    }

    std::uint16_t open_group(int exponent) {
        Group& group = groups_.emplace_back();
        const int power = std::max(exponent, 1);  // subnormals are as the smallest others
        group.top = std::ldexp(1.0, power - 1022);
        group.inverse_top = std::ldexp(1.0, 1022 - power);
        group.unit = std::ldexp(1.0, power - 1075);
        if (quads_.size() * 4 < groups_.size()) quads_.emplace_back();
        return static_cast<std::uint16_t>(groups_.size() - 1);
    }

    void enter(std::size_t channel, double rate) {
        const std::size_t g = group_for(rate);
        Group& group = groups_[g];
        channels_[channel].place = static_cast<std::uint32_t>(group.members.size());
        group.members.push_back(static_cast<std::uint32_t>(channel));
        group.units += units_of(rate);
        refresh(g);
    }

    /// The last member takes the place of the one that leaves.
    void leave(std::uint32_t place, double rate) {
        const std::size_t g = group_of_exponent_[exponent_of(rate)];
        Group& group = groups_[g];
        const std::uint32_t last = group.members.back();
        group.members[place] = last;
        channels_[last].place = place;
        group.members.pop_back();
        group.units -= units_of(rate);
        refresh(g);
    }

    void refresh(std::size_t g) {
        Quad& quad = quads_[g / 4];
        quad.sum[g % 4] = groups_[g].sum();
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
