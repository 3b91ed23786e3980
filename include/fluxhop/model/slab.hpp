/// A slab in a parallel field: flux creep through columns side by side (PHYSICS 1.4, 6.7, 6.8).
///
/// Column i is one hop length a wide and `length` long, holds N_i vortices, B_i = N_i Phi0/(a length).
/// The current between columns is J = -(1/mu0) dB/dx, at the midpoint of before and after a hop. Every
/// vortex of a column tries, so E = B v. Columns are a hop wide: on a coarser grid neither the rates
/// nor detailed balance would be those of the hops.
#pragma once

#include <cstdint>
#include <vector>

#include "fluxhop/model/model.hpp"

namespace fluxhop {

/// All in SI units; energies in kT.
struct SlabParameters {
    double temperature = 0.0;               ///< K
    std::size_t columns = 0;
    double hop_length = 0.0;                ///< m, a: the width of a column
    double length = 0.0;                    ///< m, of a column along the current
    double critical_current_density = 0.0;  ///< A/m^2, Jc0
    double work_at_jc0 = 0.0;               ///< of a hop at J = Jc0
    double attempt_frequency = 0.0;         ///< 1/s per direction, nu0
    BarrierLaw barrier;                     ///< of x = |J|/Jc0
    EdgeKind edges = EdgeKind::open;        ///< open or closed
    Signal applied_field;                   ///< in vortices per column
    std::vector<std::int64_t> vortices;     ///< at the start, by column
};

/// T of one vortex in a column.
double field_per_vortex(const SlabParameters& slab);
/// J/Jc0 between columns that differ by one vortex.
double current_per_vortex(const SlabParameters& slab);

/// Vortices at the start.
double vortex_count(const SlabParameters& slab);

/// The nodes are the columns; behind open edges, the reservoirs left and right.
Model make_slab(const SlabParameters& slab);
State initial_state(const SlabParameters& slab);

}  // namespace fluxhop
