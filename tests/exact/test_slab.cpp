// The slab against exact laws: where it rests, and how it creeps.
//
// Each statistical test fails a right engine with probability 1e-6 (seeds fixed beforehand). Seen: J from
// before the hop (the law at rest is another one), a reservoir that is half a column off, vortices at the
// edge that try at another rate than the field says.
#include <map>
#include <vector>

#include "../support/catch.hpp"
#include "../support/slabs.hpp"
#include "fluxhop/ensemble/comparison.hpp"
#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/stats/hypothesis.hpp"
#include "fluxhop/stats/moments.hpp"
#include "fluxhop/theory/creep_laws.hpp"
#include "fluxhop/theory/linear_noise.hpp"

using namespace fluxhop;

namespace {

using Counts = std::map<std::vector<std::int64_t>, double>;

/// How often each state of the columns was found at the only time, `width` columns recorded.
Counts states_found(const Ensemble& ensemble, std::size_t width) {
    Counts counts;
    for (std::size_t r = 0; r < ensemble.realizations(); ++r) {
        std::vector<std::int64_t> state;
        for (std::size_t i = 0; i < width; ++i) {
            state.push_back(std::llround(ensemble.values()[r * width + i]));
        }
        counts[state] += 1.0;
    }
    return counts;
}

/// Chi-square of counts against weights, states that are too rare in one cell.
double p_value(const Counts& counts, const Counts& weights, double runs) {
    double norm = 0.0;
    for (const auto& weight : weights) norm += weight.second;
    double chi_square = 0.0, rare_count = runs, rare_expected = runs;
    int cells = 1;
    for (const auto& weight : weights) {
        const double expected = runs * weight.second / norm;
        if (expected < 20.0) continue;
        const auto found = counts.find(weight.first);
        const double count = found == counts.end() ? 0.0 : found->second;
        chi_square += (count - expected) * (count - expected) / expected;
        rare_count -= count;
        rare_expected -= expected;
        ++cells;
    }
    if (rare_expected > 1.0) {
        chi_square += (rare_count - rare_expected) * (rare_count - rare_expected) / rare_expected;
    }
    UNSCOPED_INFO("chi-square " << chi_square << " of " << cells << " cells");
    CHECK(cells > 15);
    return chi_square_p_value(chi_square, cells - 1);
}

/// U0 = 2 kT, and neighbours that differ by a vortex pull with W = 0.4 kT.
SlabParameters small_slab(EdgeKind edges) {
    return test::make_slab_parameters({.columns = 3,
                                       .vortices_per_bond = 20.0,
                                       .barrier = {2.0, -1.0},
                                       .work_at_jc0 = 8.0,
                                       .attempts = 1.0,
                                       .edges = edges});
}

Counts rest(const SlabParameters& slab, std::uint64_t seed, double runs) {
    test::SlabSystem system(slab, {150.0});  // ten relaxation times or more
    system.recorded = {NodeId(0), NodeId(1), NodeId(2)};
    return states_found(run_ensemble(system.experiment(seed), std::size_t(runs), 0), slab.columns);
}

constexpr double pull = 0.4;  // energy pull n^2/2 of a column with n vortices, kT

}  // namespace

TEST_CASE("a closed slab rests in the exact law of its states", "[exact][slab]") {
    // P(n) ~ prod 1/n_i! exp(-F/kT), F/kT = pull sum n_i^2/2, on all states with six vortices.
    constexpr double runs = 30'000;
    SlabParameters slab = small_slab(EdgeKind::closed);
    slab.vortices = {6, 0, 0};
    Counts weights;
    for (std::int64_t a = 0; a <= 6; ++a) {
        for (std::int64_t b = 0; a + b <= 6; ++b) {
            double log_weight = 0.0;
            for (const std::int64_t n : {a, b, 6 - a - b}) {
                const double x = static_cast<double>(n);
                log_weight -= std::lgamma(x + 1.0) + 0.5 * pull * x * x;
            }
            weights[{a, b, 6 - a - b}] = std::exp(log_weight);
        }
    }
    CHECK(p_value(rest(slab, 141, runs), weights, runs) > test::false_alarm);
}

TEST_CASE("an open slab rests in the exact law of its states", "[exact][slab]") {
    // P(n) = prod H^n_i/n_i! exp(-pull (n_i - H)^2/2): columns are independent of each other.
    constexpr double runs = 30'000, applied = 2.3;
    SlabParameters slab = small_slab(EdgeKind::open);
    slab.applied_field = Signal(applied);
    slab.vortices = {0, 4, 0};
    Counts weights;
    const auto weight = [](std::int64_t n) {
        const double x = static_cast<double>(n);
        return std::exp(x * std::log(applied) - std::lgamma(x + 1.0) -
                        0.5 * pull * (x - applied) * (x - applied));
    };
    for (std::int64_t a = 0; a <= 12; ++a) {
        for (std::int64_t b = 0; b <= 12; ++b) {
            for (std::int64_t c = 0; c <= 12; ++c) {
                weights[{a, b, c}] = weight(a) * weight(b) * weight(c);
            }
        }
    }
    CHECK(p_value(rest(slab, 142, runs), weights, runs) > test::false_alarm);
}

TEST_CASE("the creep of a slab is its mean field with linear noise", "[exact][slab]") {
    // A Bean state in a background field, over eight decades: mean, variance and slope of M, and the same
    // of the middle column, in one family of tests.
    SlabParameters slab = test::make_slab_parameters({.columns = 16,
                                                      .vortices_per_bond = 200.0,
                                                      .barrier = {50.0, -1.0},
                                                      .work_at_jc0 = 100.0,
                                                      .attempts = 1e10});
    test::fill_bean(slab, 5000, 0.9);
    const test::SlabSystem system(slab, TimeGrid::logarithmic(1e-8, 1.0, 1).times());
    const LinearNoise noise = solve_linear_noise(system.model, system.initial, system.grid);
    const Eigen::MatrixXd sensitivity =
        rate_sensitivity(system.model, system.initial, system.grid, noise.mean_field);
    const Ensemble ensemble = run_ensemble(system.experiment(143), 150, 0);
    std::vector<ComparedSeries> series;
    for (std::size_t i = 0; i < system.recorded.size(); ++i) {
        series.push_back(against_linear_noise(system.model.landscape(), system.recorded[i],
                                              ensemble.series(i), noise, sensitivity));
        series.back().name = i == 0 ? "inside" : "middle";
    }
    const Comparison comparison =
        compare_with_theory(system.grid, series, {.false_alarm = test::false_alarm});
    for (const Verdict& verdict : comparison.verdicts) {
        INFO(verdict.quantity << ": " << verdict.observed << " against " << verdict.expected
                              << ", p = " << verdict.test.p_value);
        CHECK_FALSE(verdict.decision.rejected);
    }
    CHECK(comparison.verdicts.size() == 6);
    CHECK(comparison.series[0].detectable_rate_error < 0.02);
    // M falls by M1 = J1 (m + 1) a/2 in each e-fold: J1 = Jc0/u, or four vortices per bond.
    const double per_efold = 200.0 / 50.0 * (8.0 + 1.0) * 8.0;
    const Eigen::VectorXd& mean = series[0].mean_field;
    CHECK((mean[5] - mean[8]) / std::log(1e3) == Approx(per_efold).epsilon(0.01));
}

TEST_CASE("vortices leave a remanent slab at the rate of the exact solution", "[exact][slab]") {
    // Item 16 with n = 5, by hops: <b>^(1-n) grows by (n-1) c <X>^(1-n) per mu0 Jc w^2/Ec.
    constexpr double n = 5.0, vortices_per_bond = 1000.0, half = 6.0, begin = 3.0, end = 30.0;
    constexpr std::int64_t background = 10'000'000;
    SlabParameters slab = test::make_slab_parameters({.columns = 12,
                                                      .vortices_per_bond = vortices_per_bond,
                                                      .barrier = {n, 0.0},
                                                      .work_at_jc0 = 1e5,
                                                      .attempts = 1.0});
    test::fill_bean(slab, background, 1.0);
    const double unit = (half + 0.5) * (half + 0.5) * vortices_per_bond / background;
    const test::SlabSystem system(slab, {begin * unit, end * unit});
    const auto constant = [&](double early, double late) {
        const auto power = [&](double inside) {
            const double full = 2.0 * (half + 0.5) * (half + 0.5) * vortices_per_bond;
            return std::pow((inside - 2.0 * half * background) / full, 1.0 - n);
        };
        return (power(late) - power(early)) / ((n - 1.0) * (end - begin)) *
               std::pow(remanent_slab::mean_profile(n), n - 1.0);
    };
    const Eigen::MatrixXd inside = run_ensemble(system.experiment(144), 20, 0).series(0);
    Moments hops;
    for (Eigen::Index r = 0; r < inside.rows(); ++r) hops.push(constant(inside(r, 0), inside(r, 1)));
    const LinearNoise noise = solve_linear_noise(system.model, system.initial, system.grid);
    const Eigen::MatrixXd expected = noise.mean_field + noise.bias;
    const double twin = constant(expected.row(0).head(12).sum(), expected.row(1).head(12).sum());
    const double exact = remanent_slab::decay_constant(n);
    INFO("c by hops " << hops.mean() << " +- " << hops.standard_error() << ", mean field with bias "
                      << twin << ", exact " << exact);
    CHECK(std::abs(hops.mean() - twin) < test::sigma_limit * hops.standard_error());
    CHECK(hops.standard_error() < 0.005 * exact);
    CHECK(std::abs(hops.mean() / exact - 1.0) < 0.03);  // twelve columns
}
