/// Slabs the tests run, made from dimensionless numbers.
#pragma once

#include <Eigen/Core>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/engine/run.hpp"
#include "fluxhop/model/slab.hpp"
#include "fluxhop/selftest/samples.hpp"
#include "fluxhop/theory/expansion.hpp"
#include "fluxhop/theory/mean_field.hpp"

namespace fluxhop::test {

using selftest::make_slab_parameters;
using selftest::SlabNumbers;

/// The background on which there is, at the start, J = fraction Jc0 over every hop.
inline void fill_bean(SlabParameters& slab, std::int64_t background, double fraction) {
    slab.applied_field = Signal(static_cast<double>(background));
    const double step = fraction / current_per_vortex(slab);
    for (std::size_t i = 0; i < slab.columns; ++i) {
        const std::size_t from_edge = std::min(i, slab.columns - 1 - i);
        slab.vortices[i] = background + std::llround(step * static_cast<double>(from_edge + 1));
    }
}

/// All that an experiment on a slab needs. Recorded: the vortices inside and those in the middle.
struct SlabSystem {
    SlabSystem(const SlabParameters& parameters, std::vector<double> times)
        : slab(parameters),
          model(make_slab(slab)),
          initial(initial_state(slab)),
          grid(std::move(times)),
          recorded{Probe({{NodeId(0), 1.0, slab.columns}}), NodeId(slab.columns / 2)} {}

    Experiment experiment(std::uint64_t seed) const {
        return {model, initial, grid, recorded, SelectorKind::automatic, seed};
    }
    Eigen::MatrixXd mean_field(Tolerances tolerances) const {
        return solve_mean_field(model, initial, grid, tolerances);
    }
    /// B of the columns less a background, in vortices, at one grid time of a mean field.
    Eigen::VectorXd excess(const Eigen::MatrixXd& mean_field, Eigen::Index time,
                           double background) const {
        const auto columns = static_cast<Eigen::Index>(slab.columns);
        return mean_field.row(time).head(columns).transpose().array() - background;
    }
    /// E in V/m at the boundaries right of the middle, as the mean field drains B there: the first is
    /// one column from the middle, the last is the surface. @param variables of the mean field
    Eigen::VectorXd electric_field(const Eigen::VectorXd& variables, double time) const {
        Eigen::VectorXd flow;
        mean_flow(model, variables, time, flow);
        const auto half = static_cast<Eigen::Index>(slab.columns / 2);
        Eigen::VectorXd field(half);
        double sum = 0.0;
        for (Eigen::Index i = 0; i < half; ++i) {
            sum -= flow[half + i] * field_per_vortex(slab) * slab.hop_length;
            field[i] = sum;
        }
        return field;
    }

    SlabParameters slab;
    Model model;
    State initial;
    TimeGrid grid;
    std::vector<Probe> recorded;
};

}  // namespace fluxhop::test
