/// The model: landscape + barrier laws + drive. Immutable; every reading (Monte Carlo, mean field,
/// linear noise) asks it for the same propensities.
#pragma once

#include <cmath>
#include <span>
#include <variant>
#include <vector>

#include "fluxhop/base/ids.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/model/barrier.hpp"
#include "fluxhop/model/drive.hpp"
#include "fluxhop/model/landscape.hpp"
#include "fluxhop/model/rates.hpp"
#include "fluxhop/model/state.hpp"

namespace fluxhop {

class Model {
    template <class Real>
    struct BarrierAndWork {
        Real barrier;
        Real work;
    };

    template <class Occupation>
    auto barrier_and_work(const HopEdge& hop, const Occupation& occupation) const {
        using Real = decltype(occupation(hop.from));
        return std::visit(
            [&](const auto& drive) {
                const Tilt<Real> tilt = drive.tilt(hop, occupation);
                return BarrierAndWork<Real>{
                    barrier_height(barriers_[hop.from.index()], tilt.reduced), tilt.work};
            },
            drive_);
    }

public:
    /// @param barriers one law per node, used by the hops that leave it
    Model(Landscape landscape, std::vector<BarrierLaw> barriers, Drive drive);

    const Landscape& landscape() const { return landscape_; }
    const Drive& drive() const { return drive_; }

    /// ln of the rate (1/s) of one attempt along an edge.
    /// @param occupation callable NodeId -> double or Jet: a State, or the theory's real numbers
    template <class Occupation>
    auto log_rate(EdgeId id, const Occupation& occupation) const {
        const HopEdge& hop = landscape_.edge(id);
        const auto [barrier, work] = barrier_and_work(hop, occupation);
        return hop.log_attempts + log_arrhenius(barrier, work);
    }

    /// Hops per second along an edge: multiplicity x rate.
    template <class Occupation>
    auto propensity(EdgeId id, const Occupation& occupation) const {
        using std::exp;
        const NodeId from = landscape_.edge(id).from;
        const auto rate = exp(log_rate(id, occupation));
        if (landscape_.multiplicity(from) == Multiplicity::constant) return rate;
        return occupation(from) * rate;
    }

    /// Whether a hop about to happen finds its barrier gone (J > Jc0).
    bool is_flux_flow(const HopEdge& hop, const State& state) const {
        return fluxhop::is_flux_flow(barrier_and_work(hop, state).barrier);
    }

    /// Calls update(edge index, new propensity) for every edge whose propensity the hop changed.
    template <class Update>
    void retilt(const HopEdge& hop, const State& state, Update&& update) const {
        const auto refresh = [&](std::size_t first, std::size_t last) {
            for (std::size_t e = first; e < last; ++e) update(e, propensity(EdgeId(e), state));
        };
        if (reach_ == Reach::all) return refresh(0, landscape_.edge_count());
        for (const NodeId node : {hop.from, hop.to}) {
            const auto [first, last] = landscape_.departure_range(node);
            refresh(first, last);
        }
    }

    /// The nodes whose occupations enter the propensity of an edge; each once.
    std::vector<NodeId> dependencies(EdgeId id) const;

private:
    Landscape landscape_;
    std::vector<BarrierLaw> barriers_;
    Drive drive_;
    Reach reach_;
};

}  // namespace fluxhop
