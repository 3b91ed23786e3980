// Prints the tables of docs/calibration.md: how often the comparison rejects engines that are right, and
// engines whose rates are off by a known amount.
//
//     fluxhop_calibration [ensembles]    default 1000, each of its own seed
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "fluxhop/app/study.hpp"

using namespace fluxhop;

namespace {

constexpr std::uint64_t first_seed = 20'261'121'000'000;  ///< chosen before the first run
constexpr double levels[] = {0.05, 0.01};

/// A configuration and how much of it one ensemble takes.
struct Subject {
    const char* name;
    const char* config;
    std::vector<std::string> overrides;
    std::int64_t realizations;
    bool shows_power;
};

const std::vector<Subject> subjects{
    {"ladder, linear noise", "ladder.toml", {}, 500, true},
    {"two regions, exact law", "flux_exchange_linear.toml",
     {"sweep.contacts.pq.exchange=[\"0.1 /s\"]"}, 500, true},
    {"two regions x 60, linear noise", "flux_exchange_linear.toml",
     {"sweep.contacts.pq.exchange=[\"0.1 /s\"]", "regions.p.area=\"60 flux_quantum/gauss\"",
      "regions.q.area=\"60 flux_quantum/gauss\""}, 100, false},
    {"thermal ring, linear noise", "thermal_ring.toml", {}, 500, false}};

/// The theory of a subject, made once, and fresh ensembles to judge by it.
class Judge {
public:
    explicit Judge(const Subject& subject)
        : study_(conduct(load(subject), {.with_theory = true},
                         [](const Experiment& experiment, std::size_t count) {
                             return run_ensemble(experiment, count, 0);
                         })),
          realizations_(static_cast<std::size_t>(subject.realizations)) {
        for (const std::size_t i : study_.system.judged) series_.push_back(study_.findings->series[i]);
    }

    /// @param rates factor of all rates in the Monte Carlo: recording it at times longer by as much
    Comparison operator()(std::uint64_t seed, double rates = 1.0) {
        std::vector<double> times = study_.system.grid.times();
        for (double& time : times) time *= rates;
        const TimeGrid grid(times);
        const System& system = study_.system;
        const Experiment experiment{.model = system.model, .initial = system.initial, .grid = grid,
                                    .recorded = system.recorded, .seed = seed};
        const Ensemble ensemble = run_ensemble(experiment, realizations_, 0);
        for (std::size_t i = 0; i < series_.size(); ++i) {
            series_[i].realizations = ensemble.series(system.judged[i]);
        }
        return compare_with_theory(system.grid, series_, study_.config.comparison,
                                   study_.findings->pairs);
    }

private:
    static Config load(const Subject& subject) {
        const std::string path = std::string(FLUXHOP_SOURCE_DIR) + "/configs/" + subject.config;
        Overrides overrides{subject.overrides, {}};
        overrides.command_line.push_back(fmt::format("ensemble.realizations={}", subject.realizations));
        Config config = load_config(path, overrides);
        if (config.sweep.empty()) return config;
        overrides.sweep_point = sweep_points(config.sweep).front();
        return load_config(path, overrides);
    }

    Study study_;
    std::size_t realizations_;
    std::vector<ComparedSeries> series_;
};

/// What a family of p-values would say at another level.
bool rejects(const Comparison& comparison, double level) {
    std::vector<double> p_values;
    for (const Verdict& verdict : comparison.verdicts) p_values.push_back(verdict.test.p_value);
    const auto decisions = holm(p_values, level);
    return std::any_of(decisions.begin(), decisions.end(),
                       [](const HolmDecision& decision) { return decision.rejected; });
}

std::string share(int count, int of) {
    const double p = double(count) / of;
    return fmt::format("{:.4f} +- {:.4f}", p, std::sqrt(p * (1.0 - p) / of));
}

/// One row per test of the family, one for the family.
void print_false_alarms(const Subject& subject, int ensembles, std::uint64_t seed) {
    Judge judge(subject);
    std::vector<std::string> names;
    std::vector<std::vector<double>> p_values;
    int family[2] = {0, 0};
    for (int i = 0; i < ensembles; ++i) {
        const Comparison comparison = judge(seed + std::uint64_t(i));
        p_values.resize(comparison.verdicts.size());
        names.resize(comparison.verdicts.size());
        for (std::size_t v = 0; v < names.size(); ++v) {
            names[v] = comparison.verdicts[v].quantity;
            p_values[v].push_back(comparison.verdicts[v].test.p_value);
        }
        for (int l = 0; l < 2; ++l) family[l] += rejects(comparison, levels[l]) ? 1 : 0;
    }
    for (std::size_t v = 0; v < names.size(); ++v) {
        const auto below = [&](double level) {
            return int(std::count_if(p_values[v].begin(), p_values[v].end(),
                                     [&](double p) { return p <= level; }));
        };
        fmt::print("| {} | {} | {} | {} | {} |\n", subject.name, names[v], share(below(levels[0]), ensembles),
                   share(below(levels[1]), ensembles),
                   fmt::format("{:.3g}", kolmogorov_smirnov_uniform(p_values[v]).p_value));
    }
    fmt::print("| {} | **any of them** | {} | {} | |\n", subject.name, share(family[0], ensembles),
               share(family[1], ensembles));
    std::fflush(stdout);
}

void print_power(const Subject& subject, int ensembles, std::uint64_t seed) {
    Judge judge(subject);
    for (const double error : {0.005, 0.01, 0.02, 0.05}) {
        for (const double factor : {1.0 - error, 1.0 + error}) {
            int seen[2] = {0, 0};
            for (int i = 0; i < ensembles; ++i) {
                const Comparison comparison = judge(seed++, factor);
                for (int l = 0; l < 2; ++l) seen[l] += rejects(comparison, levels[l]) ? 1 : 0;
            }
            fmt::print("| {} | {:+.1f} % | {} | {} |\n", subject.name, 100.0 * (factor - 1.0),
                       share(seen[0], ensembles), share(seen[1], ensembles));
            std::fflush(stdout);
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    const int ensembles = argc > 1 ? std::atoi(argv[1]) : 1000;
    if (ensembles < 35) {
        fmt::print(stderr, "usage: fluxhop_calibration [ensembles >= 35]\n");
        return 2;
    }
    fmt::print("| system | test | rejected at 0.05 | at 0.01 | uniform: p of KS |\n|---|---|---|---|---|\n");
    std::uint64_t seed = first_seed;
    for (const Subject& subject : subjects) {
        print_false_alarms(subject, ensembles, seed);
        seed += 100'000;
    }
    fmt::print("\n| system | error of all rates | rejected at 0.05 | at 0.01 |\n|---|---|---|---|\n");
    for (const Subject& subject : subjects) {
        if (subject.shows_power) print_power(subject, ensembles, seed);
        seed += 100'000;
    }
}
