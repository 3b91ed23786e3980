// Prints the tables of docs/speed_networks.md: what a hop between the regions of a ring costs, beside the
// cost of what no event can do without, measured in turns within one run.
//
//   fluxhop_network_hops [most regions, 10000]
#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <vector>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/engine/compiled_network.hpp"
#include "fluxhop/engine/engine.hpp"
#include "fluxhop/engine/lane_engine.hpp"
#include "fluxhop/model/regions.hpp"
#include "fluxhop/select/bounded_rejection.hpp"
#include "fluxhop/select/composition_rejection.hpp"
#include "fluxhop/select/linear.hpp"
#include "fluxhop/select/sum_tree.hpp"
#include "lock_step_cost.hpp"
#include "stretches.hpp"

using namespace fluxhop;

namespace {

constexpr int timed_runs = 7;
constexpr double hops_per_run = 5e5;
constexpr std::size_t most_scanned = 1000;  // regions

/// 100 vortices a region and U = U0 (1 - B/Bm) with Bm = 400 vortices; U0 = 10 kT, or from region to
/// region anything from 9 to 11 kT, so that no two have a rate in common.
RegionNetwork region_ring(std::size_t regions, bool alike) {
    const double area = constants::flux_quantum / 1e-4;  // one vortex is one gauss
    RandomStream random(81, 0, Purpose::disorder);
    RegionNetwork network;
    for (std::size_t i = 0; i < regions; ++i) {
        const double height = alike ? 10.0 : 9.0 + 2.0 * uniform_open_at_zero(random);
        network.regions.push_back({"", area, 100, 400e-4, PowerLawBarrier{height, -1.0}});
    }
    for (std::size_t i = 0; i + 1 < regions; ++i) network.contacts.push_back({i, i + 1, 1.0});
    if (regions > 2) network.contacts.push_back({regions - 1, 0, 1.0});
    return network;
}

/// One event's unavoidable work: two uniform draws, a logarithm, the exponentials of the two rates that
/// change, two dependent random read-modify-writes over a table of one cache line a region.
class Floor {
public:
    explicit Floor(std::size_t records) : table_(records) {}

    double run(std::size_t events) {
        const double begin = bench::seconds_now();
        for (std::size_t e = 0; e < events; ++e) {
            time_ -= std::log(uniform_open_at_zero(random_));
            const std::uint64_t word = random_();
            Record& from = table_[below(word)];
            from.rate = std::exp(-1e-3 * (from.vortices -= 1.0));
            Record& to = table_[below((word << 20) + static_cast<std::uint64_t>(from.rate))];
            to.rate = std::exp(-1e-3 * (to.vortices += 1.0));
        }
        if (time_ < 0.0) std::abort();
        return 1e9 * (bench::seconds_now() - begin) / static_cast<double>(events);
    }

private:
    struct alignas(64) Record {
        double vortices = 100.0, rate = 1.0;
    };

    std::size_t below(std::uint64_t word) const {
        return static_cast<std::size_t>(((word >> 32) * table_.size()) >> 32);
    }

    std::vector<Record> table_;
    RandomStream random_{82, 0, Purpose::events};
    double time_ = 0.0;
};

/// An engine under measurement, warm.
template <class Simulation>
class Runner {
public:
    Runner(const Model& model, const State& initial, double guess)
        : engine_(model, initial, RandomStream(83, 0, Purpose::events)),
          stretches_(engine_, NodeId(0), guess) {
        for (int i = 0; i < 3; ++i) stretches_.run(hops_per_run);
    }

    void run() { times_.push(stretches_.run(hops_per_run)); }
    const bench::Times& times() const { return times_; }

private:
    Simulation engine_;
    bench::Stretches<Simulation> stretches_;
    bench::Times times_;
};

template <class Simulation>
std::string text(const Runner<Simulation>& runner) {
    const bench::Times& times = runner.times();
    return times.values.empty() ? "-" : fmt::format("{:.0f} ({:.0f})", times.median(), times.least());
}

/// One realization in the form of the lanes.
class Single {
public:
    Single(const Model& model, const State& initial, double guess) {
        if (LockStep::accepts(model, initial)) runner_.emplace(model, initial, guess);
    }
    void run() {
        if (runner_) runner_->run();
    }
    std::string text() const { return runner_ ? ::text(*runner_) : "-"; }

private:
    std::optional<Runner<LaneEngine>> runner_;
};

/// An ensemble of realizations of some 10,000 hops, where lanes can hold such a network.
std::string in_lock_step(const Model& model, const State& initial, double guess) {
    if (!LockStep::accepts(model, initial)) return "-";
    const std::vector<Probe> recorded{Probe(NodeId(0))};
    const TimeGrid grid({guess * 1e4});
    const Experiment experiment{.model = model, .initial = initial, .grid = grid, .recorded = recorded, .seed = 84};
    bench::Times times;
    for (int i = 0; i < timed_runs; ++i) times.push(bench::lock_step_cost(experiment));
    return fmt::format("{:.1f}", times.median());
}

void measure(std::size_t regions, bool alike) {
    const RegionNetwork network = region_ring(regions, alike);
    const Model model = make_region_network(network);
    const State initial = initial_state(network);
    const double guess = 10.0 / static_cast<double>(regions);
    Runner<Engine<LinearSelector>> linear(model, initial, guess);
    Runner<Engine<SumTreeSelector>> tree(model, initial, guess);
    Runner<Engine<CompositionRejectionSelector>> rejection(model, initial, guess);
    Runner<CompiledNetwork<LinearSelector>> compiled_linear(model, initial, guess);
    Runner<CompiledNetwork<BoundedRejectionSelector>> bounded(model, initial, guess);
    Single single(model, initial, guess);
    Floor floor(regions);
    floor.run(1'000'000);
    bench::Times floor_times;
    for (int i = 0; i < timed_runs; ++i) {
        if (regions <= most_scanned) {
            linear.run();
            compiled_linear.run();
        }
        tree.run();
        rejection.run();
        bounded.run();
        single.run();
        floor_times.push(floor.run(1'000'000));
    }
    fmt::print("| {} | {} | {:.1f} | {} | {} | {} | {} | {} | {} | {} |\n", regions, alike ? "alike" : "all different",
               floor_times.median(), text(linear), text(tree), text(rejection), text(compiled_linear),
               text(bounded), single.text(), in_lock_step(model, initial, guess));
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t most = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 10'000;
    fmt::print("ns per hop, median (least)\n\n| regions | barriers | floor | generic: scan | sum tree | composition-rejection | "
               "compiled: scan | bounded rejection | a lane by itself | lock-step |\n|---|---|---|---|---|---|---|---|---|---|\n");
    for (const std::size_t regions : {2ul, 4ul, 8ul, 16ul, 32ul, 100ul, 1000ul, 10'000ul}) {
        if (regions > most) break;
        for (const bool alike : {true, false}) measure(regions, alike);
    }
}
