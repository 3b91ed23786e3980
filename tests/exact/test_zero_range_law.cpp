// The full stationary law of exchanging regions (PHYSICS section 3), by chi-square over all states.
//
// The law is written out here from the network's numbers, so that errors in the rates are seen even
// where all readings share them, and must agree with theory/stationary.hpp. Each test fails a right
// engine with probability 1e-6 (seeds fixed beforehand). Seen: U after the hop (or any other shift of
// N in the barrier), a lost back-hop, a reverse coefficient that ignores the areas, a missing
// Boltzmann factor, a missing multiplicity N_i.
#include <map>
#include <vector>

#include "../support/catch.hpp"
#include "../support/regions.hpp"
#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/stats/hypothesis.hpp"
#include "fluxhop/theory/master_equation.hpp"
#include "fluxhop/theory/stationary.hpp"

using namespace fluxhop;

namespace {

using Occupations = std::vector<std::int64_t>;
using Law = std::map<Occupations, double>;

constexpr std::size_t realizations = 40'000;
constexpr double late = 100.0;  // s; the slowest relaxation takes a few seconds

/// ln f(n) = n ln(z) - ln n! + sum_{k <= n} U(k)/kT.
double log_factor(const Region& region, std::int64_t n, double log_z) {
    double sum = 0.0;
    for (std::int64_t k = 1; k <= n; ++k) {
        const double field = static_cast<double>(k) * constants::flux_quantum / region.area;
        const auto& barrier = std::get<PowerLawBarrier>(region.barrier);
        const double x = field / region.maximum_field;
        if (x > 1.0) FAIL("the law written out here is that of creep");
        sum += log_z - std::log(static_cast<double>(k)) +
               (barrier.mu == 0.0 ? -barrier.height * std::log(x)
                                  : barrier.height / barrier.mu * (std::pow(x, -barrier.mu) - 1.0));
    }
    return sum;
}

Law normalized(Law law) {
    double sum = 0.0;
    for (const auto& [state, weight] : law) sum += weight;
    for (auto& [state, weight] : law) weight /= sum;
    return law;
}

/// Closed network: weights proportional to the areas, the total fixed.
Law closed_law(const RegionNetwork& network, std::int64_t vortices) {
    Law law;
    StateSpace(vortices, network.regions.size())
        .for_each([&](std::uint64_t, const Occupations& state) {
            double log_weight = 0.0;
            for (std::size_t i = 0; i < state.size(); ++i) {
                const Region& region = network.regions[i];
                log_weight += log_factor(region, state[i], std::log(region.area / test::one_gauss_area));
            }
            law[state] = std::exp(log_weight);
        });
    return normalized(std::move(law));
}

/// Two regions next to a reservoir without barrier: independent, z = A Ba/Phi0.
Law open_law(const RegionNetwork& network, std::int64_t most) {
    Law law;
    const auto log_weight = [&](std::size_t i, std::int64_t n) {
        const Region& region = network.regions[i];
        return log_factor(region, n,
                          std::log(region.area * network.reservoirs[0].field / constants::flux_quantum));
    };
    for (std::int64_t n = 0; n <= most; ++n) {
        for (std::int64_t m = 0; m <= most; ++m) {
            law[{n, m}] = std::exp(log_weight(0, n) + log_weight(1, m));
        }
    }
    return normalized(std::move(law));
}

/// How often each state of the regions was found.
std::map<Occupations, double> simulate(const RegionNetwork& network, std::uint64_t seed) {
    const Model model = make_region_network(network);
    const State initial = initial_state(network);
    const TimeGrid grid({late});
    std::vector<Probe> recorded;
    for (std::size_t i = 0; i < network.regions.size(); ++i) recorded.push_back(NodeId(i));
    const Experiment experiment{model, initial, grid, recorded, SelectorKind::automatic, seed};
    Ensemble ensemble = run_ensemble(experiment, realizations, 0);
    std::map<Occupations, double> counts;
    for (std::size_t r = 0; r < realizations; ++r) {
        const std::span<double> final = ensemble.realization(r);
        counts[Occupations(final.begin(), final.end())] += 1.0;
    }
    return counts;
}

/// Pearson's test; states expected less than 20 times share one cell.
TestOutcome chi_square(const std::map<Occupations, double>& counts, const Law& law) {
    double statistic = 0.0, cells = 0.0, rest_expected = 0.0, rest_found = realizations;
    for (const auto& [state, p] : law) {
        const double expected = p * static_cast<double>(realizations);
        if (expected < 20.0) {
            rest_expected += expected;
            continue;
        }
        const auto found = counts.find(state);
        const double count = found == counts.end() ? 0.0 : found->second;
        statistic += (count - expected) * (count - expected) / expected;
        rest_found -= count;
        cells += 1.0;
    }
    if (rest_expected > 0.0) {
        statistic += (rest_found - rest_expected) * (rest_found - rest_expected) / rest_expected;
        cells += 1.0;
    }
    return {statistic, chi_square_p_value(statistic, cells - 1.0)};
}

/// The library's law and the one written out here are the same.
void check_library(const RegionNetwork& network, const Law& law) {
    const StationaryLaw library =
        stationary_law(make_region_network(network), initial_state(network));
    double worst = 0.0;
    for (const auto& [regions, p] : law) {
        Occupations state = regions;
        state.resize(network.regions.size() + network.reservoirs.size(), 0);
        worst = std::max(worst, std::abs(std::exp(library.log_probability(state)) - p));
    }
    CHECK(worst < 1e-12);
}

/// At the time of recording the law is stationary: the master equation says so.
void check_relaxed(const RegionNetwork& network, const Law& law) {
    const MasterEquation solution =
        solve_master_equation(make_region_network(network), initial_state(network),
                              TimeGrid({late}), {.keep_distribution = true});
    double worst = 0.0;
    for (const auto& [state, p] : law) {
        const auto rank = static_cast<Eigen::Index>(solution.space.rank(state));
        worst = std::max(worst, std::abs(solution.distribution[0][rank] - p));
    }
    CHECK(worst < 1e-9);
}

void check_monte_carlo(const RegionNetwork& network, std::uint64_t seed, const Law& law) {
    const TestOutcome outcome = chi_square(simulate(network, seed), law);
    INFO("chi-square " << outcome.statistic << " p " << outcome.p_value);
    CHECK(outcome.p_value > test::false_alarm);
}

RegionNetwork two_regions() {
    return {{{"p", test::one_gauss_area, 12, 14e-4, PowerLawBarrier{2.0, -1.0}},
             {"q", 2.5 * test::one_gauss_area, 0, 12e-4, PowerLawBarrier{1.0, 0.0}}},
            {},
            {{0, 1, 1.0}}};
}

RegionNetwork triangle() {
    return {{{"p", test::one_gauss_area, 8, 10e-4, PowerLawBarrier{2.0, -1.0}},
             {"q", 0.6 * test::one_gauss_area, 0, 20e-4, PowerLawBarrier{1.0, 0.0}},
             {"r", 2.0 * test::one_gauss_area, 0, 6e-4, PowerLawBarrier{1.5, -0.5}}},
            {},
            {{0, 1, 1.0}, {1, 2, 0.7}, {2, 0, 0.4}}};
}

RegionNetwork two_regions_and_outside() {
    return {{{"bulk", test::one_gauss_area, 0, 60e-4, PowerLawBarrier{1.0, -1.0}},
             {"surface", 2.0 * test::one_gauss_area, 0, 30e-4, PowerLawBarrier{2.0, -0.5}}},
            {{.name = "outside", .field = 1.5e-4}},
            {{0, 1, 1.0}, {1, 2, 0.8}}};
}

}  // namespace

TEST_CASE("two regions: every state as often as the zero-range law says", "[exact]") {
    const Law law = closed_law(two_regions(), 12);
    check_monte_carlo(two_regions(), 301, law);
    check_relaxed(two_regions(), law);
    check_library(two_regions(), law);
}

TEST_CASE("a triangle: every state as often as the zero-range law says", "[exact]") {
    const Law law = closed_law(triangle(), 8);
    check_monte_carlo(triangle(), 302, law);
    check_relaxed(triangle(), law);
    check_library(triangle(), law);
}

TEST_CASE("next to a reservoir the regions are independent", "[exact]") {
    const Law law = open_law(two_regions_and_outside(), 50);
    check_monte_carlo(two_regions_and_outside(), 303, law);
    check_library(two_regions_and_outside(), law);
}
