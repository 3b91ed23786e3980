#include "fluxhop/model/ladder.hpp"

#include <cmath>

#include "fluxhop/model/ring.hpp"

namespace fluxhop {

Model make_ladder(const LadderParameters& ladder) {
    Landscape landscape(
        {Multiplicity::constant, Multiplicity::constant},
        {{ring_node::hole, ring_node::outside, std::log(ladder.attempt_frequency)}});
    const double rungs = static_cast<double>(ladder.rungs);
    const PowerLawBarrier barrier{.height = ladder.barrier_step * rungs, .mu = -1.0};
    // The first hop starts at the critical current: its midpoint, half a unit down, is J = Jc0.
    const RingFeedback drive{.hole = ring_node::hole,
                             .per_unit = 1.0 / rungs,
                             .equilibrium = -0.5,
                             .work_at_jc0 = 2.0 * barrier.height};
    return {std::move(landscape), {barrier, barrier}, drive};
}

State initial_state(const LadderParameters& ladder) { return State({ladder.rungs, 0}); }

}  // namespace fluxhop
