#include "fluxhop/theory/master_equation.hpp"

namespace fluxhop {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;
using Triplets = std::vector<Eigen::Triplet<double>>;

int position(std::uint64_t rank) { return static_cast<int>(rank); }

/// One column of the generator: what leaves a state, and where it goes.
void add_departures(Triplets& entries, const Model& model, const StateSpace& space,
                    std::uint64_t rank, const State& state) {
    double total = 0.0;
    for (std::size_t e = 0; e < model.landscape().edge_count(); ++e) {
        const HopEdge hop = model.landscape().edge(EdgeId(e));
        if (state[hop.from] == 0) continue;
        const double rate = model.propensity(EdgeId(e), state);
        if (rate == 0.0) continue;
        State after = state;
        after.apply(hop);
        entries.emplace_back(position(space.rank(after.occupations())), position(rank), rate);
        total += rate;
    }
    entries.emplace_back(position(rank), position(rank), -total);
}

Vector as_vector(const std::vector<std::int64_t>& occupations) {
    return Eigen::Map<const Eigen::Matrix<std::int64_t, Eigen::Dynamic, 1>>(
               occupations.data(), static_cast<Eigen::Index>(occupations.size()))
        .cast<double>();
}

/// sum over states of P(n) value(n)
template <class Value>
auto expectation(const StateSpace& space, const Vector& distribution, Value value) {
    decltype(value(Vector())) sum = value(Vector::Zero(static_cast<Eigen::Index>(space.nodes())));
    sum.setZero();
    space.for_each([&](std::uint64_t rank, const std::vector<std::int64_t>& occupations) {
        const double p = distribution[position(rank)];
        if (p != 0.0) sum += p * value(as_vector(occupations));
    });
    return sum;
}

}  // namespace

Vector MasterEquation::variance(NodeId node) const {
    const auto i = static_cast<Eigen::Index>(node.index());
    Vector result(static_cast<Eigen::Index>(covariance.size()));
    for (Eigen::Index t = 0; t < result.size(); ++t) {
        result[t] = covariance[static_cast<std::size_t>(t)](i, i);
    }
    return result;
}

Generator make_generator(const Model& model, const StateSpace& space) {
    Triplets entries;
    entries.reserve(space.size() * (model.landscape().edge_count() + 1));
    space.for_each([&](std::uint64_t rank, const std::vector<std::int64_t>& occupations) {
        add_departures(entries, model, space, rank, State(occupations));
    });
    const auto size = static_cast<Eigen::Index>(space.size());
    Generator generator(size, size);
    generator.setFromTriplets(entries.begin(), entries.end());
    return generator;
}

OccupationMoments occupation_moments(const StateSpace& space, const Vector& distribution) {
    const Vector mean = expectation(space, distribution, [](const Vector& n) { return n; });
    return {mean, expectation(space, distribution, [&mean](const Vector& n) -> Matrix {
                return (n - mean) * (n - mean).transpose();
            })};
}

MasterEquation solve_master_equation(const Model& model, const State& initial, const TimeGrid& grid,
                                     const MasterEquationOptions& options) {
    const auto times = static_cast<Eigen::Index>(grid.size());
    MasterEquation result{make_state_space(model, initial), {}, {}, {}};
    const StateSpace& space = result.space;
    const Generator generator = make_generator(model, space);
    Propagator propagator(generator, options.method);
    Vector p = Vector::Zero(generator.rows());
    p[position(space.rank(initial.occupations()))] = 1.0;

    result.mean.resize(times, static_cast<Eigen::Index>(space.nodes()));
    double now = 0.0;
    for (Eigen::Index t = 0; t < times; ++t) {
        const double next = grid[static_cast<std::size_t>(t)];
        p = propagator.advance(p, next - std::exchange(now, next));
        const OccupationMoments moments = occupation_moments(space, p);
        result.mean.row(t) = moments.mean;
        result.covariance.push_back(moments.covariance);
        if (options.keep_distribution) result.distribution.push_back(p);
    }
    return result;
}

}  // namespace fluxhop
