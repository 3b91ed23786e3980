// Prints the two tables of docs/tau_leaping.md: how far tau-leaping is from the exact law against
// epsilon, and what a decade of time costs against the number of vortices. The exact law is the linear
// noise with its bias, which leaves out about 1/vortices of either.
#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <ctime>
#include <vector>

#include "../support/regions.hpp"
#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/theory/linear_noise.hpp"

using namespace fluxhop;

namespace {

const TimeGrid grid = TimeGrid::logarithmic(1e-2, 1e4, 1);
constexpr std::size_t first_judged = 2;  ///< 1 s: before, next to nothing has moved
const std::vector<Probe> recorded{test::fig3_p};

/// Errors against the exact law, and the cost.
struct Row {
    double moved = 0.0;           ///< of the mean number moved, relative; the worst of the times
    double moved_error = 0.0;     ///< what chance alone makes of it: one standard error
    double variance = 0.0;        ///< relative, root mean square over the times
    double variance_error = 0.0;  ///< what chance alone makes of it
    double leaps = 0.0, hops = 0.0;
    double microseconds = 0.0;    ///< of one core per decade and run
};

Row measure(const RegionNetwork& network, const LeapOptions& leaps, std::size_t runs) {
    const Model model = make_region_network(network);
    const State initial = initial_state(network);
    const Experiment experiment{.model = model, .initial = initial, .grid = grid,
                                .recorded = recorded, .seed = 7, .method = Method::tau_leaping,
                                .leaps = leaps};
    const std::clock_t begin = std::clock();
    const Ensemble ensemble = run_ensemble(experiment, runs, 1);
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;

    const LinearNoise theory = solve_linear_noise(model, initial, grid);
    const auto moments = ensemble.moments(0);
    Row row;
    for (std::size_t t = first_judged; t < grid.size(); ++t) {
        const auto i = static_cast<Eigen::Index>(t);
        const double mean = theory.mean_field(i, 0) + theory.bias(i, 0);
        const double moved = static_cast<double>(network.regions[0].vortices) - mean;
        const double shift = (moments[t].mean() - mean) / moved;
        if (std::abs(shift) > std::abs(row.moved)) {
            row.moved = shift;
            row.moved_error = moments[t].standard_error() / moved;
        }
        const double noise = theory.covariance[t](0, 0);
        const double ratio = moments[t].variance() / noise - 1.0;
        row.variance = std::hypot(row.variance, ratio);
        row.variance_error =
            std::hypot(row.variance_error, moments[t].variance_standard_error() / noise);
    }
    row.variance /= std::sqrt(static_cast<double>(grid.size() - first_judged));
    row.variance_error /= std::sqrt(static_cast<double>(grid.size() - first_judged));
    RunSummary sum;
    for (const RunSummary& run : ensemble.summaries()) sum += run;
    const double decades = 6.0 * static_cast<double>(runs);
    row.leaps = static_cast<double>(sum.leaps) / decades;
    row.hops = static_cast<double>(sum.hops) / decades;
    row.microseconds = 1e6 * seconds / decades;
    return row;
}

void print(const std::string& first, const char* law, const Row& row) {
    fmt::print("| {} | {} | {:+.4f} % ({:.4f} %) | {:.2f} % ({:.2f} %) | {:.0f} | {:.1e} | {:.0f} |\n",
               first, law, 100.0 * row.moved, 100.0 * row.moved_error, 100.0 * row.variance,
               100.0 * row.variance_error, row.leaps, row.hops, row.microseconds);
    std::fflush(stdout);
}

const char* head =
    " | barrier | mean moved (chance) | variance (chance) | leaps per decade | hops per decade "
    "| us per decade |\n|---|---|---|---|---|---|---|\n";
const char* law_name(double mu) { return mu == 0.0 ? "log" : "linear"; }

}  // namespace

int main() {
    fmt::print("Error against epsilon, 1e12 vortices, at 1 s, 10 s ... 1e4 s\n\n| epsilon{}",
               head);
    for (const double mu : {-1.0, 0.0}) {
        for (const double epsilon : {0.3, 0.1, 0.03, 0.01}) {
            const Row row = measure(test::fig3(mu, 0.1, 1'000'000'000'000), {.epsilon = epsilon}, 20'000);
            print(fmt::format("{}", epsilon), law_name(mu), row);
        }
    }
    fmt::print("\nCost against the number of vortices, default options\n\n| vortices{}", head);
    for (const double mu : {-1.0, 0.0}) {
        for (const double vortices : {1e4, 1e5, 1e6, 1e8, 1e10, 1e12}) {
            const auto network = test::fig3(mu, 0.1, static_cast<std::int64_t>(vortices));
            print(fmt::format("{:.0e}", vortices), law_name(mu), measure(network, {}, 5'000));
        }
    }
}
