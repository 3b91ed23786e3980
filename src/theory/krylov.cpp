#include "fluxhop/theory/krylov.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <unsupported/Eigen/MatrixFunctions>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;
using Eigen::Index;

constexpr Index largest_dimension = 30;
constexpr double safety = 0.9;  ///< error ~ step^30: aims at 4 % of what is allowed
constexpr double slack = 1.2;
constexpr double rounding = 2e-14;  ///< no error estimate of one step means anything below

/// A V_m = V_m H_m + h v_{m+1} e_m^T: an orthonormal basis and the matrix seen in it.
struct Subspace {
    Matrix basis;      ///< states x (dimension + 1)
    Matrix projected;  ///< (dimension + 2)^2: H_m, h and |A v_{m+1}| below it for the error estimate
    Index dimension = 0;
    bool invariant = false;  ///< breakdown: the projection is exact
};

/// Orthogonalizes twice against the columns of the basis and returns the coefficients.
Vector orthogonalize(const Matrix& basis, Index count, Vector& w) {
    const auto columns = basis.leftCols(count);
    Vector coefficients = columns.transpose() * w;
    w.noalias() -= columns * coefficients;
    const Vector correction = columns.transpose() * w;
    w.noalias() -= columns * correction;
    return coefficients + correction;
}

/// Arnoldi's process from a unit vector.
void build(Subspace& space, const Generator& matrix, const Vector& start, double norm) {
    const Index m = std::min(largest_dimension, start.size());
    space.basis.resize(start.size(), m + 1);
    space.projected.setZero(m + 2, m + 2);
    space.basis.col(0) = start;
    space.invariant = false;
    for (Index j = 0; j < m; ++j) {
        Vector w = matrix * space.basis.col(j);
        space.projected.col(j).head(j + 1) = orthogonalize(space.basis, j + 1, w);
        const double next = w.norm();
        space.dimension = j + 1;
        space.invariant = next <= 1e-16 * norm;
        if (space.invariant) return;
        space.projected(j + 1, j) = next;
        space.basis.col(j + 1) = w / next;
    }
    space.projected(m + 1, m) = (matrix * space.basis.col(m)).norm();
}

/// What one step of length tau would give.
struct Trial {
    Vector coefficients;    ///< of exp(A tau) start in the basis
    double error = 0.0;     ///< estimate, relative to |start|
    double exponent = 0.0;  ///< error ~ tau^(1/exponent)
};

Trial attempt(const Subspace& space, double tau) {
    const Index m = space.dimension;
    if (space.invariant) {
        const Matrix f = (tau * space.projected.topLeftCorner(m, m)).exp();
        return {f.col(0), 0.0, 1.0};
    }
    const Matrix f = (tau * space.projected).exp();
    const double first = std::abs(f(m, 0));
    const double second = std::abs(f(m + 1, 0));
    Trial trial{f.col(0).head(m + 1), first, 1.0 / static_cast<double>(m)};
    if (first > 10.0 * second) {
        trial.error = second;
    } else if (first > second) {
        trial.error = first * second / (first - second);
    } else {
        trial.exponent = 1.0 / static_cast<double>(std::max(m - 1, Index{1}));
    }
    return trial;
}

/// Sidje's first step, from the a priori bound.
double first_step(double norm, double tolerance_rate) {
    const double m = static_cast<double>(largest_dimension) + 1.0;
    const double factor =
        std::pow(m / std::numbers::e, m) * std::sqrt(2.0 * std::numbers::pi * m);
    return std::pow(factor * tolerance_rate / (4.0 * norm), 1.0 / (m - 1.0)) / norm;
}

double next_step(const Trial& trial, double tau, double tolerance_rate) {
    const double error = std::max(trial.error, 1e-100);
    const double allowed = std::max(tau * tolerance_rate, rounding);
    return tau * std::clamp(safety * std::pow(allowed / error, trial.exponent), 0.1, 5.0);
}

double infinity_norm(const Generator& matrix) {
    const Vector rows = matrix.cwiseAbs() * Vector::Ones(matrix.cols());
    return rows.maxCoeff();
}

}  // namespace

Vector krylov_expv(const Generator& matrix, const Vector& v, double time, double tolerance) {
    constexpr int most_steps = 1'000'000;
    const double norm = infinity_norm(matrix);
    if (norm == 0.0 || time == 0.0) return v;
    const double tolerance_rate = tolerance / time;
    Vector w = v;
    Subspace space;
    double done = 0.0;
    double tau = first_step(norm, tolerance_rate);
    for (int step = 0; step < most_steps; ++step) {
        const double length = w.norm();
        build(space, matrix, w / length, norm);
        tau = space.invariant ? time - done : std::min(tau, time - done);
        Trial trial = attempt(space, tau);
        while (trial.error > std::max(slack * tau * tolerance_rate, rounding)) {
            tau = next_step(trial, tau, tolerance_rate);
            trial = attempt(space, tau);
        }
        w.noalias() = length * (space.basis.leftCols(trial.coefficients.size()) *
                                trial.coefficients);
        if (tau >= time - done) return w;
        done += tau;
        tau = next_step(trial, tau, tolerance_rate);
    }
    throw RunError(fmt::format("Krylov: {} steps reached only {:g} s of {:g} s", most_steps, done,
                               time));
}

}  // namespace fluxhop
