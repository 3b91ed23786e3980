#include <cmath>

#include "../../support/catch.hpp"
#include "../../support/regions.hpp"
#include "fluxhop/engine/leap_plan.hpp"

using namespace fluxhop;

namespace {

/// Rates of single hops in a state, and what a plan makes of them.
LeapPlanner planned(const Model& model, const State& state, LeapOptions options = {}) {
    LeapPlanner planner(model, options);
    planner.plan(state);
    return planner;
}

}  // namespace

TEST_CASE("the step follows the sensitivity of the model's own propensities", "[engine][tau]") {
    // Linear barriers at the start: d ln a_p/d ln N_p = 1 + 15 B/Bpm = 16, nothing comes back, so
    // the mean change epsilon N/16 is reached after epsilon/(16 x 0.1/s); 16/N for the q side is
    // 1 + 75 x 20/100 = 16 as well.
    const RegionNetwork regions = test::fig3(-1.0, 0.1, 2'000'000);
    const Model model = make_region_network(regions);
    const LeapPlanner plan = planned(model, initial_state(regions), {.epsilon = 0.01});
    CHECK(plan.longest_leap() == Approx(0.01 / 16.0 / 0.1).epsilon(1e-5));
    CHECK_FALSE(plan.is_critical(EdgeId(0)));
    // Logarithmic: 1 + 75 on the q side.
    const RegionNetwork steeper = test::fig3(0.0, 0.1, 2'000'000);
    const Model steep = make_region_network(steeper);
    CHECK(planned(steep, initial_state(steeper), {.epsilon = 0.01}).longest_leap() ==
          Approx(0.01 / 76.0 / 0.1).epsilon(1e-5));
}

TEST_CASE("near equilibrium a leap is a fraction of the relaxation time", "[engine][tau]") {
    // Two equal regions at equal fields: J = 2 da/dN, the drift is zero.
    RegionNetwork network = test::fig3(-1.0, 0.1, 2'000'000'000);
    network.regions[1].barrier = network.regions[0].barrier;
    network.regions[1].maximum_field = network.regions[0].maximum_field;
    const Model model = make_region_network(network);
    const State half = State({500'000'000, 500'000'000});  // B/Bm = 1/2, d ln a/d ln N = 8.5
    const double slope = 8.5 * 0.1 * std::exp(-7.5);
    CHECK(planned(model, half, {.relaxation = 0.2}).longest_leap() ==
          Approx(0.2 / (2.0 * slope)).epsilon(1e-6));
}

TEST_CASE("flows that cancel still spread by no more than epsilon", "[engine][tau]") {
    // The same at 5000 vortices each: variance 2 a leap = (epsilon N/8.5)^2.
    RegionNetwork network = test::fig3(-1.0, 0.1, 20'000);
    network.regions[1].barrier = network.regions[0].barrier;
    network.regions[1].maximum_field = network.regions[0].maximum_field;
    const double spread = 2.0 * 5000.0 * 0.1 * std::exp(-7.5);
    const Model model = make_region_network(network);
    CHECK(planned(model, State({5'000, 5'000}), {.epsilon = 0.03, .relaxation = 1.0})
              .longest_leap() == Approx(std::pow(0.03 * 5000.0 / 8.5, 2) / spread).epsilon(1e-6));
}

TEST_CASE("a leap stops at the field at which the barrier vanishes", "[engine][tau]") {
    // Above Bm a = N eps with d ln a/d ln N = 1; one vortex below it is 16. A leap sized for the one
    // would change the propensity by 16 epsilon on the other side.
    const double area = 5e4 * constants::flux_quantum;  // Bm at 1e6 vortices
    const RegionNetwork network{{{"p", area, 1'000'001, 20.0, PowerLawBarrier{15.0, -1.0}}},
                                {{"outside", 0.0, 1.0, NoBarrier{}}},
                                {{0, 1, 0.1}}};
    const Model model = make_region_network(network);
    const State above({1'000'001, 0});
    const double leap = planned(model, above, {.epsilon = 0.01}).longest_leap();
    const double now = model.propensity(EdgeId(0), above);
    const State after({1'000'001 - std::llround(leap * now), 0});
    CHECK(model.propensity(EdgeId(0), after) > 0.97 * now);
    CHECK(leap * now > 100.0);
}

TEST_CASE("edges that a single hop changes, or that may run out, are critical", "[engine][tau]") {
    const Model model = make_region_network(test::fig3(-1.0, 0.1, 2'000'000));
    CHECK(planned(model, State({9, 1'999'991})).is_critical(EdgeId(0)));
    CHECK(planned(model, State({0, 2'000'000})).is_critical(EdgeId(1)));
    // epsilon large enough that the only reason left is running out: n_c = 10.
    CHECK(planned(model, State({9, 1'999'991}), {.epsilon = 2.0}).is_critical(EdgeId(0)));
    CHECK_FALSE(planned(model, State({10, 1'999'990}), {.epsilon = 2.0}).is_critical(EdgeId(0)));
}
