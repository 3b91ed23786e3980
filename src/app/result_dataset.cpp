#include "fluxhop/app/result_dataset.hpp"

#include <fmt/format.h>

#include <functional>

#include "fluxhop/base/random.hpp"
#include "fluxhop/version.hpp"

namespace fluxhop {
namespace {

using Reals = std::vector<double>;
using Wholes = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;

const std::vector<std::string> over_time{"time"};
const std::vector<std::string> over_all{"realization", "time"};

/// One value per element of a range.
template <class Result, class Range, class Function>
Result collect(const Range& range, Function function) {
    Result values;
    for (const auto& element : range) {
        values.push_back(static_cast<typename Result::value_type>(std::invoke(function, element)));
    }
    return values;
}

Reals readings(const Observable& observable, const Eigen::VectorXd& occupations) {
    return collect<Reals>(occupations, [&](double n) { return observable.value(n); });
}

Attributes provenance(const Study& study) {
    const Totals sum = totals(study);
    const SelectorKind used = resolve(study.config.selector, study.system.model.landscape().edge_count());
    Attributes attributes{
        {"title", study.config.title},
        {"source", "fluxhop, kinetic Monte Carlo of vortex hopping"},
        {"format_version", result_format_version},
        {"program_version", version},
        {"git_hash", git_hash},
        {"configuration", study.config.effective},
        {"seed", static_cast<std::int64_t>(study.config.seed)},
        {"generator", RandomStream::name},
        {"selector", used == SelectorKind::linear ? "linear" : "sum_tree"},
        {"start_time", study.start_time},
        {"wall_time_s", study.wall_time},
        {"hops", static_cast<std::int64_t>(sum.hops)},
        {"flux_flow_hops", static_cast<std::int64_t>(sum.flux_flow_hops)},
        {"frozen_realizations", static_cast<std::int64_t>(sum.frozen)},
        {"decay_variable", study.system.observables.back().name}};
    if (study.findings) {
        attributes.emplace_back("verdict",
                                study.findings->comparison.accepted() ? "accepted" : "rejected");
    }
    return attributes;
}

void add_realizations(Dataset& data, const Study& study) {
    const Eigen::MatrixXd series = study.ensemble.series(0);
    const Eigen::MatrixXd time_major = series.transpose();
    const Eigen::VectorXd flat = time_major.reshaped();
    for (const Observable& observable : study.system.observables) {
        if (observable.name == "net_hops") {
            data.add(observable.name, over_all, collect<Wholes>(flat, std::identity{}),
                     observable.long_name, observable.units);
        } else {
            data.add(observable.name, over_all, readings(observable, flat), observable.long_name,
                     observable.units);
        }
    }
}

void add_moments(Dataset& data, const Study& study) {
    const std::vector<Moments> moments = study.ensemble.moments(0);
    for (const Observable& observable : study.system.observables) {
        const double size = std::abs(observable.scale);
        const auto add = [&](const char* suffix, const char* meaning, auto function) {
            data.add(observable.name + suffix, over_time, collect<Reals>(moments, function),
                     fmt::format("{}: {}", observable.long_name, meaning), observable.units);
        };
        add("_mean", "mean over the realizations",
            [&](const Moments& m) { return observable.value(m.mean()); });
        add("_standard_deviation", "standard deviation between realizations",
            [&](const Moments& m) { return size * std::sqrt(m.variance()); });
        add("_standard_error", "standard error of the mean",
            [&](const Moments& m) { return size * m.standard_error(); });
    }
}

void add_theory(Dataset& data, const Study& study) {
    const LinearNoise& theory = study.findings->theory;
    const NodeId node = study.system.recorded[0];
    const auto column = static_cast<Eigen::Index>(node.index());
    const Eigen::VectorXd mean_field = theory.mean_field.col(column);
    const Eigen::VectorXd expected = mean_field + theory.bias.col(column);
    const Eigen::VectorXd spread = theory.variance(node).cwiseMax(0.0).cwiseSqrt();
    for (const Observable& observable : study.system.observables) {
        const std::string& what = observable.long_name;
        data.add(observable.name + "_mean_field", over_time, readings(observable, mean_field),
                 what + ": mean-field ODE", observable.units);
        data.add(observable.name + "_expected", over_time, readings(observable, expected),
                 what + ": mean-field ODE plus finite-size bias", observable.units);
        data.add(observable.name + "_linear_noise", over_time,
                 collect<Reals>(spread, [&](double s) { return std::abs(observable.scale) * s; }),
                 what + ": standard deviation by linear noise", observable.units);
    }
    Wholes marked(study.grid.size(), 0);
    for (const std::size_t mark : study.findings->comparison.marks) marked[mark] = 1;
    data.add("compared", over_time, marked, "whether the time entered the comparison");
}

void add_verdicts(Dataset& data, const Comparison& comparison) {
    const auto& verdicts = comparison.verdicts;
    data.dimensions.emplace_back("test", verdicts.size());
    const auto add = [&](const char* name, const char* meaning, auto function) {
        data.add(name, {"test"}, collect<Reals>(verdicts, function), meaning);
    };
    data.add("test_quantity", {"test"}, collect<Texts>(verdicts, &Verdict::quantity),
             "what was tested");
    add("test_observed", "value in the ensemble", &Verdict::observed);
    add("test_expected", "value by theory", &Verdict::expected);
    add("test_statistic", "test statistic", [](const Verdict& v) { return v.test.statistic; });
    add("test_p_value", "p-value", [](const Verdict& v) { return v.test.p_value; });
    add("test_limit", "p-value at or below which it is rejected (Holm)",
        [](const Verdict& v) { return v.decision.limit; });
    data.add("test_rejected", {"test"},
             collect<Wholes>(verdicts, [](const Verdict& v) { return v.decision.rejected; }),
             "whether theory is rejected");

    const auto scalar = [&](const char* name, double value, const char* meaning) {
        data.add(name, {}, Reals{value}, meaning);
    };
    scalar("false_alarm_level", comparison.options.false_alarm,
           "chance that a correct engine is rejected at all");
    scalar("ode_alone_statistic", comparison.ode_alone.statistic,
           "Hotelling T^2 against the ODE without its finite-size bias");
    scalar("ode_alone_p_value", comparison.ode_alone.p_value, "its p-value");
    scalar("rate_error", comparison.rate_error.value,
           "relative error of all rates that would explain the difference");
    scalar("rate_error_standard_error", comparison.rate_error.standard_error, "its standard error");
    scalar("rate_error_bound", comparison.equivalence_bound,
           "the relative rate error is smaller than this at 95 % confidence");
    scalar("detectable_rate_error", comparison.detectable_rate_error,
           "smallest relative rate error rejected with the stated power");
    scalar("detection_power", comparison.options.power, "the stated power");
}

void add_fits(Dataset& data, const std::vector<DecayFit>& fits, const std::string& units) {
    data.dimensions.emplace_back("law", fits.size());
    data.add("law_name", {"law"}, collect<Texts>(fits, [](const DecayFit& f) { return name_of(f.law); }),
             "decay law");
    data.add("law_formula", {"law"},
             collect<Texts>(fits, [](const DecayFit& f) { return formula_of(f.law); }),
             "its formula");
    const auto add = [&](const char* name, auto member, const char* meaning, const std::string& unit) {
        data.add(name, {"law"}, collect<Reals>(fits, member), meaning, unit);
    };
    add("law_a", &DecayFit::a, "parameter a", units);
    add("law_a_standard_error", &DecayFit::a_error, "standard error of a", units);
    add("law_b", &DecayFit::b, "parameter b (an exponent in the power law)", units);
    add("law_b_standard_error", &DecayFit::b_error, "standard error of b", units);
    add("law_c", &DecayFit::c, "parameter c", "s");
    add("law_c_standard_error", &DecayFit::c_error, "standard error of c", "s");
    add("law_statistic", [](const DecayFit& f) { return f.goodness.statistic; },
        "Hotelling T^2 of what the fit leaves over", "1");
    add("law_p_value", [](const DecayFit& f) { return f.goodness.p_value; }, "its p-value", "1");
}

void add_creep_rate(Dataset& data, const CreepRate& rate, const std::string& units) {
    const auto add = [&](const std::string& name, const Estimate& estimate, const char* meaning,
                         const std::string& unit) {
        data.add(name, {}, Reals{estimate.value}, meaning, unit);
        data.add(name + "_standard_error", {}, Reals{estimate.standard_error},
                 std::string("standard error of: ") + meaning, unit);
    };
    add("slope", rate.slope, "d/d ln t of the decay variable in the window", units);
    add("creep_rate", rate.creep_rate, "normalized creep rate S = -d ln J/d ln t", "1");
    add("effective_barrier", rate.effective_barrier, "U*/kT = 1/S", "1");
    add("curvature", rate.curvature, "coefficient of ln^2(1 + t/t0) in the window", units);
    data.add("curvature_p_value", {}, Reals{rate.straightness.p_value}, "p-value of no curvature");
    data.add("window_begin", {}, Reals{rate.window_begin}, "begin of the window", "s");
    data.add("window_end", {}, Reals{rate.window_end}, "end of the window", "s");
}

}  // namespace

Dataset to_dataset(const Study& study) {
    Dataset data;
    data.attributes = provenance(study);
    data.dimensions = {{"realization", study.ensemble.realizations()}, {"time", study.grid.size()}};
    data.add("time", over_time, study.grid.times(), "time since the start", "s");
    data.add("hops", {"realization"},
             collect<Wholes>(study.ensemble.summaries(), &RunSummary::hops), "hops executed");
    if (study.config.keep_realizations) add_realizations(data, study);
    add_moments(data, study);
    if (!study.findings) return data;

    add_theory(data, study);
    add_verdicts(data, study.findings->comparison);
    const std::string& units = study.system.observables.back().units;
    if (const auto& creep = study.findings->creep) {
        add_fits(data, creep->fits, units);
        if (creep->rate) add_creep_rate(data, *creep->rate, units);
    }
    return data;
}

}  // namespace fluxhop
