/// CVODE (SUNDIALS) behind a C++ face: stiff initial value problems by BDF.
#pragma once

#include <Eigen/Core>
#include <Eigen/SparseCore>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace fluxhop {

/// Relative and absolute error allowed per step.
struct Tolerances {
    double relative = 1e-10;
    double absolute = 1e-10;  ///< in the units of the unknowns (vortices)
};

/// dy/dt = f(t, y), y(0) given.
struct InitialValueProblem {
    using Vector = Eigen::VectorXd;
    using Matrix = Eigen::MatrixXd;
    using SparseMatrix = Eigen::SparseMatrix<double, Eigen::ColMajor, std::int64_t>;
    std::function<void(double t, const Vector& y, Vector& dydt)> derivative;
    std::function<void(double t, const Vector& y, Matrix& jacobian)> jacobian;  ///< optional
    /// Optional, goes before `jacobian`: compressed, the diagonal stored, always the same pattern.
    std::function<void(double t, const Vector& y, SparseMatrix& jacobian)> sparse_jacobian = {};
    Vector initial;
    std::vector<double> breaks = {};  ///< increasing times at which f is not smooth
};

class Cvode {
public:
    Cvode(InitialValueProblem problem, Tolerances tolerances);
    ~Cvode();
    Cvode(const Cvode&) = delete;
    Cvode& operator=(const Cvode&) = delete;

    /// The solution at `time`, which must not decrease from call to call.
    /// @throws RunError when the solver gives up, with its reason and the time
    const Eigen::VectorXd& advance_to(double time);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace fluxhop
