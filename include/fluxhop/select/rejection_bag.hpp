/// Composition-rejection over members without names, for members whose rates never change: what is
/// drawn is either put back where it lies or removed from there, so no place need ever be looked up.
///
/// As in CompositionRejectionSelector members lie in groups by the binary exponent of their rate, the
/// sum of a group is an exact integer, and a rejected draw goes on inside its group. 4 bytes a member.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "fluxhop/base/random.hpp"
#include "fluxhop/base/require.hpp"

namespace fluxhop {

class RejectionBag {
public:
    /// Where a member lies until the next insert or remove.
    struct Place {
        std::size_t group = 0, position = 0;
    };

    RejectionBag() { group_of_.fill(no_group); }

    /// Makes room for the exponent of a rate. Draws look at groups in the order of these calls; the
    /// highest rates are best put first.
    void open_group(double rate) {
        const std::size_t exponent = exponent_of(rate);
        if (rate == 0.0 || group_of_[exponent] != no_group) return;
        group_of_[exponent] = static_cast<std::uint16_t>(groups_.size());
        Group& group = groups_.emplace_back();
        group.inverse_top = power_of_two(1022 - static_cast<int>(exponent));
        group.unit = unit_of(exponent);
        if (quads_.size() * 4 < groups_.size()) quads_.emplace_back();
    }

    /// @param rate finite; a member without a rate is never drawn, and left out
    void insert(std::uint32_t member, double rate) {
        if (rate == 0.0) return;
        const std::size_t g = group_of_[exponent_of(rate)];
        groups_[g].members.push_back(member);
        groups_[g].units += units_of(rate);
        refresh(g);
    }

    /// Takes a member out; the last of its group takes its place.
    void remove(Place place, double rate) {
        Group& group = groups_[place.group];
        group.members[place.position] = group.members.back();
        group.members.pop_back();
        group.units -= units_of(rate);
        refresh(place.group);
    }

    /// The member at a place, which must hold one.
    std::uint32_t member(Place place) const { return groups_[place.group].members[place.position]; }

    /// The sum of all rates; zero without a rate.
    double total() const { return total_; }

    /// The random numbers of a draw, which may be drawn long before.
    struct Draw {
        double group = 1.0;  ///< in (0, 1]
        std::uint64_t member = 0;
    };
    template <class Generator>
    static Draw prepare(Generator& random) {
        const double group = uniform_open_at_zero(random);
        return {group, random()};
    }

    /// A member with probability rate/total. Requires total() > 0.
    /// @param total   what total() gives
    /// @param rate_of callable member -> rate
    /// @param random  where further numbers come from after a rejection
    template <class RateOf, class Generator>
    Place sample(Draw draw, double total, RateOf&& rate_of, Generator& random) const {
        const std::size_t g = draw_group(draw.group * total);
        const Group& group = groups_[g];
        for (;; draw.member = random()) {
            const auto [position, share] = split(draw.member, group.members.size());
            if (share <= rate_of(group.members[position]) * group.inverse_top) return {g, position};
        }
    }

    /// Where a draw would look first if it were made now; asks for the memory there.
    Place look_ahead(const Draw& draw, double total) const {
        const std::size_t g = draw_group(draw.group * total);
        const std::size_t position = split(draw.member, groups_[g].members.size()).position;
        __builtin_prefetch(groups_[g].members.data() + position);
        return {g, position};
    }
    bool holds(Place place) const {
        return place.group < groups_.size() && place.position < groups_[place.group].members.size();
    }

    /// The members in their order: draws depend on it. Groups are those that construction opened.
    template <class Archive>
    void persist(Archive& archive) {
        archive(std::span(groups_), std::span(quads_), total_);
    }

private:
    static constexpr std::size_t exponents = 2048;  ///< of a double, subnormals included
    static constexpr std::uint16_t no_group = 0xffff;
    __extension__ using Wide = unsigned __int128;

    struct Group {
        double inverse_top = 0.0;  ///< one over a power of two above every rate of the group
        double unit = 0.0;         ///< rates are multiples of it
        Wide units = 0;            ///< the sum of the rates
        std::vector<std::uint32_t> members;

        /// The sum has at most 53 + 32 bits: either part is exact.
        double sum() const {
            const auto high = static_cast<std::int64_t>(units >> 32);
            const auto low = static_cast<std::int64_t>(units & 0xffffffffU);
            return (static_cast<double>(high) * 0x1p32 + static_cast<double>(low)) * unit;
        }

        template <class Archive>
        void persist(Archive& archive) {
            archive(units, members);
        }
    };

    /// The sums of four groups, and their running sum.
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
        const Wide product = static_cast<Wide>(word) * n;
        const auto rest = static_cast<std::uint64_t>(product);
        return {static_cast<std::size_t>(product >> 64),
                static_cast<double>((rest >> 11) + 1) * 0x1p-53};
    }

    static std::size_t exponent_of(double rate) { return std::bit_cast<std::uint64_t>(rate) >> 52; }

    static double power_of_two(int exponent) { return std::ldexp(1.0, exponent); }

    static double unit_of(std::size_t exponent) {
        return power_of_two(static_cast<int>(exponent == 0 ? 1 : exponent) - 1075);
    }

    static std::uint64_t units_of(double rate) {
        const auto bits = std::bit_cast<std::uint64_t>(rate);
        const std::uint64_t implicit = (bits >> 52) == 0 ? 0 : std::uint64_t{1} << 52;
        return (bits & ((std::uint64_t{1} << 52) - 1)) | implicit;
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

    std::array<std::uint16_t, exponents> group_of_;
    std::vector<Group> groups_;
    std::vector<Quad> quads_;
    double total_ = 0.0;
};

}  // namespace fluxhop
