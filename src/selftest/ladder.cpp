// The one-way ladder, whose law is known at all times: rates nu exp(-g k) after k hops.
#include <fmt/format.h>

#include <cmath>

#include "fluxhop/model/ladder.hpp"
#include "fluxhop/model/ring.hpp"
#include "fluxhop/selftest/conformity.hpp"
#include "fluxhop/selftest/state_counts.hpp"
#include "fluxhop/stats/cumulants.hpp"
#include "fluxhop/theory/closed_forms.hpp"

namespace fluxhop::selftest {
namespace {

constexpr double g = 0.1;

StateLaw hops_after(double t) {
    constexpr std::int64_t most = 250;  // exp(-g k) has fallen to 1e-11 of its start
    return law_after({0}, t, [](const DiscreteState& state, const Hops& hop) {
        if (state[0] < most) hop({state[0] + 1}, std::exp(-g * static_cast<double>(state[0])));
    });
}

Cumulants cumulants_of_hops(const StateLaw& law) {
    std::vector<double> p;
    for (const auto& entry : law) p.push_back(entry.second);
    return cumulants_of(p);
}

/// Of exp(g k) with nu = 1/s: E[exp(g k)] = 1 + nu (e^g - 1) t, and
/// E[exp(2 g k)] = 1 + nu (e^2g - 1) [t + nu (e^g - 1) t^2/2].
double variance_of_exponential(double g, double t) {
    const double square = 1.0 + std::expm1(2.0 * g) * (t + 0.5 * std::expm1(g) * t * t);
    const double mean = ladder_law::mean_exponential(g, 1.0, t);
    return square - mean * mean;
}

void add_martingale(Campaign& campaign, const std::string& engine, const Ensemble& ensemble,
                    std::size_t time, double t) {
    const Eigen::VectorXd hops = ensemble.series(0).col(static_cast<Eigen::Index>(time));
    Moments sample;
    for (const double k : hops) sample.push(std::exp(g * k));
    const double mean = ladder_law::mean_exponential(g, 1.0, t);
    const double error = std::sqrt(variance_of_exponential(g, t) / static_cast<double>(sample.count()));
    const double z = (sample.mean() - mean) / error;
    const double skewness = sample.skewness() / std::sqrt(static_cast<double>(sample.count()));
    campaign.add({"ladder", engine, "martingale exp(g k): Z", {z, skewed_p_value(z, skewness)}});
}

/// Steps of 1e-4, so that hundreds of hops are one leap: the same martingale. k off by so much of itself
/// has exp(g k) off by g k times as much.
void test_ladder_by_leaps(Campaign& campaign, unsigned test) {
    constexpr double fine = 1e-4;
    const LadderParameters ladder{.barrier_step = fine, .attempt_frequency = 1.0, .rungs = 1'000'000};
    const Subject subject{"ladder by leaps", make_ladder(ladder), initial_state(ladder),
                          TimeGrid({1e3, 1e5}), {ring_node::outside}};
    campaign.by_leaps(subject, test, 4'000, [&](const Ensemble& ensemble) {
        const Eigen::MatrixXd hops = ensemble.series(0);
        for (std::size_t i = 0; i < subject.grid.size(); ++i) {
            const double t = subject.grid[i];
            Moments sample;
            for (const double k : hops.col(static_cast<Eigen::Index>(i))) {
                sample.push(std::exp(fine * k));
            }
            const double mean = ladder_law::mean_exponential(fine, 1.0, t);
            const double variance = variance_of_exponential(fine, t);
            const double off = std::log(mean) * leaps_mean_claim;
            add_leaps(campaign, subject.name, t, sample, {mean, off * mean},
                      {variance, (leaps_variance_claim + 2.0 * off) * variance});
        }
    });
}

}  // namespace

void test_ladder(Campaign& campaign) {
    const LadderParameters ladder{.barrier_step = g, .attempt_frequency = 1.0, .rungs = 20'000};
    const TimeGrid grid({1.0, 1e2, 1e4, 1e6});
    const Subject subject{"ladder", make_ladder(ladder), initial_state(ladder), grid, {ring_node::outside}};
    std::vector<StateLaw> laws;
    for (const double time : grid.times()) laws.push_back(hops_after(time));
    campaign.in_every_engine(subject, 40, 10'000, [&](const char* engine, const Ensemble& ensemble) {
        for (std::size_t t = 0; t < grid.size(); ++t) {
            add_chi_square(campaign, "ladder", engine, states_at(ensemble, t), laws[t],
                           fmt::format(" at {:g} s", grid[t]));
        }
        std::vector<Cumulants> cumulants;
        cumulants.reserve(laws.size());
        for (const StateLaw& law : laws) cumulants.push_back(cumulants_of_hops(law));
        add_conformity(campaign, "ladder", engine, ensemble.series(0), cumulants);
        add_martingale(campaign, engine, ensemble, 2, 1e4);
    });
    test_ladder_by_leaps(campaign, 41);
}

}  // namespace fluxhop::selftest
