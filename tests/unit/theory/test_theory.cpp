#include "../../support/catch.hpp"
#include "../../support/systems.hpp"
#include "fluxhop/theory/closed_forms.hpp"
#include "fluxhop/theory/linear_noise.hpp"
#include "fluxhop/theory/mean_field.hpp"

using namespace fluxhop;
using test::relative_difference;

namespace {

constexpr Eigen::Index outside = 1;

std::vector<double> decades(double first, double last) {
    return TimeGrid::logarithmic(first, last, 4).times();
}

}  // namespace

TEST_CASE("the mean-field ODE meets its closed form to 1e-8", "[theory]") {
    for (const double g : {0.1, 0.00343}) {
        const auto system = test::ladder(decades(1e-2, 1e12), g, 3.0);
        const auto solution = solve_mean_field(system.model, system.initial, system.grid);
        for (std::size_t i = 0; i < system.grid.size(); ++i) {
            const double exact = ladder_law::mean_field(g, 3.0, system.grid[i]);
            INFO("g " << g << " t " << system.grid[i]);
            CHECK(relative_difference(solution(static_cast<Eigen::Index>(i), outside), exact) <
                  1e-8);
        }
    }
}

TEST_CASE("linear noise meets the ladder's closed form", "[theory]") {
    // With q = exp(-g k): Sigma = (1 - q^2)/(2g), bias = (1 - q)^2/4 (from the equations by hand).
    const double g = 0.1;
    const auto system = test::ladder(decades(1e-1, 1e8), g);
    const LinearNoise noise = solve_linear_noise(system.model, system.initial, system.grid);
    const Eigen::VectorXd variance = noise.variance(ring_node::outside);
    for (std::size_t i = 0; i < system.grid.size(); ++i) {
        const auto t = static_cast<Eigen::Index>(i);
        const double q = 1.0 / (1.0 + g * system.grid[i]);
        CHECK(relative_difference(variance[t], (1.0 - q * q) / (2.0 * g)) < 1e-6);
        CHECK(std::abs(noise.bias(t, outside) - 0.25 * (1.0 - q) * (1.0 - q)) < 1e-6);
    }
    SECTION("and the exact law differs by 1/24 in the variance, next to nothing in the mean") {
        const auto last = static_cast<Eigen::Index>(system.grid.size()) - 1;
        const double t = system.grid.end();
        CHECK(std::abs(ladder_law::late_variance(g) - variance[last] - 1.0 / 24.0) < 1e-6);
        CHECK(std::abs(ladder_law::late_mean(g, 1.0, t) -
                       (noise.mean_field(last, outside) + noise.bias(last, outside))) < 1e-3);
    }
}

TEST_CASE("linear noise finds the ring's thermal fluctuations", "[theory]") {
    // Equipartition: Var n = L kT/phi^2 = 5, mean = Phi_ext/phi, both exact for the Gaussian.
    const RingParameters ring = test::thermal_ring();
    const auto system = test::make_system(ring, {1e6});
    const LinearNoise noise = solve_linear_noise(system.model, system.initial, system.grid);
    CHECK(relative_difference(noise.mean_field(0, 0), 0.3) < 1e-6);
    CHECK(relative_difference(noise.variance(ring_node::hole)[0], 5.0) < 0.06);
}

TEST_CASE("the closed forms have the published values", "[theory]") {
    // PHYSICS 1.3, g = 0.1; what is left falls as 1/(nu t).
    CHECK(std::abs(ladder_law::late_mean(0.1, 1.0, 1e6) - 115.380044) < 1e-3);
    CHECK(std::abs(ladder_law::late_mean(0.1, 1.0, 1e4) - 69.337751) < 1e-2);
    CHECK(std::abs(ladder_law::late_variance(0.1) - 5.0416667) < 1e-7);
}
