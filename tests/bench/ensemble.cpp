// Prints the tables of docs/speed_ensembles.md: what a realization of a small network costs one by one and
// in lock-step, per core, and what a second thread brings. Measured in turns within one run.
//
//   fluxhop_ensemble [realizations of the ring, 2000] [of the regions, 10000]
//
// Cores are often shared, so besides the time on the clock the time the processor spent is shown: the
// ratio per core is one of processor times. Two threads can at best be twice as fast; by how much they
// fall short of it is the processor time they need on top of that of one.
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

#include "../support/regions.hpp"
#include "../support/systems.hpp"
#include "fluxhop/engine/lock_step.hpp"
#include "fluxhop/ensemble/ensemble.hpp"

using namespace fluxhop;

namespace {

constexpr int timed_runs = 7;

double seconds(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
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

/// One setting and the costs of its repetitions.
struct Series {
    SelectorKind selector;
    std::size_t threads;
    std::vector<Cost> costs = {};

    double middle(double Cost::*what) const {
        std::vector<double> values;
        for (const Cost& cost : costs) values.push_back(cost.*what);
        return median(std::move(values));
    }
    double per_hop() const { return 1e9 * middle(&Cost::processor) / costs.front().hops; }
};

void compare(const char* name, const test::TestSystem& system, std::size_t runs) {
    std::vector<Series> all{{SelectorKind::linear, 1}, {SelectorKind::automatic, 1},
                            {SelectorKind::linear, 2}, {SelectorKind::automatic, 2}};
    for (int turn = 0; turn <= timed_runs; ++turn) {
        for (Series& series : all) {
            const Cost cost = measure(system.experiment(71, series.selector), runs, series.threads);
            if (turn > 0) series.costs.push_back(cost);
        }
    }
    const auto thousand = static_cast<double>(runs) * 1e-6;
    const auto twice = [&](std::size_t one, std::size_t two, double Cost::*what) {
        return all[one].middle(what) / all[two].middle(what);
    };
    fmt::print("| {} | {:.0f} | {:.1f} / {:.2f} | {:.1f} / {:.2f} | {:.2f} | {:.2f} / {:.2f} | {:.2f} / {:.2f} |\n",
               name, all[0].costs.front().hops / static_cast<double>(runs), all[0].per_hop(),
               all[0].middle(&Cost::processor) / thousand, all[1].per_hop(),
               all[1].middle(&Cost::processor) / thousand,
               all[0].middle(&Cost::processor) / all[1].middle(&Cost::processor),
               twice(0, 2, &Cost::wall), 2.0 * twice(0, 2, &Cost::processor),
               twice(1, 3, &Cost::wall), 2.0 * twice(1, 3, &Cost::processor));
    std::fflush(stdout);
}

test::TestSystem regions(std::int64_t vortices, const TimeGrid& grid) {
    const RegionNetwork network = test::fig3(0.0, 0.1, vortices);
    return {make_region_network(network), initial_state(network), grid, {NodeId(0), NodeId(1)}};
}

/// The hot loop alone, by vector unit: ns per hop of the ring, least of the repetitions.
void compare_units(const test::TestSystem& ring) {
    class Counting : public RealizationQueue {
    public:
        explicit Counting(std::size_t numbers) : out_(lane_count * 8, std::vector<double>(numbers)) {}
        std::optional<Assignment> next() override {
            if (begun_ == out_.size()) return std::nullopt;
            std::vector<double>& out = out_[begun_];
            const std::size_t row = begun_++;
            return Assignment{row, row, out};
        }
        void finish(const Assignment&, RealizationResult result) override {
            hops += static_cast<double>(result.summary.hops);
        }
        double hops = 0.0;

    private:
        std::vector<std::vector<double>> out_;
        std::size_t begun_ = 0;
    };
    for (const auto& [set, name] : {std::pair{InstructionSet::baseline, "baseline"},
                                    std::pair{InstructionSet::avx2, "AVX2"}}) {
        if (!has(set)) continue;
        std::vector<double> times;
        for (int i = 0; i < timed_runs; ++i) {
            Counting queue(ring.grid.size());
            const double begin = seconds(CLOCK_PROCESS_CPUTIME_ID);
            LockStep(ring.experiment(72), {set}).run(queue);
            times.push_back(1e9 * (seconds(CLOCK_PROCESS_CPUTIME_ID) - begin) / queue.hops);
        }
        fmt::print("| {} | {:.1f} | {:.1f} |\n", name, median(times),
                   *std::min_element(times.begin(), times.end()));
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t rings = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 2'000;
    const std::size_t pairs = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 10'000;
    const TimeGrid decades = TimeGrid::logarithmic(1e-2, 1e6, 10);
    const test::TestSystem ring{make_ring(test::nbti_ring()), initial_state(test::nbti_ring()),
                                TimeGrid::logarithmic(1e-8, 1e8, 10)};
    fmt::print("| ensemble | hops per realization | one by one, ns per hop / us per realization | "
               "lock-step, the same | ratio per core | two threads : one, one by one, clock / "
               "processor | the same in lock-step |\n|---|---|---|---|---|---|---|\n");
    compare("Nb-Ti ring", ring, rings);
    compare("two regions, 40 vortices, 81 times recorded", regions(40, decades), pairs);
    compare("two regions, 40 vortices, once a decade", regions(40, TimeGrid::logarithmic(1e-2, 1e6, 1)),
            pairs);
    compare("two regions, 4000 vortices", regions(4000, decades), std::max(pairs / 10, 1ul));
    fmt::print("\n| lock-step, Nb-Ti ring | ns per hop, median | least |\n|---|---|---|\n");
    compare_units(ring);
}
