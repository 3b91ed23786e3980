// Prints the tables of docs/speed_ensembles.md: what a realization of a small network costs one by one and
// in lock-step, per core, and what a second thread brings. Measured in turns within one run.
//
//   fluxhop_ensemble [realizations of the ring, 10000] [of the regions, 10000]
//
// Cores are often shared: the ratio per core is one of processor times. What a second thread brings is a
// ratio of times on the clock, beside what the machine gave two ensembles of one thread each at the same time,
// which have nothing in common: twice the work of one in the time of one, if the second core was free.
#include <fmt/format.h>
#include <time.h>

#include <cstdio>
#include <cstdlib>
#include <thread>

#include "../support/regions.hpp"
#include "../support/systems.hpp"
#include "fluxhop/ensemble/ensemble.hpp"
#include "lock_step_cost.hpp"

using namespace fluxhop;

namespace {

constexpr int timed_runs = 7;

double seconds(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// What one ensemble took, in s.
struct Cost {
    double processor = 0.0, wall = 0.0, hops = 0.0;
};

Cost measure(const Experiment& experiment, std::size_t runs, std::size_t threads) {
    const double processor = seconds(CLOCK_PROCESS_CPUTIME_ID), wall = seconds(CLOCK_MONOTONIC);
    const Ensemble ensemble = run_ensemble(experiment, runs, threads);
    Cost cost{seconds(CLOCK_PROCESS_CPUTIME_ID) - processor, seconds(CLOCK_MONOTONIC) - wall};
    for (const RunSummary& summary : ensemble.summaries()) {
        cost.hops += static_cast<double>(summary.hops);
    }
    return cost;
}

/// The time on the clock of two ensembles side by side, each on one thread.
double measure_two(const Experiment& experiment, std::size_t runs) {
    const double begin = seconds(CLOCK_MONOTONIC);
    std::thread other([&] { measure(experiment, runs, 1); });
    measure(experiment, runs, 1);
    other.join();
    return seconds(CLOCK_MONOTONIC) - begin;
}

/// Of one selector.
struct Series {
    SelectorKind selector;
    double hops = 0.0;
    bench::Times processor = {}, speedup = {}, room = {};

    void run(const test::TestSystem& system, std::size_t runs) {
        const Experiment experiment = system.experiment(71, selector);
        const Cost one = measure(experiment, runs, 1), two = measure(experiment, runs, 2);
        hops = one.hops;
        processor.push(one.processor);
        speedup.push(one.wall / two.wall);
        room.push(2.0 * one.wall / measure_two(experiment, runs));
    }
    double per_hop() const { return 1e9 * processor.median() / hops; }
    double per_realization(std::size_t runs) const { return 1e6 * processor.median() / static_cast<double>(runs); }
};

void compare(const char* name, const test::TestSystem& system, std::size_t runs) {
    Series alone{SelectorKind::linear}, lock_step{SelectorKind::automatic};
    measure(system.experiment(71), runs, 2);
    for (int turn = 0; turn < timed_runs; ++turn) {
        alone.run(system, runs);
        lock_step.run(system, runs);
    }
    fmt::print("| {} | {:.0f} | {:.1f} / {:.2f} | {:.1f} / {:.2f} | {:.2f} | {:.2f} / {:.2f} | {:.2f} / {:.2f} |\n",
               name, alone.hops / static_cast<double>(runs), alone.per_hop(), alone.per_realization(runs),
               lock_step.per_hop(), lock_step.per_realization(runs),
               alone.processor.median() / lock_step.processor.median(), alone.speedup.median(),
               alone.room.median(), lock_step.speedup.median(), lock_step.room.median());
    std::fflush(stdout);
}

test::TestSystem regions(std::int64_t vortices, const TimeGrid& grid) {
    const RegionNetwork network = test::fig3(0.0, 0.1, vortices);
    return {make_region_network(network), initial_state(network), grid, {NodeId(0), NodeId(1)}};
}

/// The hot loop alone, by vector unit: ns per hop of the ring.
void compare_units(const test::TestSystem& ring) {
    for (const auto& [set, name] : {std::pair{InstructionSet::baseline, "baseline"},
                                    std::pair{InstructionSet::avx2, "AVX2"}}) {
        if (!has(set)) continue;
        bench::Times times;
        for (int i = 0; i < timed_runs; ++i) times.push(bench::lock_step_cost(ring.experiment(72), {set}));
        fmt::print("| {} | {:.1f} | {:.1f} |\n", name, times.median(), times.least());
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t rings = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 10'000;
    const std::size_t pairs = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 10'000;
    const TimeGrid decades = TimeGrid::logarithmic(1e-2, 1e6, 10);
    const test::TestSystem ring{make_ring(test::nbti_ring()), initial_state(test::nbti_ring()),
                                TimeGrid::logarithmic(1e-8, 1e8, 10)};
    fmt::print("| ensemble | hops per realization | one by one, ns per hop / us per realization | "
               "lock-step, the same | ratio per core | two threads : one / room for two, one by one | "
               "the same in lock-step |\n|---|---|---|---|---|---|---|\n");
    compare("Nb-Ti ring", ring, rings);
    compare("two regions, 40 vortices, 81 times recorded", regions(40, decades), pairs);
    compare("two regions, 40 vortices, once a decade", regions(40, TimeGrid::logarithmic(1e-2, 1e6, 1)),
            pairs);
    compare("two regions, 4000 vortices", regions(4000, decades), std::max(pairs / 10, 1ul));
    fmt::print("\n| lock-step, Nb-Ti ring | ns per hop, median | least |\n|---|---|---|\n");
    compare_units(ring);
}
