#include "fluxhop/selftest/campaign.hpp"

#include <algorithm>
#include <limits>

namespace fluxhop::selftest {
namespace {

/// Fewest p-values whose spread is worth testing.
constexpr std::size_t enough_p_values = 35;

/// Too-good agreement is a fault as well: p-values of a right engine are evenly spread.
void add_uniformity(std::vector<Check>& checks) {
    std::vector<double> p_values;
    for (const Check& check : checks) {
        if (check.is_uniform) p_values.push_back(check.outcome.p_value);
    }
    if (p_values.size() < enough_p_values) return;
    const std::string statistic = "KS of " + std::to_string(p_values.size()) + " p-values";
    checks.push_back({"all tests together", "all", statistic,
                      kolmogorov_smirnov_uniform(std::move(p_values))});
}

bool is_compiled(SelectorKind kind) { return kind >= SelectorKind::compiled_lattice; }

}  // namespace

bool Report::passed() const {
    return std::none_of(checks.begin(), checks.end(),
                        [](const Check& check) { return check.decision.rejected; });
}

std::optional<Experiment> Campaign::experiment(const Subject& subject, unsigned test,
                                               SelectorKind engine) const {
    Experiment experiment{subject.model, subject.initial, subject.grid, subject.recorded};
    experiment.seed = seed(test, engine);
    if (is_compiled(engine)) {  // chosen by `automatic` alone
        if (resolve(experiment) != engine) return std::nullopt;
    } else {
        experiment.selector = engine;
    }
    return experiment;
}

void Campaign::add_exact(std::string test, std::string engine, std::string statistic,
                         double differing) {
    add({std::move(test), std::move(engine), std::move(statistic),
         {differing, differing == 0.0 ? 1.0 : 0.0}, {}, false});
}

Report Campaign::report() const {
    Report report{options_, checks_};
    add_uniformity(report.checks);
    std::vector<double> p_values;
    for (const Check& check : report.checks) p_values.push_back(check.outcome.p_value);
    const auto decisions = holm(p_values, options_.false_alarm);
    for (std::size_t i = 0; i < decisions.size(); ++i) report.checks[i].decision = decisions[i];
    return report;
}

Report run(const Options& options, const Announce& announce) {
    Campaign campaign(options, announce);
    test_selectors(campaign);
    test_conformity(campaign);
    test_resets(campaign);
    test_events(campaign);
    test_ladder(campaign);
    test_equilibria(campaign);
    test_exclusion(campaign);
    test_transport(campaign);
    test_independence(campaign);
    return campaign.report();
}

}  // namespace fluxhop::selftest
