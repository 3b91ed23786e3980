// Prints the table of tau-leaping in docs/performance.md: what a decade of time costs two regions that
// exchange flux over ten decades, against the number of vortices. Processor time, the least of several
// rounds, each of which takes all sizes in turn.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "../support/regions.hpp"
#include "fluxhop/ensemble/ensemble.hpp"

using namespace fluxhop;

namespace {

constexpr double decades = 10.0;
constexpr std::size_t runs = 100, rounds = 5;
constexpr std::array sizes{1e4, 1e6, 1e8, 1e10, 1e12};

struct Cost {
    double leaps = 0.0, hops = 0.0, microseconds = 1e300;  ///< per decade of one run
};

void measure(const RegionNetwork& network, Cost& cost) {
    const Model model = make_region_network(network);
    const State initial = initial_state(network);
    const TimeGrid grid = TimeGrid::logarithmic(1e-2, 1e8, 1);
    const std::vector<Probe> recorded{test::fig3_p};
    const Experiment experiment{.model = model, .initial = initial, .grid = grid,
                                .recorded = recorded, .seed = 7, .method = Method::tau_leaping};
    const std::clock_t begin = std::clock();
    const Ensemble ensemble = run_ensemble(experiment, runs, 1);
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    RunSummary sum;
    for (const RunSummary& run : ensemble.summaries()) sum += run;
    constexpr double all = decades * static_cast<double>(runs);
    cost.leaps = static_cast<double>(sum.leaps) / all;
    cost.hops = static_cast<double>(sum.hops) / all;
    cost.microseconds = std::min(cost.microseconds, 1e6 * seconds / all);
}

}  // namespace

int main() {
    fmt::print("| barrier | vortices | leaps per decade | hops per decade | us per decade | of 1e6 |\n"
               "|---|---|---|---|---|---|\n");
    for (const double mu : {-1.0, 0.0}) {
        std::array<Cost, sizes.size()> costs;
        for (std::size_t round = 0; round < rounds; ++round) {
            for (std::size_t i = 0; i < sizes.size(); ++i) {
                measure(test::fig3(mu, 0.1, static_cast<std::int64_t>(sizes[i])), costs[i]);
            }
        }
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            fmt::print("| {} | {:.0e} | {:.0f} | {:.1e} | {:.1f} | {:.2f} |\n",
                       mu == 0.0 ? "logarithmic" : "linear", sizes[i], costs[i].leaps, costs[i].hops,
                       costs[i].microseconds, costs[i].microseconds / costs[1].microseconds);
        }
    }
}
