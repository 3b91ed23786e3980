#include "fluxhop/theory/propagator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fluxhop/base/require.hpp"
#include "fluxhop/theory/krylov.hpp"

namespace fluxhop {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

/// Consecutive Poisson probabilities; all others together are below the rounding of their sum.
struct PoissonWindow {
    std::size_t first;
    std::vector<double> weights;
};

/// By recurrence from the mode outwards, then normalized: no factorial, no cancellation.
PoissonWindow poisson_window(double mean) {
    constexpr double negligible = 1e-20;  // of the largest
    const auto mode = static_cast<std::size_t>(mean);
    std::vector<double> below, above{1.0};
    double weight = 1.0;
    for (std::size_t k = mode; k > 0 && weight > negligible; --k) {
        below.push_back(weight *= static_cast<double>(k) / mean);
    }
    for (std::size_t k = mode + 1; above.back() > negligible; ++k) {
        above.push_back(above.back() * mean / static_cast<double>(k));
    }
    PoissonWindow window{mode - below.size(), {below.rbegin(), below.rend()}};
    window.weights.insert(window.weights.end(), above.begin(), above.end());
    double total = 0.0;
    for (const double w : window.weights) total += w;
    for (double& w : window.weights) w /= total;
    return window;
}

double fastest_departure(const Generator& generator) {
    return -generator.diagonal().minCoeff();
}

void normalize_columns(Matrix& p) { p.array().rowwise() /= p.colwise().sum().array().eval(); }

}  // namespace

/// A little above the fastest departure, so that 1 + G/q keeps its diagonal positive when rounded.
Uniformization::Uniformization(const Generator& generator)
    : generator_(&generator), rate_(1.02 * fastest_departure(generator)) {}

Matrix Uniformization::advance(const Matrix& p, double dt) const {
    const double mean = rate_ * dt;
    if (mean == 0.0) return p;
    const PoissonWindow window = poisson_window(mean);
    Matrix term = p, flow(p.rows(), p.cols()), sum = Matrix::Zero(p.rows(), p.cols());
    const std::size_t end = window.first + window.weights.size();
    for (std::size_t k = 0; k < end; ++k) {
        if (k >= window.first) sum += window.weights[k - window.first] * term;
        flow.noalias() = *generator_ * term;
        term += flow / rate_;
    }
    return sum;
}

SquaringChain::SquaringChain(const Generator& generator)
    : uniformization_(generator), states_(generator.rows()), tau_(1.0 / uniformization_.rate()) {}

const Matrix& SquaringChain::power(std::size_t k) {
    while (powers_.size() <= k) {
        powers_.push_back(powers_.empty()
                              ? uniformization_.advance(Matrix::Identity(states_, states_), tau_)
                              : Matrix(powers_.back() * powers_.back()));
        normalize_columns(powers_.back());
    }
    return powers_[k];
}

Vector SquaringChain::advance(Vector p, double dt) {
    if (!std::isfinite(tau_)) return p;
    const double whole = std::floor(dt / tau_);
    p = uniformization_.advance(p, std::max(std::fma(-whole, tau_, dt), 0.0));
    double left = whole;
    for (std::size_t k = 0; left > 0.0; ++k) {  // the binary digits, lowest first
        const double half = std::floor(0.5 * left);
        if (left != 2.0 * half) p = power(k) * p;
        left = half;
    }
    return p;
}

Propagator::Propagator(const Generator& generator, Propagation method)
    : generator_(&generator), method_(method), uniformization_(generator), chain_(generator) {}

Propagation Propagator::method_for(double dt) const {
    if (method_ != Propagation::automatic) return method_;
    const Eigen::Index states = generator_->rows();
    const double jumps = uniformization_.rate() * dt;
    if (jumps <= (states <= 200 ? 1e3 : 1e5)) return Propagation::uniformization;
    return states <= 1000 ? Propagation::dense : Propagation::krylov;
}

Vector Propagator::advance(const Vector& p, double dt) {
    Vector next;
    switch (method_for(dt)) {
        case Propagation::dense: next = chain_.advance(p, dt); break;
        case Propagation::krylov: next = krylov_expv(*generator_, p, dt, 1e-13); break;
        default: next = uniformization_.advance(p, dt);
    }
    const double total = next.sum();
    if (!(std::abs(total - 1.0) < 1e-9)) {
        throw RunError(fmt::format("master equation: the total probability came out as {}", total));
    }
    next = next.cwiseMax(0.0);  // a projection may leave -1e-16 where there is nothing
    return next / next.sum();
}

}  // namespace fluxhop
