#include <vector>

#include "../../support/catch.hpp"
#include "../../support/systems.hpp"
#include "fluxhop/engine/engine.hpp"
#include "fluxhop/observe/recorder.hpp"
#include "fluxhop/select/linear.hpp"
#include "fluxhop/select/sum_tree.hpp"
#include "fluxhop/stats/hypothesis.hpp"
#include "fluxhop/stats/moments.hpp"

using namespace fluxhop;

namespace {

/// Records nothing and never ends: for tests that step the engine themselves.
struct Endless {
    void record_until(double, const State&) {}
    bool complete() const { return false; }
};

}  // namespace

TEMPLATE_TEST_CASE("a0 tau is exponential with mean one and uncorrelated", "[engine]",
                   LinearSelector, SumTreeSelector) {
    // Every wait times the total propensity recomputed from the model, 10,000 hops (16 decades of
    // time) in each of 40 realizations. Catches waits drawn with a stale or wrong total (2 % is 8
    // times what the 400,000 waits resolve), and waits that depend on one another.
    const RingParameters ring = test::nbti_ring();
    const Model model = make_ring(ring);
    Endless recorder;
    std::vector<double> uniform;
    Moments product;
    for (std::uint64_t id = 0; id < 40; ++id) {
        Engine<TestType> engine(model, initial_state(ring), RandomStream(41, id, Purpose::events));
        double before = 0.0, previous = 1.0;
        for (int i = 0; i < 10'000; ++i) {
            const double total = model.propensity(EdgeId(0), engine.state()) +
                                 model.propensity(EdgeId(1), engine.state());
            engine.step(recorder);
            const double scaled = total * (engine.now() - before);
            before = engine.now();
            uniform.push_back(-std::expm1(-scaled));
            product.push((scaled - 1.0) * (previous - 1.0));
            previous = scaled;
        }
    }
    CHECK(kolmogorov_smirnov_uniform(uniform).p_value > test::false_alarm);
    CHECK(std::abs(product.mean()) < test::sigma_limit * product.standard_error());
}

TEST_CASE("a state whose every rate is zero is frozen, not lost", "[engine]") {
    RingParameters ring = test::nbti_ring();
    ring.barrier.height = 20000.0;  // exp(-U) underflows: D6 calls that frozen
    ring.initial_current_density = 0.5 * ring.critical_current_density;
    const auto system = test::make_system(ring, {1.0, 1e300});
    std::vector<double> out(2, -1.0);
    const RunSummary summary = run_realization(system.experiment(1), 0, out).summary;
    CHECK(summary.frozen);
    CHECK(summary.hops == 0);
    CHECK(out == std::vector<double>{0.0, 0.0});
}

TEST_CASE("hops above the critical current are counted", "[engine]") {
    RingParameters ring = test::nbti_ring();
    ring.initial_current_density = 1.001 * ring.critical_current_density;
    const auto system = test::make_system(ring, {1.0});
    const std::int64_t above = derive(ring).initial_units - 87536;  // units beyond J = Jc0
    std::vector<double> out(1);
    const RunSummary summary = run_realization(system.experiment(1), 0, out).summary;
    CHECK(summary.flux_flow_hops >= static_cast<std::uint64_t>(above) - 1);
    CHECK(summary.flux_flow_hops <= static_cast<std::uint64_t>(above) + 1);
}
