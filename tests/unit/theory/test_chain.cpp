// The continuum limit of a chain of regions: the porous-medium equation and Barenblatt's solution.
#include "../../support/catch.hpp"
#include "../../support/regions.hpp"
#include "fluxhop/base/constants.hpp"
#include "fluxhop/model/regions.hpp"
#include "fluxhop/theory/linear_noise.hpp"
#include "fluxhop/theory/lyapunov.hpp"
#include "fluxhop/theory/mean_field.hpp"

using namespace fluxhop;

namespace {

constexpr double one_gauss = 1e-4;

}  // namespace

TEST_CASE("vortices spread along a chain as Barenblatt says", "[theory]") {
    // dB/dt = D0 d2(B^m/Bm^(m-1))/dx2 with D0 = s nu0 h/2 = eps h^2 (PHYSICS item 27), m = 3.
    constexpr std::size_t cells = 101;
    constexpr double dense = 1e6, eps = 0.5, full = 400.0, time = 1e6, m = 3.0;
    RegionNetwork network;
    for (std::size_t i = 0; i < cells; ++i) {
        const auto start = static_cast<std::int64_t>(i == cells / 2 ? full * dense : 0.0);
        network.regions.push_back({std::to_string(i), dense * constants::flux_quantum / one_gauss, start,
                                   full * one_gauss, PowerLawBarrier{m - 1.0, 0.0}});
    }
    network.contacts = chain_contacts(cells, eps);
    const auto solution =
        solve_mean_field(make_region_network(network), initial_state(network), TimeGrid({time}));

    const double scaled_time = eps * time / std::pow(full, m - 1.0);
    const double k = (m - 1.0) / (2.0 * m * (m + 1.0));
    const double c = full * 2.0 * std::sqrt(k) / constants::pi;  // int sqrt(c - k z^2) dz = full
    for (int x = 0; x <= 50; ++x) {
        const double z = x * std::pow(scaled_time, -1.0 / (m + 1.0));
        const double exact = std::pow(scaled_time, -1.0 / (m + 1.0)) *
                             std::sqrt(std::max(0.0, c - k * z * z));
        if (exact < 0.3 * std::sqrt(c)) continue;  // the front is a kink that cells round off
        INFO("cell " << x);
        CHECK(test::relative_difference(solution(0, 50 + x) / dense, exact) < 0.01);
        CHECK(test::relative_difference(solution(0, 50 - x) / dense, exact) < 0.01);
    }
    CHECK(test::relative_difference(solution.sum(), full * dense) < 1e-9);
}

TEST_CASE("the Lyapunov function falls along the mean field", "[theory]") {
    const double area = 100.0 * constants::flux_quantum / one_gauss;
    const RegionNetwork network{{{"p", area, 2000, 20 * one_gauss, PowerLawBarrier{15.0, -1.0}},
                                 {"q", 2.0 * area, 4000, 100 * one_gauss, PowerLawBarrier{30.0, 0.0}},
                                 {"r", area, 0, 50 * one_gauss, PowerLawBarrier{8.0, 0.5}}},
                                {},
                                {{0, 1, 0.5}, {1, 2, 0.1}}};
    const Model model = make_region_network(network);
    const State start = initial_state(network);
    const auto solution =
        solve_mean_field(model, start, TimeGrid::logarithmic(1e-3, 1e8, 5));
    const Eigen::VectorXd falling =
        lyapunov_function(model, real_variables(model, start), solution);
    CHECK(falling[0] < 0.0);
    for (Eigen::Index t = 1; t < falling.size(); ++t) {
        CHECK(falling[t] <= falling[t - 1] + 1e-9 * std::abs(falling[t - 1]));
    }
}

TEST_CASE("the Lyapunov function does not depend on the steps it is taken in", "[theory]") {
    // Steps from a rounding error to a third of what there is.
    const RegionNetwork network = test::fig3(-1.0);
    const Model model = make_region_network(network);
    const Eigen::Vector2d start(20.0, 20.0), end(13.0, 27.0);
    Eigen::MatrixXd direct(1, 2), stepwise(6, 2);
    direct.row(0) = end;
    const double widths[] = {4e-15, 1e-9, 2e-5, 1e-4, 1.0, 7.0};
    for (Eigen::Index t = 0; t < 6; ++t) stepwise.row(t) << 20.0 - widths[t], 20.0 + widths[t];
    const double whole = lyapunov_function(model, start, direct)[0];
    CHECK(test::relative_difference(lyapunov_function(model, start, stepwise)[5], whole) < 1e-11);
}
