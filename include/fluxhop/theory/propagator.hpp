/// How a distribution over states evolves: p(t + dt) = exp(G dt) p(t) for a generator G.
#pragma once

#include <Eigen/Core>
#include <Eigen/SparseCore>
#include <cstdint>
#include <vector>

namespace fluxhop {

/// Column j holds the rates (1/s) out of state j: G_ij >= 0 off the diagonal, every column sums to 0.
using Generator = Eigen::SparseMatrix<double, Eigen::RowMajor>;

enum class Propagation : std::uint8_t {
    automatic,       ///< by the number of states and the time step
    uniformization,  ///< cost grows with (largest rate) x dt
    dense,           ///< repeated squaring of exp(G tau): any dt, few states
    krylov,          ///< projection on a small subspace: many states, long dt
};

/// exp(G dt) p = sum_k Poisson(k; q dt) (1 + G/q)^k p, every term >= 0 (Jensen 1953; the weights
/// as in Fox and Glynn, Comm. ACM 31, 440 (1988)).
class Uniformization {
public:
    explicit Uniformization(const Generator& generator);
    /// q, 1/s: above every rate of leaving a state.
    double rate() const { return rate_; }
    /// Dense p works column by column.
    Eigen::MatrixXd advance(const Eigen::MatrixXd& p, double dt) const;

private:
    const Generator* generator_;
    double rate_;
};

/// exp(G tau), exp(2 G tau), exp(4 G tau), ... by squaring; a step takes the powers its binary
/// expansion names, and uniformization what is left. Nothing is ever subtracted and columns are
/// brought back to sum 1 after each squaring, so slow rates survive next to rates 1e15 times
/// faster, which a Pade approximation would lose (cf. Xue and Ye, Math. Comp. 82, 1577 (2013)).
class SquaringChain {
public:
    explicit SquaringChain(const Generator& generator);
    Eigen::VectorXd advance(Eigen::VectorXd p, double dt);

private:
    const Eigen::MatrixXd& power(std::size_t k);  ///< exp(2^k G tau)

    Uniformization uniformization_;
    Eigen::Index states_;
    double tau_;
    std::vector<Eigen::MatrixXd> powers_;
};

/// Chooses between them step by step and keeps p a distribution.
class Propagator {
public:
    /// @param generator must outlive the propagator
    Propagator(const Generator& generator, Propagation method);
    /// p after dt (s). @throws RunError when the total probability drifts by more than 1e-9
    Eigen::VectorXd advance(const Eigen::VectorXd& p, double dt);

private:
    Propagation method_for(double dt) const;

    const Generator* generator_;
    Propagation method_;
    Uniformization uniformization_;
    SquaringChain chain_;
};

}  // namespace fluxhop
