#include "fluxhop/model/slab.hpp"

#include <cmath>
#include <numeric>

#include "fluxhop/base/constants.hpp"

namespace fluxhop {
namespace {

Lattice columns_of(const SlabParameters& slab) {
    return {LatticeKind::chain, slab.columns, 1, slab.edges, EdgeKind::closed};
}

}  // namespace

double field_per_vortex(const SlabParameters& slab) {
    return constants::flux_quantum / (slab.hop_length * slab.length);
}

double current_per_vortex(const SlabParameters& slab) {
    return field_per_vortex(slab) /
           (constants::vacuum_permeability * slab.hop_length * slab.critical_current_density);
}

Model make_slab(const SlabParameters& slab) {
    FLUXHOP_ASSERT(slab.edges != EdgeKind::periodic);
    Landscape landscape(columns_of(slab), std::log(slab.attempt_frequency), Landscape::unlimited);
    const NodeId field = Variables::field(landscape.node_count());
    return {std::move(landscape),
            {slab.barrier},
            LocalGradient{field, slab.columns, current_per_vortex(slab), slab.work_at_jc0},
            {},
            {Signal(), slab.applied_field}};
}

double vortex_count(const SlabParameters& slab) {
    return std::accumulate(slab.vortices.begin(), slab.vortices.end(), 0.0);
}

State initial_state(const SlabParameters& slab) {
    FLUXHOP_ASSERT(slab.vortices.size() == slab.columns);
    std::vector<std::int64_t> occupations = slab.vortices;
    if (slab.edges == EdgeKind::open) occupations.resize(slab.columns + 2, 0);
    State state(occupations);
    state.set_signals({0.0, slab.applied_field.value(0.0)});
    return state;
}

}  // namespace fluxhop
