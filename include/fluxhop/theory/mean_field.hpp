/// The mean-field ODE: the model's propensities read at real occupations, dN_i/dt = f_i(N).
#pragma once

#include <Eigen/Core>

#include "fluxhop/base/progress.hpp"
#include "fluxhop/model/model.hpp"
#include "fluxhop/observe/time_grid.hpp"
#include "fluxhop/theory/cvode.hpp"

namespace fluxhop {

/// The model's variables (occupations; the odometer, if any, last) at the grid times: grid.size() x
/// variable_count.
/// @param progress told of every grid time
/// @throws RunError when the integration fails
Eigen::MatrixXd solve_mean_field(const Model& model, const State& initial, const TimeGrid& grid,
                                 Tolerances tolerances = {1e-12, 1e-13},
                                 const Progress& progress = {});

/// d(variables)/d ln(all rates) at the grid times, of the same shape: how the mean field shifts when
/// every rate is a little higher and what is imposed is not. Where nothing imposed changes, to scale
/// rates is to scale time, and this is t dN/dt; elsewhere a central difference of two solutions.
/// @param mean_field the solution at the grid times
/// @throws RunError when the integration fails
Eigen::MatrixXd rate_sensitivity(const Model& model, const State& initial, const TimeGrid& grid,
                                 const Eigen::MatrixXd& mean_field);

/// About how many hops a realization makes until the last grid time: the total propensity along the
/// mean field, summed over the grid by trapezoids. Good to a few per cent on ten times a decade.
/// @throws RunError when the integration fails
double expected_hops(const Model& model, const State& initial, const TimeGrid& grid);

/// The model's variables in a state.
Eigen::VectorXd real_variables(const Model& model, const State& state);

}  // namespace fluxhop
