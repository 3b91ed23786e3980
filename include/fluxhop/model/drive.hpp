/// Drives: what tilts the barrier of a hop in a given state, and which other hops a hop re-tilts.
///
/// A drive answers three questions about an edge: tilt (the reduced drive x for the barrier law and
/// the work W of the hop), the variables that tilt depends on, and the reach of a hop; and one about
/// nodes: pulls_alike, whether equal edges from either are tilted alike at equal occupations.
#pragma once

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
    departures,     ///< the edges that leave its two end nodes
    neighbourhood,  ///< those, and the edges that lead there
    all,            ///< every edge
};

/// The self-inductance of a ring (PHYSICS items 20, D2). One node, the hole, holds n flux units of
/// Phi0 a/w each; the persistent current is J/Jc0 = per_unit (n - equilibrium). A hop is tilted by
/// the current at the midpoint of before and after, so that W is the true energy difference.
struct RingFeedback {
    NodeId hole;
    double per_unit = 0.0;      ///< J/Jc0 of one trapped flux unit
    double equilibrium = 0.0;   ///< flux units at which the current is zero (need not be whole)
    double work_at_jc0 = 0.0;   ///< energy one unit releases on leaving at J = Jc0, in kT

    Reach reach() const { return Reach::all; }
    static bool pulls_alike(NodeId a, NodeId b) { return a == b; }

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

    /// The variables that enter the tilt of an edge.
    std::vector<NodeId> dependencies(const HopEdge&) const { return {hole}; }
};

/// The field of the region a vortex leaves (PHYSICS D4): x = B_i/Bm_i with N_i as it is BEFORE the
/// hop. Nothing is tilted, so W = 0 and the process is a zero-range process.
struct RegionField {
    /// x = fixed + per_vortex N: a reservoir has a fixed field, a region one that counts.
    struct Node {
        double per_vortex = 0.0;  ///< B/Bm of one vortex
        double fixed = 0.0;       ///< B/Bm

        friend bool operator==(const Node&, const Node&) = default;
    };
    std::vector<Node> nodes;

    Reach reach() const { return Reach::departures; }
    bool pulls_alike(NodeId a, NodeId b) const { return nodes[a.index()] == nodes[b.index()]; }

    template <class Occupation>
    auto tilt(const HopEdge& hop, const Occupation& occupation) const {
        using Real = decltype(occupation(hop.from));
        const Node& node = nodes[hop.from.index()];
        return Tilt<Real>{node.fixed + node.per_vortex * occupation(hop.from), Real(0.0)};
    }

    std::vector<NodeId> dependencies(const HopEdge& hop) const { return {hop.from}; }
};

/// A transport current through a film of sites (PHYSICS 1.1). It is imposed; in the wall of a ring
/// every hop along the force also takes current away (Faraday), `feedback` per hop length, and the
/// work is that of the current at the midpoint of before and after.
///
/// Only the displacement along the force does work: x = |J/Jc0| |d|, W = work_at_jc0 (J/Jc0) d.
struct TransportCurrent {
    NodeId current;            ///< the variable that holds the imposed J/Jc0
    NodeId odometer;
    double work_at_jc0 = 0.0;  ///< kT, of a hop by one hop length along the force at J = Jc0
    double feedback = 0.0;     ///< J/Jc0 gained (usually negative) per hop length on the odometer

    Reach reach() const { return feedback == 0.0 ? Reach::departures : Reach::all; }
    static bool pulls_alike(NodeId, NodeId) { return true; }

    template <class Occupation>
    auto tilt(const HopEdge& hop, const Occupation& occupation) const {
        return tilt_along(hop.displacement, occupation);
    }

    /// @param displacement along the force, in hop lengths: a number, or the Interval of many hops
    template <class Length, class Occupation>
    auto tilt_along(const Length& displacement, const Occupation& occupation) const {
        using Real = decltype(occupation(current));
        using std::abs;
        Real along = occupation(current);
        if (feedback != 0.0) {
            along = along + feedback * (occupation(odometer) + 0.5 * displacement);
        }
        along = along * displacement;
        return Tilt<Real>{abs(along), work_at_jc0 * along};
    }

    std::vector<NodeId> dependencies(const HopEdge&) const {
        if (feedback == 0.0) return {};
        return {odometer};
    }
};

/// The current that the gradient of B carries, J = -(1/mu0) dB/dx, in columns of a slab side by side
/// (PHYSICS 1.4). A vortex on its way from one column to the next changes both fields by half of
/// itself: J at the midpoint is the true energy difference (section 6.7). A reservoir holds the
/// applied field whatever passes.
struct LocalGradient {
    NodeId field;               ///< the variable that holds the applied field, in vortices per column
    std::size_t columns = 0;    ///< nodes below this one are columns, the others reservoirs
    double per_vortex = 0.0;    ///< J/Jc0 when neighbours differ by one vortex
    double work_at_jc0 = 0.0;   ///< kT, of a hop from column to column at J = Jc0

    Reach reach() const { return Reach::neighbourhood; }
    static bool pulls_alike(NodeId a, NodeId b) { return a == b; }

    template <class Occupation>
    auto tilt(const HopEdge& hop, const Occupation& occupation) const {
        using Real = decltype(occupation(hop.from));
        using std::abs;
        const double own = 0.5 * (is_column(hop.from) ? 1.0 : 0.0);
        const double other = 0.5 * (is_column(hop.to) ? 1.0 : 0.0);
        const Real along = per_vortex * (vortices(hop.from, occupation) -
                                         vortices(hop.to, occupation) - (own + other));
        return Tilt<Real>{abs(along), work_at_jc0 * along};
    }

    std::vector<NodeId> dependencies(const HopEdge& hop) const {
        std::vector<NodeId> nodes;
        if (is_column(hop.from)) nodes.push_back(hop.from);
        if (is_column(hop.to)) nodes.push_back(hop.to);
        return nodes;
    }

private:
    bool is_column(NodeId node) const { return node.index() < columns; }

    template <class Occupation>
    auto vortices(NodeId node, const Occupation& occupation) const {
        return occupation(is_column(node) ? node : field);
    }
};

using Drive = std::variant<RingFeedback, RegionField, TransportCurrent, LocalGradient>;

}  // namespace fluxhop
