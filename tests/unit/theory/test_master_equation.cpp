#include <unsupported/Eigen/MatrixFunctions>

#include "../../support/catch.hpp"
#include "../../support/regions.hpp"
#include "../../support/systems.hpp"
#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/theory/krylov.hpp"
#include "fluxhop/theory/linear_noise.hpp"
#include "fluxhop/theory/master_equation.hpp"
#include "fluxhop/theory/stationary.hpp"

using namespace fluxhop;
using test::fig3;
using test::random_triangle;

namespace {

MasterEquation solve(const RegionNetwork& network, std::vector<double> times,
                     Propagation method = Propagation::automatic) {
    return solve_master_equation(make_region_network(network), initial_state(network),
                                 TimeGrid(std::move(times)),
                                 {.method = method, .keep_distribution = true});
}

Eigen::VectorXd stationary_distribution(const RegionNetwork& network, const StateSpace& space) {
    const StationaryLaw law =
        stationary_law(make_region_network(network), initial_state(network));
    Eigen::VectorXd p(static_cast<Eigen::Index>(space.size()));
    space.for_each([&](std::uint64_t rank, const std::vector<std::int64_t>& n) {
        p[static_cast<Eigen::Index>(rank)] = std::exp(law.log_probability(n));
    });
    return p;
}

double distance(const Eigen::VectorXd& a, const Eigen::VectorXd& b) { return (a - b).lpNorm<1>(); }

constexpr Propagation methods[] = {Propagation::uniformization, Propagation::dense,
                                   Propagation::krylov};

/// Published to so many digits: half a unit of the last (PHYSICS section 3).
struct Published {
    double mu, mean, variance, mean_field, bias, noise;
};
constexpr Published table[] = {{-1.0, 13.448303, 0.651133, 13.700512, -0.2461, 0.60974},
                               {0.0, 14.066169, 0.502836, 14.314127, -0.2396, 0.46173}};

}  // namespace

TEST_CASE("the master equation has the published mean and variance", "[theory]") {
    for (const Published& row : table) {
        for (const Propagation method : methods) {
            const MasterEquation solution = solve(fig3(row.mu), {1.0, 100.0}, method);
            CHECK(std::abs(solution.mean(1, 0) - row.mean) < 0.5e-6);
            CHECK(std::abs(solution.variance(NodeId(0))[1] - row.variance) < 0.5e-6);
            CHECK(std::abs(solution.mean.row(1).sum() - 40.0) < 1e-11);
            CHECK(std::abs(solution.covariance[1].sum()) < 1e-11);
            CHECK(solution.covariance[1](0, 1) < 0.0);
        }
    }
}

TEST_CASE("linear noise has the published bias and variance", "[theory]") {
    for (const Published& row : table) {
        const RegionNetwork network = fig3(row.mu);
        const LinearNoise noise = solve_linear_noise(make_region_network(network),
                                                     initial_state(network), TimeGrid({100.0}));
        CHECK(std::abs(noise.mean_field(0, 0) - row.mean_field) < 0.5e-6);
        CHECK(std::abs(noise.bias(0, 0) - row.bias) < 0.5e-4);
        CHECK(std::abs(noise.variance(NodeId(0))[0] - row.noise) < 0.5e-5);
    }
}

TEST_CASE("three ways to propagate agree and keep a distribution", "[theory][long]") {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const RegionNetwork network = random_triangle(seed, 20);
        const std::vector<double> times{0.01, 1.0, 7.0, 300.0};
        const MasterEquation reference = solve(network, times, Propagation::uniformization);
        for (const Propagation method : methods) {
            const MasterEquation other = solve(network, times, method);
            for (std::size_t t = 0; t < times.size(); ++t) {
                const Eigen::VectorXd& p = other.distribution[t];
                CHECK(distance(p, reference.distribution[t]) < 1e-11);
                CHECK(p.minCoeff() >= -1e-15);
                CHECK(std::abs(p.sum() - 1.0) < 1e-12);
            }
        }
    }
}

TEST_CASE("propagation agrees with an independent matrix exponential", "[theory]") {
    const RegionNetwork network = random_triangle(4, 8);
    const MasterEquation solution = solve(network, {0.5});
    const Generator generator = make_generator(make_region_network(network), solution.space);
    const Eigen::MatrixXd exponential = Eigen::MatrixXd(0.5 * Eigen::MatrixXd(generator)).exp();
    const auto start = static_cast<Eigen::Index>(
        solution.space.rank(initial_state(network).occupations()));
    CHECK(distance(solution.distribution[0], exponential.col(start)) < 1e-12);
    CHECK(generator.toDense().colwise().sum().cwiseAbs().maxCoeff() < 1e-12);
}

TEST_CASE("the master equation ends in the stationary law", "[theory]") {
    for (std::uint64_t seed = 11; seed <= 16; ++seed) {
        const RegionNetwork network = random_triangle(seed, 12);
        const MasterEquation solution = solve(network, {1e7});
        CHECK(distance(solution.distribution[0],
                       stationary_distribution(network, solution.space)) < 1e-11);
    }
    SECTION("over 13 decades of rates, by squaring") {  // PHYSICS section 2: exp(-15) to exp(-45)
        const MasterEquation solution = solve(fig3(-1.0), {1e12});
        CHECK(distance(solution.distribution[0],
                       stationary_distribution(fig3(-1.0), solution.space)) < 1e-11);
    }
    SECTION("with too many states to square, by projection") {
        const RegionNetwork network = random_triangle(17, 50);
        const MasterEquation solution = solve(network, {3e3}, Propagation::krylov);
        REQUIRE(solution.space.size() == 1326);
        CHECK(distance(solution.distribution[0],
                       stationary_distribution(network, solution.space)) < 1e-11);
    }
}

TEST_CASE("the Monte Carlo has the mean and variance of the master equation", "[theory][ensemble]") {
    // Within four standard errors at 1e5 realizations: with two laws and two moments a right engine
    // fails for 2.5 seeds in 10,000 (4 x 6.3e-5).
    constexpr double figure = 4.0;
    for (const Published& row : table) {
        const RegionNetwork network = fig3(row.mu);
        const test::TestSystem system{make_region_network(network), initial_state(network),
                                      TimeGrid({100.0}), {NodeId(0)}};
        const Moments moments =
            run_ensemble(system.experiment(20130311), 100'000, 2).moments(0).front();
        const MasterEquation exact = solve(network, {100.0});
        CHECK(std::abs(moments.mean() - exact.mean(0, 0)) < figure * moments.standard_error());
        CHECK(std::abs(moments.variance() - exact.variance(NodeId(0))[0]) <
              figure * moments.variance_standard_error());
    }
}
