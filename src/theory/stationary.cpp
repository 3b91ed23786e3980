#include "fluxhop/theory/stationary.hpp"

#include <boost/math/tools/toms748_solve.hpp>
#include <limits>
#include <numeric>

#include "fluxhop/theory/zero_range.hpp"

namespace fluxhop {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;
using Eigen::Index;

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

std::int64_t total_of(const State& state) {
    const auto occupations = state.occupations();
    return std::accumulate(occupations.begin(), occupations.end(), std::int64_t{0});
}

template <class Visit>
void for_each_region(const ZeroRange& process, Visit visit) {
    for (std::size_t i = 0; i < process.node_count(); ++i) {
        if (process.is_region(NodeId(i))) visit(NodeId(i), static_cast<Index>(i));
    }
}

/// ln of the real occupations at a given ln u.
Vector log_occupations(const ZeroRange& process, double log_u) {
    Vector result = Vector::Constant(static_cast<Index>(process.node_count()), undefined);
    for_each_region(process, [&](NodeId node, Index i) {
        result[i] = process.log_occupation(node, process.log_weight(node) + log_u);
    });
    return result;
}

/// The largest ln u at which no region of a closed network holds more than exp(log_n).
double log_activity_bound(const ZeroRange& process, double log_n) {
    double bound = std::numeric_limits<double>::infinity();
    for_each_region(process, [&](NodeId node, Index) {
        bound = std::min(bound, process.log_activity(node, log_n) - process.log_weight(node));
    });
    return bound;
}

/// ln u of the mean field of a closed network with a positive total.
double closed_log_activity(const ZeroRange& process, double total) {
    const auto excess = [&](double log_u) {
        const Vector share = log_occupations(process, log_u).array() - std::log(total);
        return std::log(share.array().exp().sum());
    };
    const auto close = [](double a, double b) {
        return std::abs(b - a) <= 4e-16 * std::max(1.0, std::abs(a));
    };
    // All at most N/R hold N or less together; one with N, and the total is N or more.
    const double share = std::log(total / static_cast<double>(process.node_count()));
    const double low = log_activity_bound(process, share) - 1e-6;
    const double high = log_activity_bound(process, std::log(total)) + 1e-6;
    std::uintmax_t steps = 500;
    const auto [a, b] = boost::math::tools::toms748_solve(excess, low, high, close, steps);
    return 0.5 * (a + b);
}

/// ln u of the mean field; anything does for an empty closed network.
double log_activity(const ZeroRange& process, const State& initial) {
    if (process.is_open() || total_of(initial) == 0) return 0.0;
    return closed_log_activity(process, static_cast<double>(total_of(initial)));
}

/// ln(f(n) u^n) for n = 0 .. last, or until it is negligible when `last` is negative.
Vector log_factors(const ZeroRange& process, NodeId node, double log_u, std::int64_t last) {
    constexpr double negligible = 50.0;  // ln, below the largest
    constexpr std::int64_t most = 10'000'000;
    std::vector<double> factors{0.0};
    long double sum = 0.0L, largest = 0.0L;
    for (std::int64_t n = 1; last < 0 ? sum > largest - negligible : n <= last; ++n) {
        require(n < most, "the stationary law has more than 1e7 vortices in one region");
        sum += process.log_weight(node) + log_u -
               process.log_activity(node, std::log(static_cast<double>(n)));
        largest = std::max(largest, sum);
        factors.push_back(static_cast<double>(sum));
    }
    return Eigen::Map<Vector>(factors.data(), static_cast<Index>(factors.size()));
}

/// 0, 1, 2, ... beside a law.
Vector counts(const Vector& law) {
    return Vector::LinSpaced(law.size(), 0.0, static_cast<double>(law.size() - 1));
}

double mean_of(const Vector& law) { return law.dot(counts(law)); }

double variance_of(const Vector& law) {
    return law.dot((counts(law).array() - mean_of(law)).square().matrix());
}

/// c(n) = sum_k a(k) b(n - k) for vectors of one length; of terms >= 0, so every digit counts.
Vector convolve(const Vector& a, const Vector& b) {
    Vector c(a.size());
    for (Index n = 0; n < c.size(); ++n) c[n] = a.head(n + 1).dot(b.head(n + 1).reverse());
    return c;
}

/// The law of independent nodes with given weights f_i(n) under the condition of a total N.
struct ConditionedLaw {
    std::vector<Vector> marginal;
    double partition = 0.0;
};

ConditionedLaw condition(const std::vector<Vector>& weights) {
    const std::size_t nodes = weights.size();
    const Vector empty = Vector::Unit(weights[0].size(), 0);
    std::vector<Vector> before{empty}, after{empty};  // convolutions of the first, the last nodes
    for (std::size_t i = 0; i + 1 < nodes; ++i) {
        before.push_back(convolve(before.back(), weights[i]));
        after.push_back(convolve(after.back(), weights[nodes - 1 - i]));
    }
    ConditionedLaw law;
    for (std::size_t i = 0; i < nodes; ++i) {
        const Vector others = convolve(before[i], after[nodes - 1 - i]);
        Vector joint = weights[i].cwiseProduct(others.reverse());
        law.partition = joint.sum();
        law.marginal.emplace_back(joint / law.partition);
    }
    return law;
}

/// E[n_i n_j] = E[n_i] x (the mean of n_j when node i has the weights n f_i(n)).
Vector covariance_row(std::vector<Vector> weights, std::size_t i, const Vector& mean) {
    weights[i] = weights[i].cwiseProduct(counts(weights[i]));
    const ConditionedLaw biased = condition(weights);
    Vector row(mean.size());
    for (Index j = 0; j < row.size(); ++j) {
        row[j] = mean[Index(i)] * (mean_of(biased.marginal[std::size_t(j)]) - mean[j]);
    }
    return row;
}

/// Weights near 1 at their largest, and what was taken out of all of them together.
double scale(const std::vector<Vector>& log_factor, std::vector<Vector>& weights) {
    double taken = 0.0;
    for (const Vector& factor : log_factor) {
        const double largest = factor.size() == 0 ? 0.0 : factor.maxCoeff();
        weights.emplace_back((factor.array() - largest).exp());
        taken += largest;
    }
    return taken;
}

void set_moments(StationaryLaw& law) {
    const auto size = static_cast<Index>(law.marginal.size());
    law.mean = Vector::Constant(size, undefined);
    law.covariance = Matrix::Constant(size, size, undefined);
    for (Index i = 0; i < size; ++i) {
        const Vector& marginal = law.marginal[std::size_t(i)];
        if (marginal.size() == 0) continue;
        law.mean[i] = mean_of(marginal);
        for (Index j = 0; j < size; ++j) {
            if (law.marginal[std::size_t(j)].size() != 0) law.covariance(i, j) = 0.0;
        }
        law.covariance(i, i) = variance_of(marginal);
    }
}

void solve_closed(StationaryLaw& law, std::int64_t total) {
    std::vector<Vector> weights;
    const double taken = scale(law.log_factor, weights);
    ConditionedLaw conditioned = condition(weights);
    law.marginal = std::move(conditioned.marginal);
    law.log_partition = taken + std::log(conditioned.partition);
    set_moments(law);
    for (std::size_t i = 0; total > 0 && i < weights.size(); ++i) {
        const double variance = law.covariance(Index(i), Index(i));
        law.covariance.row(Index(i)) = covariance_row(weights, i, law.mean);
        law.covariance(Index(i), Index(i)) = variance;
    }
}

void solve_open(StationaryLaw& law) {
    std::vector<Vector> weights;
    law.log_partition = scale(law.log_factor, weights);
    for (const Vector& weight : weights) {
        const double sum = weight.sum();
        if (weight.size() != 0) law.log_partition += std::log(sum);
        law.marginal.emplace_back(weight / sum);
    }
    set_moments(law);
}

}  // namespace

Vector mean_field_equilibrium(const Model& model, const State& initial) {
    const ZeroRange process(model);
    if (!process.is_open() && total_of(initial) == 0) {
        return Vector::Zero(static_cast<Index>(process.node_count()));
    }
    return log_occupations(process, log_activity(process, initial)).array().exp();
}

double StationaryLaw::log_probability(std::span<const std::int64_t> occupations) const {
    double sum = -log_partition;
    for (std::size_t i = 0; i < log_factor.size(); ++i) {
        if (log_factor[i].size() == 0) continue;
        const auto n = static_cast<Index>(occupations[i]);
        FLUXHOP_ASSERT(n >= 0);
        sum += n < log_factor[i].size() ? log_factor[i][n]
                                        : -std::numeric_limits<double>::infinity();
    }
    return sum;
}

StationaryLaw stationary_law(const Model& model, const State& initial) {
    const ZeroRange process(model);
    const std::int64_t total = total_of(initial);
    const double log_u = log_activity(process, initial);
    StationaryLaw law;
    law.log_factor.resize(process.node_count());
    for_each_region(process, [&](NodeId node, Index i) {
        law.log_factor[std::size_t(i)] =
            log_factors(process, node, log_u, process.is_open() ? -1 : total);
    });
    process.is_open() ? solve_open(law) : solve_closed(law, total);
    return law;
}

}  // namespace fluxhop
