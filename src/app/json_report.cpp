#include <cmath>

#include "fluxhop/app/report.hpp"
#include "fluxhop/version.hpp"

namespace fluxhop {
namespace {

using nlohmann::json;

json to_json(const TestOutcome& test) {
    return {{"statistic", test.statistic}, {"p_value", test.p_value}};
}

json to_json(const Estimate& estimate) {
    return {{"value", estimate.value}, {"standard_error", estimate.standard_error}};
}

json to_json(const Verdict& verdict) {
    return {{"quantity", verdict.quantity},
            {"observed", verdict.observed},
            {"expected", verdict.expected},
            {"statistic", verdict.test.statistic},
            {"p_value", verdict.test.p_value},
            {"limit", verdict.decision.limit},
            {"rejected", verdict.decision.rejected},
            {"verdict", name_of(outcome_of(verdict))}};
}

json to_json(const DecayFit& fit) {
    return {{"law", name_of(fit.law)},
            {"formula", formula_of(fit.law)},
            {"a", to_json(Estimate{fit.a, fit.a_error})},
            {"b", to_json(Estimate{fit.b, fit.b_error})},
            {"c", to_json(Estimate{fit.c, fit.c_error})},
            {"c_is_bound", fit.c_is_bound},
            {"goodness", to_json(fit.goodness)}};
}

json to_json(const CreepRate& rate) {
    return {{"law", name_of(rate.law)},
            {"window_s", {rate.window_begin, rate.window_end}},
            {"slope", to_json(rate.slope)},
            {"creep_rate", to_json(rate.creep_rate)},
            {"effective_barrier_kT", to_json(rate.effective_barrier)},
            {"curvature", to_json(rate.curvature)},
            {"straightness", to_json(rate.straightness)}};
}

json to_json(const CreepAnalysis& creep, double level) {
    json fits = json::array();
    for (const DecayFit& fit : creep.fits) fits.push_back(to_json(fit));
    json out{{"fits", std::move(fits)}, {"is_logarithmic", creep.is_logarithmic(level)}};
    if (creep.rate) out["rate"] = to_json(*creep.rate);
    return out;
}

json to_json(const SeriesComparison& one) {
    return {{"name", one.name},
            {"ode_alone", to_json(one.ode_alone)},
            {"bias_observed", one.bias_observed},
            {"bias_expected", one.bias_expected},
            {"is_closure", one.is_closure},
            {"ode_margin_95", one.ode_margin},
            {"best_ode_margin_95", one.best_ode_margin},
            {"deciding_realizations", one.deciding_realizations},
            {"rate_error",
             to_json(Estimate{one.rate_error.value, one.rate_error.standard_error})},
            {"rate_error_bound_95", one.rate_error_bound},
            {"detectable_rate_error", one.detectable_rate_error}};
}

json to_json(const Comparison& comparison) {
    json tests = json::array(), series = json::array();
    for (const Verdict& verdict : comparison.verdicts) tests.push_back(to_json(verdict));
    for (const SeriesComparison& one : comparison.series) series.push_back(to_json(one));
    return {{"accepted", comparison.outcome() == Outcome::accepted},
            {"verdict", name_of(comparison.outcome())},
            {"false_alarm_level", comparison.options.false_alarm},
            {"detection_power", comparison.options.power},
            {"tests", std::move(tests)},
            {"series", std::move(series)}};
}

json to_json(const AttributeValue& value) {
    return std::visit([](const auto& v) { return json(v); }, value);
}

json to_json(const Attributes& attributes) {
    json out = json::object();
    for (const auto& [name, value] : attributes) out[name] = to_json(value);
    return out;
}

}  // namespace

json json_report(const Study& study) {
    const Totals sum = totals(study);
    json out{{"program", "fluxhop"},
             {"version", version},
             {"git_hash", git_hash},
             {"title", study.config.title},
             {"configuration", study.config.effective},
             {"seed", study.config.seed},
             {"realizations", study.ensemble.realizations()},
             {"hops", sum.all.hops},
             {"flux_flow_hops", sum.all.flux_flow_hops},
             {"thinned_candidates", sum.all.thinned},
             {"selector", name_of(study.selector)},
             {"frozen_realizations", sum.frozen},
             {"wall_time_s", study.wall_time},
             {"notes", study.config.notes},
             {"warnings", warnings(study)}};
    if (study.findings) {
        out["comparison"] = to_json(study.findings->comparison);
        if (const auto& creep = study.findings->creep) {
            out["creep"] = to_json(*creep, study.config.comparison.false_alarm);
        }
    }
    return out;
}

std::string json_text(const json& value) { return value.dump(2, ' ', false, json::error_handler_t::replace) + "\n"; }

json json_description(const Dataset& header) {
    json variables = json::object();
    for (const Variable& variable : header.variables) {
        variables[variable.name] = {{"dimensions", variable.dimensions},
                                    {"attributes", to_json(variable.attributes)}};
    }
    json dimensions = json::object();
    for (const auto& [name, size] : header.dimensions) dimensions[name] = size;
    return {{"dimensions", std::move(dimensions)},
            {"variables", std::move(variables)},
            {"attributes", to_json(header.attributes)}};
}

}  // namespace fluxhop
