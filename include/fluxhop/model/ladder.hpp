/// The pure one-way ladder of PHYSICS 1.3: rates nu exp(-g k) after k hops. Its moments are known
/// exactly, which makes it the reference for the whole program. It is a ring without back-hops.
#pragma once

#include "fluxhop/model/model.hpp"

namespace fluxhop {

struct LadderParameters {
    double barrier_step = 0.0;       ///< g: rise of the barrier per hop, kT
    double attempt_frequency = 0.0;  ///< nu: rate of the first hop, 1/s
    std::int64_t rungs = 0;          ///< hops until the current would be zero
};

/// The network of a ladder: nodes as in ring_node; J/Jc0 = 1 - k/rungs.
Model make_ladder(const LadderParameters& ladder);
State initial_state(const LadderParameters& ladder);

}  // namespace fluxhop
