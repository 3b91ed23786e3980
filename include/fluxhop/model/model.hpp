/// The model: landscape + barrier laws + pinning energies + drive + schedule. Immutable; every reading
/// (Monte Carlo, mean field, linear noise) asks it for the same propensities.
#pragma once

#include <cmath>
#include <type_traits>
#include <variant>
#include <vector>

#include "fluxhop/base/ids.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/base/shared_numbers.hpp"
#include "fluxhop/model/barrier.hpp"
#include "fluxhop/model/drive.hpp"
#include "fluxhop/model/landscape.hpp"
#include "fluxhop/model/rates.hpp"
#include "fluxhop/model/schedule.hpp"
#include "fluxhop/model/state.hpp"

namespace fluxhop {

/// By how much the sites that a hop joins are deeper than the law has them, kT.
struct HopDepths {
    double from = 0.0, to = 0.0;
};

class Model {
    /// Us and W of a hop. The law gives the barrier U of a hop along the force; a site whose barrier
    /// differs from it by e is deeper by e, and hops release or take what the depths differ by.
    template <class Occupation>
    auto energies(const HopEdge& hop, const HopDepths& depths, const Occupation& occupation) const {
        using Real = decltype(occupation(hop.from));
        const Tilt<Real> tilt = std::visit(
            [&](const auto& drive) { return drive.tilt(hop, occupation); }, drive_);
        HopEnergies<Real> hops = over_barrier(
            Real(barrier_height(law(hop.from), tilt.reduced)), tilt.work);
        hops.saddle = hops.saddle + (0.5 * (depths.from + depths.to) + hop.saddle);
        hops.released = hops.released + (depths.to - depths.from);
        return hops;
    }

public:
    /// @param barriers one law per node, used by the hops that leave it; or one for all
    /// @param depths   excess of each node's barrier over the law, kT; empty where there is none
    Model(Landscape landscape, std::vector<BarrierLaw> barriers, Drive drive,
          SharedNumbers depths = {}, Schedule schedule = {});

    const Landscape& landscape() const { return landscape_; }
    const Drive& drive() const { return drive_; }
    const Schedule& schedule() const { return schedule_; }
    double depth(NodeId node) const {
        return node.index() < depths_.size() ? depths_[node.index()] : 0.0;
    }

    HopDepths depths(const HopEdge& hop) const { return {depth(hop.from), depth(hop.to)}; }

    /// ln of the rate (1/s) of one attempt along an edge.
    /// @param occupation callable NodeId -> double, Jet or Interval: a State, or the theory's numbers
    template <class Occupation>
    auto log_rate(EdgeId id, const Occupation& occupation) const {
        const HopEdge hop = landscape_.edge(id);
        return log_rate(hop, depths(hop), occupation);
    }

    /// What the current alone makes of ln(rate/attempt frequency), for one law of the barrier and a drive
    /// that is a TransportCurrent: the ln is no more than this less depth(from) and the extra saddle,
    /// and equal to it while the barrier stands.
    /// @param displacement along the force, in hop lengths: a number, or the Interval of many hops
    template <class Length, class Occupation>
    auto log_rate_along(const Length& displacement, const Occupation& occupation) const {
        const auto tilt = std::get<TransportCurrent>(drive_).tilt_along(displacement, occupation);
        using Real = std::decay_t<decltype(tilt.work)>;
        return log_rate_without_limit(
            over_barrier(Real(barrier_height(barriers_.front(), tilt.reduced)), tilt.work));
    }
    bool has_one_law() const { return barriers_.size() == 1; }

    /// Hops per second along an edge: multiplicity x rate x free share of the places at the other end.
    template <class Occupation>
    auto propensity(EdgeId id, const Occupation& occupation) const {
        const HopEdge hop = landscape_.edge(id);
        return propensity(hop, depths(hop), occupation);
    }
    /// The same where edge and depths are at hand.
    template <class Occupation>
    auto propensity(const HopEdge& hop, const HopDepths& depths, const Occupation& occupation) const {
        using std::exp;
        using Real = decltype(occupation(NodeId{}));
        const Real rate = exp(log_rate(hop, depths, occupation));
        switch (landscape_.multiplicity(hop.from)) {
            case Multiplicity::occupancy: return Real(occupation(hop.from) * vacancy(hop, rate, occupation));
            case Multiplicity::reservoir: return Real(occupation(field()) * vacancy(hop, rate, occupation));
            case Multiplicity::constant: break;
        }
        return rate;
    }

    /// Hops per second away from a node.
    double departure_rate(NodeId node, const State& state) const;

    /// The edge that a hop from a node takes, each with probability propensity / departure_rate.
    /// @param target uniform in (0, departure_rate]
    EdgeId choose_departure(NodeId node, double target, const State& state) const;

    /// Whether a hop about to happen finds its barrier gone (J > Jc0).
    /// @param occupation callable NodeId -> double
    template <class Occupation>
    bool is_flux_flow(const HopEdge& hop, const Occupation& occupation) const {
        return is_flux_flow(hop, depths(hop), occupation);
    }
    template <class Occupation>
    bool is_flux_flow(const HopEdge& hop, const HopDepths& depths, const Occupation& occupation) const {
        return !holds_beyond_depinning(law(hop.from)) &&
               fluxhop::is_flux_flow(energies(hop, depths, occupation));
    }

    /// Whose rates a hop changes; of the neighbours too where vortices block one another.
    Reach reach() const { return reach_; }

    /// Whether the hops from two nodes have one formula with the same constants, edge by edge, so that
    /// equal occupations mean equal rates. Only for reach() == departures.
    bool departs_alike(NodeId a, NodeId b) const;

    /// Calls visit(node) for every node whose departure rate the hop changed; perhaps more than once.
    template <class Visit>
    void for_each_retilted(const HopEdge& hop, Visit&& visit) const {
        if (reach_ == Reach::all) {
            for (std::size_t i = 0; i < landscape_.node_count(); ++i) visit(NodeId(i));
            return;
        }
        for (const NodeId node : {hop.from, hop.to}) {
            visit(node);
            if (reach_ == Reach::neighbourhood) landscape_.for_each_source(node, visit);
        }
    }

    /// The variables that enter the propensity of an edge, external signals excepted; each once.
    std::vector<NodeId> dependencies(EdgeId id) const;

    /// The variables that hops change: the nodes, and the odometer where there are displacements.
    std::size_t variable_count() const {
        return landscape_.node_count() + (landscape_.has_displacements() ? 1 : 0);
    }
    NodeId odometer() const { return Variables::odometer(landscape_.node_count()); }
    NodeId field() const { return Variables::field(landscape_.node_count()); }

private:
    const BarrierLaw& law(NodeId node) const {
        return barriers_.size() == 1 ? barriers_.front() : barriers_[node.index()];
    }
    bool is_limited(NodeId node) const {
        return landscape_.capacity() != Landscape::unlimited &&
               landscape_.multiplicity(node) != Multiplicity::constant;
    }

    template <class Occupation>
    auto log_rate(const HopEdge& hop, const HopDepths& depths, const Occupation& occupation) const {
        const auto of_hop = energies(hop, depths, occupation);
        return hop.log_attempts + (holds_beyond_depinning(law(hop.from))
                                       ? log_rate_without_limit(of_hop)
                                       : log_arrhenius(of_hop));
    }

    /// An attempt aims at one of the places of a node, and fails when it is taken.
    template <class Occupation, class Real>
    Real vacancy(const HopEdge& hop, const Real& rate, const Occupation& occupation) const {
        if (!is_limited(hop.to)) return rate;
        // A reservoir is as full as a site at the applied field, and blocks as one: else a film at rest
        // with it would not be at that field.
        const NodeId filling = landscape_.counts_vortices(hop.to) ? hop.to : field();
        const double places = landscape_.capacity();
        return rate * ((Real(places) - occupation(filling)) / places);  // none left: exactly 0
    }

    Landscape landscape_;
    std::vector<BarrierLaw> barriers_;
    Drive drive_;
    SharedNumbers depths_;
    Schedule schedule_;
    Reach reach_;
};

}  // namespace fluxhop
