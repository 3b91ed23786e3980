/// Drives: what tilts the barrier of a hop in a given state, and which other hops a hop re-tilts.
///
/// A drive answers three questions about an edge: tilt (the reduced drive x for the barrier law and
/// the work W of the hop), the nodes that tilt depends on, and the reach of a hop.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <variant>
#include <vector>

#include "fluxhop/base/ids.hpp"
#include "fluxhop/model/landscape.hpp"

namespace fluxhop {

/// How a hop is driven. Real is double, or Jet when the theory takes derivatives.
template <class Real>
struct Tilt {
    Real reduced;  ///< x >= 0, the argument of the barrier law
    Real work;     ///< W in kT: energy the hop releases; negative when it runs against the force
};

/// Whose rates a hop changes.
enum class Reach : std::uint8_t {
    departures,  ///< the edges that leave its two end nodes
    all,         ///< every edge
};

/// The self-inductance of a ring (PHYSICS items 20, D2). One node, the hole, holds n flux units of
/// Phi0 a/w each; the persistent current is J/Jc0 = per_unit (n - equilibrium). A hop is tilted by
/// the current at the midpoint of before and after, so that W is the true energy difference.
struct RingFeedback {
    NodeId hole;
    double per_unit = 0.0;      ///< J/Jc0 of one trapped flux unit
    double equilibrium = 0.0;   ///< flux units at which the current is zero (need not be whole)
    double work_at_jc0 = 0.0;   ///< energy one unit releases on leaving at J = Jc0, in kT

    static constexpr Reach reach = Reach::all;

    /// J/Jc0 with n flux units in the hole.
    template <class Real>
    Real reduced_current(const Real& n) const {
        return per_unit * (n - equilibrium);
    }

    /// @param occupation callable NodeId -> Real, the state before the hop
    template <class Occupation>
    auto tilt(const HopEdge& hop, const Occupation& occupation) const {
        using Real = decltype(occupation(hole));
        using std::abs;
        const double change = hop.from == hole ? -1.0 : 1.0;
        const Real midpoint = reduced_current(Real(occupation(hole) + 0.5 * change));
        return Tilt<Real>{abs(midpoint), -change * work_at_jc0 * midpoint};
    }

    /// The nodes whose occupation enters the tilt of an edge.
    std::array<NodeId, 1> dependencies(const HopEdge&) const { return {hole}; }
};

/// The field of the region a vortex leaves (PHYSICS D4): x = B_i/Bm_i with N_i as it is BEFORE the
/// hop. Nothing is tilted, so W = 0 and the process is a zero-range process.
struct RegionField {
    /// x = fixed + per_vortex N: a reservoir has a fixed field, a region one that counts.
    struct Node {
        double per_vortex = 0.0;  ///< B/Bm of one vortex
        double fixed = 0.0;       ///< B/Bm
    };
    std::vector<Node> nodes;

    static constexpr Reach reach = Reach::departures;

    template <class Occupation>
    auto tilt(const HopEdge& hop, const Occupation& occupation) const {
        using Real = decltype(occupation(hop.from));
        const Node& node = nodes[hop.from.index()];
        return Tilt<Real>{node.fixed + node.per_vortex * occupation(hop.from), Real(0.0)};
    }

    std::array<NodeId, 1> dependencies(const HopEdge& hop) const { return {hop.from}; }
};

using Drive = std::variant<RingFeedback, RegionField>;

}  // namespace fluxhop
