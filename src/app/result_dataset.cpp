#include "fluxhop/app/result_dataset.hpp"

#include <fmt/format.h>

#include "fluxhop/app/collect.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/theory/one_way_pair.hpp"
#include "fluxhop/theory/stationary.hpp"

namespace fluxhop {
namespace {

const std::vector<std::string> over_time{"time"};

/// A per-time or per-realization variable gains the dimension its observable runs along.
std::vector<std::string> over(const Observable& observable, std::vector<std::string> dimensions) {
    if (!observable.axis.empty()) dimensions.push_back(observable.axis);
    return dimensions;
}

/// function(time, index) for all times and all values of an observable, the latter fastest.
template <class Function>
Reals tabulate(const Study& study, const Observable& observable, Function function) {
    Reals values;
    for (std::size_t t = 0; t < study.system.grid.size(); ++t) {
        for (std::size_t i = 0; i < observable.readings.size(); ++i) {
            values.push_back(function(t, i));
        }
    }
    return values;
}

/// What an observable reads from numbers given by (time, recorded number).
template <class Numbers>
Reals observed(const Study& study, const Observable& observable, const Numbers& numbers) {
    return tabulate(study, observable, [&](std::size_t t, std::size_t i) {
        return observable.at(study.system.grid, t, i, numbers);
    });
}

Attributes account_of(const Study& study) {
    const Totals sum = totals(study);
    Attributes attributes{
        {"title", study.config.title},
        {"selector", name_of(study.selector)},
        {"total_hops", static_cast<std::int64_t>(sum.all.hops)},
        {"method", study.config.method == Method::exact ? "exact" : "tau-leaping"},
        {"total_leaps", static_cast<std::int64_t>(sum.all.leaps)},
        {"thinned_candidates", static_cast<std::int64_t>(sum.all.thinned)},
        {"flux_flow_hops", static_cast<std::int64_t>(sum.all.flux_flow_hops)},
        {"frozen_realizations", static_cast<std::int64_t>(sum.frozen)}};
    if (study.system.decaying) {
        attributes.emplace_back("decay_variable",
                                study.system.observables[*study.system.decaying].name);
    }
    if (study.findings) {
        attributes.emplace_back("verdict", name_of(study.findings->comparison.outcome()));
    }
    return attributes;
}

void add_realizations(Dataset& data, const Study& study) {
    for (const Observable& observable : study.system.observables) {
        Reals values;
        for (std::size_t r = 0; r < study.ensemble.realizations(); ++r) {
            const Reals one = observed(study, observable, study.ensemble.numbers(r));
            values.insert(values.end(), one.begin(), one.end());
        }
        const auto dimensions = over(observable, {"realization", "time"});
        if (observable.kind == Observable::Kind::count) {
            data.add(observable.name, dimensions, Wholes(values.begin(), values.end()),
                     observable.long_name, observable.units);
        } else {
            data.add(observable.name, dimensions, std::move(values), observable.long_name,
                     observable.units);
        }
    }
}

void add_moments(Dataset& data, const Study& study, const Observable& observable) {
    std::vector<Moments> moments(study.system.grid.size() * observable.readings.size());
    for (std::size_t r = 0; r < study.ensemble.realizations(); ++r) {
        const Reals one = observed(study, observable, study.ensemble.numbers(r));
        for (std::size_t k = 0; k < one.size(); ++k) moments[k].push(one[k]);
    }
    const auto add = [&](const char* suffix, const char* meaning, auto function) {
        data.add(observable.name + suffix, over(observable, {"time"}),
                 collect<Reals>(moments, function),
                 fmt::format("{}: {}", observable.long_name, meaning), observable.units);
    };
    add("_mean", "mean over the realizations", &Moments::mean);
    add("_standard_deviation", "standard deviation between realizations",
        [](const Moments& m) { return std::sqrt(m.variance()); });
    add("_standard_error", "standard error of the mean", &Moments::standard_error);
}

void add_theory(Dataset& data, const Study& study) {
    const auto& series = study.findings->series;
    const auto at = [](const Eigen::VectorXd& values, std::size_t t) {
        return values[static_cast<Eigen::Index>(t)];
    };
    for (const Observable& observable : study.system.observables) {
        if (!observable.has_theory) continue;
        const auto add = [&](const char* suffix, const char* meaning, Reals values) {
            data.add(observable.name + suffix, over(observable, {"time"}), std::move(values),
                     fmt::format("{}: {}", observable.long_name, meaning), observable.units);
        };
        add("_mean_field", "mean-field ODE",
            observed(study, observable, [&](std::size_t t, std::size_t number) {
                return at(series[number].mean_field, t);
            }));
        if (!series[observable.first].has_variance()) continue;
        add("_expected", "mean by theory, finite-size bias included",
            observed(study, observable, [&](std::size_t t, std::size_t number) {
                return at(series[number].mean, t);
            }));
        if (observable.kind == Observable::Kind::rate) continue;  // needs the law of two times
        add("_linear_noise", "standard deviation by theory",
            tabulate(study, observable, [&](std::size_t t, std::size_t i) {
                const double variance = at(series[observable.first + i].variance, t);
                return std::abs(observable.readings[i].scale) * std::sqrt(std::max(0.0, variance));
            }));
    }
    Wholes marked(study.system.grid.size(), 0);
    for (const SeriesComparison& one : study.findings->comparison.series) {
        for (const std::size_t mark : one.marks) marked[mark] = 1;
    }
    data.add("compared", over_time, marked, "whether the time entered the comparison");
}

/// Where two regions exchange flux and one of them gives: the closed form without hops back.
void add_one_way(Dataset& data, const Study& study, const RegionNetwork& network) {
    const auto solution = one_way::solve_pair(network, study.system.grid);
    if (!solution) return;
    for (const Observable& observable : study.system.observables) {
        data.add(observable.name + "_one_way", over(observable, {"time"}),
                 observed(study, observable,
                          [&](std::size_t t, std::size_t number) {
                              return solution->vortices(static_cast<Eigen::Index>(t),
                                                        static_cast<Eigen::Index>(number));
                          }),
                 fmt::format("{}: without hops back ({})", observable.long_name,
                             solution->equation),
                 observable.units);
    }
}

/// Where the mean field of the regions ends, if it does.
void add_equilibrium(Dataset& data, const Study& study) {
    Eigen::VectorXd equilibrium;
    try {
        equilibrium = mean_field_equilibrium(study.system.model, study.system.initial);
    } catch (const UsageError&) {
        return;  // a closed door, or two reservoirs at odds: fluxhop theory says why
    }
    const Eigen::MatrixXd numbers = project(equilibrium.transpose(), study.system.recorded);
    for (const Observable& observable : study.system.observables) {
        Reals values;
        for (std::size_t i = 0; i < observable.readings.size(); ++i) {
            values.push_back(observable.readings[i].value(
                numbers(0, static_cast<Eigen::Index>(observable.first + i))));
        }
        data.add(observable.name + "_equilibrium", over(observable, {}), std::move(values),
                 fmt::format("{}: mean-field equilibrium", observable.long_name), observable.units);
    }
}

}  // namespace

void add_coordinates(Dataset& data, const System& system) {
    data.dimensions.emplace_back("time", system.grid.size());
    data.add("time", over_time, system.grid.times(), "time since the start", "s");
    for (const Axis& axis : system.axes) {
        data.dimensions.emplace_back(axis.name, axis.size());
        if (axis.names.empty()) data.add(axis.name, {axis.name}, axis.numbers, axis.long_name, axis.units);
        else data.add(axis.name, {axis.name}, axis.names, axis.long_name);
    }
    for (const Imposed& imposed : system.imposed) {
        data.add(imposed.name, over_time, imposed.values, imposed.long_name, imposed.units);
    }
}

std::vector<std::pair<std::string, std::size_t>> planned_dimensions(const Config& config, const System& system) {
    Dataset data;
    data.dimensions = {{"realization", static_cast<std::size_t>(config.realizations)}};
    add_coordinates(data, system);
    add_sites(data, config);
    return data.dimensions;
}

Dataset to_dataset(const Study& study) {
    Dataset data;
    data.attributes = account_of(study);
    data.dimensions = {{"realization", study.ensemble.realizations()}};
    add_coordinates(data, study.system);
    data.add("hops", {"realization"},
             collect<Wholes>(study.ensemble.summaries(), &RunSummary::hops), "hops executed");
    if (study.config.keep_realizations) add_realizations(data, study);
    for (const Observable& observable : study.system.observables) {
        add_moments(data, study, observable);
    }
    add_sites(data, study.config);
    add_vortex_history(data, study);
    add_transport(data, study);
    add_exact_transport(data, study);
    if (!study.findings) return data;

    add_theory(data, study);
    if (const auto* network = std::get_if<RegionNetwork>(&study.config.system)) {
        add_one_way(data, study, *network);
        add_equilibrium(data, study);
    }
    add_comparison(data, study);
    return data;
}

}  // namespace fluxhop
