#include <fmt/format.h>

#include "fluxhop/app/collect.hpp"
#include "fluxhop/app/result_dataset.hpp"

namespace fluxhop {
namespace {

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

    data.add("false_alarm_level", {}, Reals{comparison.options.false_alarm},
             "chance that a correct engine is rejected at all");
    data.add("detection_power", {}, Reals{comparison.options.power},
             "power at which detectable_rate_error is stated");
}

void add_sensitivity(Dataset& data, const Study& study) {
    const auto& series = study.findings->comparison.series;
    const bool named = !series.front().name.empty();
    std::vector<std::string> dimensions;
    if (named) {
        dimensions = {"judged_region"};
        data.dimensions.emplace_back("judged_region", series.size());
        data.add("judged_region", dimensions, collect<Texts>(series, &SeriesComparison::name),
                 "region that was judged");
    }
    const auto add = [&](const char* name, const char* meaning, auto function) {
        data.add(name, dimensions, collect<Reals>(series, function), meaning);
    };
    add("ode_alone_statistic", "Hotelling T^2 against the ODE without its finite-size bias",
        [](const SeriesComparison& s) { return s.ode_alone.statistic; });
    add("ode_alone_p_value", "its p-value",
        [](const SeriesComparison& s) { return s.ode_alone.p_value; });
    add("bias_observed", "mean minus ODE at the last compared time, in vortices",
        &SeriesComparison::bias_observed);
    add("bias_expected", "the same by theory", &SeriesComparison::bias_expected);
    add("ode_margin", "the ODE is right within this fraction at 95 % confidence",
        &SeriesComparison::ode_margin);
    add("best_ode_margin", "the same at the compared time that knows most",
        &SeriesComparison::best_ode_margin);
    add("rate_error", "relative error of all rates that would explain the difference",
        [](const SeriesComparison& s) { return s.rate_error.value; });
    add("rate_error_standard_error", "its standard error",
        [](const SeriesComparison& s) { return s.rate_error.standard_error; });
    add("rate_error_bound", "the relative rate error is smaller than this at 95 % confidence",
        &SeriesComparison::rate_error_bound);
    add("detectable_rate_error", "smallest relative rate error rejected with detection_power",
        &SeriesComparison::detectable_rate_error);
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
    data.add("creep_rate_law", {}, Texts{name_of(rate.law)},
             "of the logarithmic and the power law the one that fits better: its c sets the window, S is along it");
    data.add("window_begin", {}, Reals{rate.window_begin}, "begin of the window", "s");
    data.add("window_end", {}, Reals{rate.window_end}, "end of the window", "s");
}

}  // namespace

void add_comparison(Dataset& data, const Study& study) {
    if (!study.findings->comparison.verdicts.empty()) {
        add_verdicts(data, study.findings->comparison);
        add_sensitivity(data, study);
    }
    const auto& creep = study.findings->creep;
    if (!creep) return;
    const std::string& units = study.system.observables[*study.system.decaying].units;
    add_fits(data, creep->fits, units);
    if (creep->rate) add_creep_rate(data, *creep->rate, units);
}

}  // namespace fluxhop
