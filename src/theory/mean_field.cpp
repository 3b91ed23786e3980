#include "fluxhop/theory/mean_field.hpp"

#include <cmath>

#include "fluxhop/theory/expansion.hpp"

namespace fluxhop {
namespace {

using Vector = Eigen::VectorXd;

/// Beyond this many nodes a sparse factorization is the faster one.
constexpr Eigen::Index largest_dense = 50;

/// Beyond this many the factors of a chain's Jacobian are no longer the faster way, nor those of a
/// plane, which fill in: the solver then iterates without a matrix.
constexpr Eigen::Index largest_chain = 50'000, largest_plane = 2'000;

bool is_too_large_to_factorize(const Model& model) {
    const Landscape& landscape = model.landscape();
    const bool is_plane = landscape.edge_count() > 3 * landscape.node_count();
    return model.variable_count() > static_cast<std::size_t>(is_plane ? largest_plane : largest_chain);
}

/// @param speed factor on all rates
InitialValueProblem mean_field_problem(const Model& model, const State& initial, double speed) {
    InitialValueProblem problem{
        .derivative =
            [&model, speed](double t, const Vector& n, Vector& out) {
                mean_flow(model, n, t, out);
                out *= speed;
            },
        .jacobian = {},
        .initial = real_variables(model, initial),
        .breaks = model.schedule().breaks()};
    if (is_too_large_to_factorize(model)) return problem;
    if (problem.initial.size() > largest_dense) {
        problem.sparse_jacobian = [&model, speed](double t, const Vector& n,
                                                  InitialValueProblem::SparseMatrix& out) {
            out = sparse_jacobian(model, n, t);
            out *= speed;
        };
    } else {
        problem.jacobian = [&model, speed](double t, const Vector& n, Eigen::MatrixXd& out) {
            out = speed * expand(model, n, t).jacobian;
        };
    }
    return problem;
}

Eigen::MatrixXd solve_at_speed(const Model& model, const State& initial, const TimeGrid& grid,
                               Tolerances tolerances, double speed,
                               const Progress& progress = {}) {
    Cvode solver(mean_field_problem(model, initial, speed), tolerances);
    Eigen::MatrixXd occupations(static_cast<Eigen::Index>(grid.size()),
                                static_cast<Eigen::Index>(model.variable_count()));
    for (std::size_t i = 0; i < grid.size(); ++i) {
        occupations.row(static_cast<Eigen::Index>(i)) = solver.advance_to(grid[i]);
        if (progress) progress(i + 1, grid.size());
    }
    return occupations;
}

/// t dN/dt.
Eigen::MatrixXd sensitivity_by_time(const Model& model, const TimeGrid& grid,
                                    const Eigen::MatrixXd& mean_field) {
    Eigen::MatrixXd sensitivity(mean_field.rows(), mean_field.cols());
    Vector flow;
    for (Eigen::Index t = 0; t < mean_field.rows(); ++t) {
        const double time = grid[static_cast<std::size_t>(t)];
        mean_flow(model, mean_field.row(t), time, flow);
        sensitivity.row(t) = time * flow;
    }
    return sensitivity;
}

}  // namespace

Eigen::VectorXd real_variables(const Model& model, const State& state) {
    Eigen::VectorXd result(static_cast<Eigen::Index>(model.variable_count()));
    for (Eigen::Index i = 0; i < result.size(); ++i) {
        result[i] = state(NodeId(static_cast<std::size_t>(i)));
    }
    return result;
}

Eigen::MatrixXd solve_mean_field(const Model& model, const State& initial, const TimeGrid& grid,
                                 Tolerances tolerances, const Progress& progress) {
    return solve_at_speed(model, initial, grid, tolerances, 1.0, progress);
}

Eigen::MatrixXd rate_sensitivity(const Model& model, const State& initial, const TimeGrid& grid,
                                 const Eigen::MatrixXd& mean_field) {
    if (model.schedule().is_constant()) return sensitivity_by_time(model, grid, mean_field);
    constexpr double step = 1e-3;
    constexpr Tolerances tolerances{1e-10, 1e-10};
    const Eigen::MatrixXd above = solve_at_speed(model, initial, grid, tolerances, std::exp(step));
    const Eigen::MatrixXd below = solve_at_speed(model, initial, grid, tolerances, std::exp(-step));
    return (above - below) / (2.0 * step);
}

double expected_hops(const Model& model, const State& initial, const TimeGrid& grid) {
    const Eigen::MatrixXd occupations = solve_mean_field(model, initial, grid, {1e-6, 1e-6});
    double hops = 0.0, before = 0.0;
    double rate_before = total_propensity(model, real_variables(model, initial), 0.0);
    for (std::size_t i = 0; i < grid.size(); ++i) {
        const double rate = total_propensity(model, occupations.row(static_cast<Eigen::Index>(i)), grid[i]);
        hops += 0.5 * (rate + rate_before) * (grid[i] - before);
        before = grid[i];
        rate_before = rate;
    }
    return hops;
}

}  // namespace fluxhop
