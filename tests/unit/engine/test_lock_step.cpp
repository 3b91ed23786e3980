// The lock-step form against the plainest way to write the same events down, and against itself in every
// arrangement. Planted errors that were seen to fail here: the state recorded after the event, a lane that
// goes on with the clock of the realization before it, a lane that is not refilled while others run, a hop
// chosen by the word of the wait, rates 2 % too high; in a lane alone, one hop 2 % too often, words in
// another order.
#include "fluxhop/engine/lock_step.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "../../support/catch.hpp"
#include "../../support/lanes.hpp"
#include "../../support/regions.hpp"
#include "../../support/systems.hpp"
#include "fluxhop/base/clock.hpp"
#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/stats/hypothesis.hpp"

using namespace fluxhop;

namespace {

using test::first_ids;
using test::in_lanes;
using test::one_by_one;
using test::Outcome;
using test::TestSystem;

TestSystem regions_system(const RegionNetwork& network, TimeGrid grid) {
    std::vector<Probe> recorded;
    for (std::size_t i = 0; i < network.regions.size(); ++i) recorded.push_back(NodeId(i));
    return {make_region_network(network), initial_state(network), std::move(grid), recorded};
}

/// The cylinder of the paper: bulk, surface and a space outside that takes vortices and gives some.
RegionNetwork cylinder(double outside_field) {
    const CylinderGeometry geometry{10e-6, 0.2e-6, 1e-6};
    return {{{"bulk", geometry.bulk_area(), 300, 20e-4, PowerLawBarrier{15.0, 0.0}},
             {"surface", geometry.surface_area(), 10, 25e-4, PowerLawBarrier{30.0, -1.0}}},
            {{.name = "outside", .field = outside_field}},
            geometry.contacts()};
}

/// Systems of one to six hops, with one or more keys, in creep and in flux flow.
std::vector<TestSystem> all_systems() {
    const TimeGrid decades = TimeGrid::logarithmic(1e-8, 1e8, 10);
    const TimeGrid later = TimeGrid::logarithmic(1e-2, 1e6, 10);
    RingParameters above = test::nbti_ring();
    above.initial_current_density = 1.001 * above.critical_current_density;
    RingParameters other_law = test::thermal_ring();
    other_law.barrier = {2.0, -0.5};
    std::vector<TestSystem> systems;
    systems.push_back({make_ring(test::nbti_ring()), initial_state(test::nbti_ring()), decades});
    systems.push_back({make_ring(above), initial_state(above), decades});
    systems.push_back({make_ring(other_law), initial_state(other_law), later});
    systems.back().grid = TimeGrid::logarithmic(1e-1, 1e3, 4);
    systems.push_back(test::ladder({1.0, 100.0, 1e4, 1e6}));
    systems.push_back(regions_system(test::fig3(-1.0), later));
    systems.push_back(regions_system(test::fig3(0.0), later));
    systems.push_back(regions_system(test::fig3(0.0, 0.1, 2), later));
    systems.push_back(regions_system(test::random_triangle(3, 12), TimeGrid::linear(0.5, 20.0, 9)));
    systems.push_back(regions_system(cylinder(0.0), TimeGrid::logarithmic(1e-2, 1e3, 5)));
    systems.push_back(regions_system(cylinder(1e-4), TimeGrid::logarithmic(1e-2, 1.0, 5)));
    return systems;
}

/// One realization by the definition of the lock-step form, without any of its machinery.
Outcome written_out(const Experiment& experiment, std::uint64_t id) {
    const Model& model = experiment.model;
    State state = experiment.initial;
    state.set_signals(model.schedule().at(0.0));
    RandomStream random(experiment.seed, id, Purpose::events, experiment.point);
    Outcome out(experiment.grid.size() * experiment.width());
    Recorder recorder(experiment.grid, experiment.recorded, out);
    Clock clock;
    double hops = 0.0, flux_flow = 0.0;
    for (;;) {
        std::vector<double> sums;
        double total = 0.0;
        for (std::size_t e = 0; e < model.landscape().edge_count(); ++e) {
            sums.push_back(total += model.propensity(EdgeId(e), state));
        }
        const double wait = -std::log(uniform_open(random)) / total;
        recorder.record_until(clock.after(wait), state);
        if (recorder.complete()) {
            out.insert(out.end(), {hops, flux_flow, total == 0.0 ? 1.0 : 0.0});
            return out;
        }
        clock.advance(wait);
        const double target = uniform_open(random) * total;
        const auto chosen = std::lower_bound(sums.begin(), sums.end(), target) - sums.begin();
        const HopEdge hop = model.landscape().edge(EdgeId(static_cast<std::size_t>(chosen)));
        if (model.is_flux_flow(hop, state)) flux_flow += 1.0;
        state.apply(hop);
        hops += 1.0;
    }
}

bool same_values(const Ensemble& a, const Ensemble& b) {
    return std::equal(a.values().begin(), a.values().end(), b.values().begin(), b.values().end());
}

std::vector<InstructionSet> instruction_sets() {
    std::vector<InstructionSet> sets;
    for (const auto set : {InstructionSet::baseline, InstructionSet::avx2}) {
        if (has(set)) sets.push_back(set);
    }
    return sets;
}

}  // namespace

TEST_CASE("a lane makes the hops that the definition makes, one for one", "[lockstep]") {
    int number = 0;
    for (const TestSystem& system : all_systems()) {
        INFO("system " << number++);
        const Experiment experiment = system.experiment(61);
        REQUIRE(resolve(experiment) == SelectorKind::lockstep);
        for (const auto& [id, outcome] : in_lanes(experiment, first_ids(40))) {
            INFO("realization " << id);
            CHECK(outcome == written_out(experiment, id));
        }
    }
}

TEST_CASE("a realization is the same bit for bit in any lane and company", "[lockstep]") {
    // 70 realizations of very different lengths in 32 lanes: every lane is refilled at its own time.
    int number = 0;
    for (const TestSystem& system : all_systems()) {
        INFO("system " << number++);
        const Experiment experiment = system.experiment(62);
        const auto all = in_lanes(experiment, first_ids(70));
        REQUIRE(all.size() == 70);
        std::vector<std::uint64_t> reversed = first_ids(70);
        std::reverse(reversed.begin(), reversed.end());
        CHECK(in_lanes(experiment, reversed) == all);
        CHECK(one_by_one(experiment, reversed) == all);
        CHECK(in_lanes(experiment, {13}).at(13) == all.at(13));
        for (const InstructionSet instructions : instruction_sets()) {
            CHECK(in_lanes(experiment, first_ids(70), {instructions}) == all);
        }
        // So few slots that lanes far apart drive each other's rates out.
        CHECK(in_lanes(experiment, first_ids(70), {.slots = 4}) == all);
        CHECK(in_lanes(experiment, first_ids(70), {.slots = 1}) == all);
    }
}

TEST_CASE("an ensemble in lock-step is its realizations, on any number of threads", "[lockstep]") {
    const TestSystem system = regions_system(test::fig3(0.0), TimeGrid::logarithmic(1e-2, 1e6, 10));
    const Experiment experiment = system.experiment(63);
    const Ensemble on_one = run_ensemble(experiment, 333, 1);
    CHECK(same_values(run_ensemble(experiment, 333, 2), on_one));
    CHECK(same_values(run_ensemble(experiment, 333, 7), on_one));
    std::vector<double> alone(system.grid.size() * system.recorded.size());
    for (const std::size_t id : {0u, 31u, 32u, 332u}) {
        run_realization(experiment, id, alone);
        const auto first = on_one.values().begin() + static_cast<std::ptrdiff_t>(id * alone.size());
        CHECK(std::equal(alone.begin(), alone.end(), first));
    }
}

TEST_CASE("a state whose every rate is zero is frozen in lanes as well", "[lockstep]") {
    RingParameters ring = test::nbti_ring();
    ring.barrier.height = 20000.0;
    ring.initial_current_density = 0.5 * ring.critical_current_density;
    const auto system = test::make_system(ring, {1.0, 1e300});
    for (const auto& [id, outcome] : in_lanes(system.experiment(1), first_ids(40))) {
        CHECK(outcome == Outcome{0.0, 0.0, 0.0, 0.0, 1.0});
    }
}

TEST_CASE("what has no lock-step form is not run in it", "[lockstep]") {
    const auto accepts = [](const RegionNetwork& network) {
        return LockStep::accepts(make_region_network(network), initial_state(network));
    };
    RegionNetwork row;
    for (int i = 0; i < 9; ++i) {
        row.regions.push_back({"", test::one_gauss_area, 5, 20e-4, PowerLawBarrier{15.0, -1.0}});
    }
    row.contacts = chain_contacts(9, 0.1);
    CHECK(accepts(row));  // 16 hops
    row.regions.push_back(row.regions.front());
    row.contacts = chain_contacts(10, 0.1);
    CHECK_FALSE(accepts(row));
    RegionNetwork closed = test::fig3(0.0, 0.0);
    CHECK_FALSE(accepts(closed));  // there are no hops at all
    RegionNetwork lonely = row;  // regions that exchange nothing have no hop, but a place in every lane
    lonely.regions.resize(17, row.regions.front());
    lonely.contacts = chain_contacts(3, 0.1);
    CHECK(accepts(lonely));
    lonely.regions.push_back(row.regions.front());
    CHECK_FALSE(accepts(lonely));

    const TestSystem system = test::ladder({1.0});
    Experiment experiment = system.experiment(1);
    CHECK(resolve(experiment) == SelectorKind::lockstep);
    experiment.method = Method::tau_leaping;
    CHECK(resolve(experiment) == SelectorKind::linear);
    CHECK(resolve(system.experiment(1, SelectorKind::sum_tree)) == SelectorKind::sum_tree);
}
