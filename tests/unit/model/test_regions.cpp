#include "../../support/catch.hpp"
#include "../../support/regions.hpp"

using namespace fluxhop;
using test::fig3;
using test::relative_difference;

TEST_CASE("a region's propensity is N eps exp(-U(B)) with N before the hop", "[model]") {
    // PHYSICS D4 by hand; N - 1/2 or N - 1 in the barrier would differ by 50 % here.
    const auto linear = make_region_network(fig3(-1.0));
    const State state({14, 26});
    CHECK(relative_difference(linear.propensity(EdgeId(0), state),
                              14 * 0.1 * std::exp(-15.0 * (1.0 - 14.0 / 20.0))) < 1e-12);
    CHECK(relative_difference(linear.propensity(EdgeId(1), state),
                              26 * 0.1 * std::exp(-75.0 * (1.0 - 26.0 / 100.0))) < 1e-12);
    const auto logarithmic = make_region_network(fig3(0.0));
    CHECK(relative_difference(logarithmic.propensity(EdgeId(0), state),
                              14 * 0.1 * std::pow(14.0 / 20.0, 15.0)) < 1e-12);
}

TEST_CASE("an empty region sends nothing, whatever its barrier", "[model]") {
    for (const double mu : {-1.0, 0.0, 0.5}) {
        const auto model = make_region_network(fig3(mu));
        CHECK(model.propensity(EdgeId(0), State({0, 40})) == 0.0);
    }
}

TEST_CASE("a reservoir sends in what its field says, with or without a barrier", "[model]") {
    const double area = test::one_gauss_area;
    RegionNetwork network{{{"s", area, 5, 25e-4, PowerLawBarrier{30.0, -1.0}}},
                          {{"outside", 7e-4, 25e-4, NoBarrier{}}},
                          {{0, 1, 2.5}}};
    CHECK(relative_difference(
              make_region_network(network).propensity(EdgeId(1), State({5, 0})), 2.5 * 7.0) < 1e-12);
    network.reservoirs[0].barrier = PowerLawBarrier{30.0, -1.0};
    CHECK(relative_difference(
              make_region_network(network).propensity(EdgeId(1), State({5, -3})),
              2.5 * 7.0 * std::exp(-30.0 * (1.0 - 7.0 / 25.0))) < 1e-12);
    network.reservoirs[0].field = 0.0;
    CHECK(make_region_network(network).landscape().edge_count() == 1);
}

TEST_CASE("unequal areas keep A_i eps_ij = A_j eps_ji", "[model]") {
    RegionNetwork network = fig3(-1.0);
    network.regions[1].area *= 4.0;
    const Model model = make_region_network(network);
    CHECK(relative_difference(std::exp(model.landscape().edge(EdgeId(1)).log_attempts), 0.025) <
          1e-12);
    CHECK(relative_difference(exchange_coefficient(1e-6, 1e-8, 1e9, 1e-10), 5e4) < 1e-12);
}
