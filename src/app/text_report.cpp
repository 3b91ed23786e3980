#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fluxhop/app/report.hpp"

namespace fluxhop {
namespace {

std::string word(Outcome outcome) {
    return outcome == Outcome::rejected ? "REJECTED" : name_of(outcome);
}

std::string with_error(double value, double error) {
    return fmt::format("{:.6g} +- {:.2g}", value, error);
}

std::string summary(const Study& study) {
    const Totals sum = totals(study);
    std::string out =
        fmt::format("{}{}{} realizations, {} hops, {:.2f} s, seed {}\nhops drawn by: {}", study.config.title,
                    study.config.title.empty() ? "" : "\n", study.ensemble.realizations(),
                    sum.all.hops, study.wall_time, study.config.seed, name_of(study.selector));
    if (study.config.method == Method::tau_leaping) out += fmt::format("; {} leaps", sum.all.leaps);
    if (sum.all.thinned == 0) return out + "\n";
    const auto hops = static_cast<double>(sum.all.hops), thinned = static_cast<double>(sum.all.thinned);
    return out + fmt::format("; {:.3g} % of the candidates were hops\n", 100.0 * hops / (hops + thinned));
}

bool knows_bias(const Comparison& comparison) {
    return std::any_of(comparison.series.begin(), comparison.series.end(),
                       [](const SeriesComparison& series) { return !series.is_closure; });
}

std::string verdict_table(const Comparison& comparison) {
    if (comparison.verdicts.empty()) {
        return fmt::format("\nNothing to compare: nowhere do two decades of time have realizations x variance >= {:g} "
                           "vortices^2\nand a theory that holds (of a ring at rest there may be none). Later times or "
                           "more realizations may tell.\n",
                           central_limit_threshold);
    }
    std::string out = fmt::format(
        "\nMonte Carlo against the mean-field ODE{} (false-alarm level of the family: {:g})\n"
        "  {:<52}{:>13}{:>13}{:>12}{:>11}{:>11}  verdict\n",
        knows_bias(comparison) ? " with its finite-size bias" : "", comparison.options.false_alarm,
        "quantity", "Monte Carlo", "theory", "statistic", "p", "limit");
    for (const Verdict& v : comparison.verdicts) {
        out += fmt::format("  {:<52}{:>13.7g}{:>13.7g}{:>12.4g}{:>11.3g}{:>11.3g}  {}\n", v.quantity,
                           v.observed, v.expected, v.test.statistic, v.test.p_value,
                           v.decision.limit, word(outcome_of(v)));
    }
    for (const SeriesComparison& one : comparison.series) {
        if (one.is_closure) continue;
        const std::string label = one.name.empty() ? "" : one.name + ": ";
        out += fmt::format("  {:<52}{:>13}{:>13}{:>12.4g}{:>11.3g}{:>11}  not judged\n",
                           label + "ODE without the bias", "", "", one.ode_alone.statistic,
                           one.ode_alone.p_value, "");
    }
    return out;
}

std::string sensitivity(const SeriesComparison& one, double power) {
    if (one.is_frozen) {
        return fmt::format("  {}{}by theory nothing changes at these times; no rate is tested.\n", one.name,
                           one.name.empty() ? "" : ": ");
    }
    if (one.is_closure) {
        const std::string difference = fmt::format("  {}: mean minus ODE at the last time: {:.3g} {}",
                                                   one.name, one.bias_observed, one.unit);
        if (!std::isfinite(one.best_ode_margin)) return difference + ".\n";
        return difference +
               fmt::format("; the ODE, an approximation here,\n  is right within {:.2g} % at 95 %, within "
                           "{:.2g} % at the time that knows most.\n",
                           100.0 * one.ode_margin, 100.0 * one.best_ode_margin);
    }
    std::string out = fmt::format(
        "  {}{}mean minus ODE at the last time: {:.3g} {}, by theory {:.3g}", one.name,
        one.name.empty() ? "" : ": ", one.bias_observed, one.unit, one.bias_expected);
    // Of a mean of zero, as without a current, there is no fraction.
    out += std::isfinite(one.ode_margin)
               ? fmt::format("; the ODE is right within {:.2g} % at 95 %.\n", 100.0 * one.ode_margin)
               : ".\n";
    if (!std::isfinite(one.detectable_rate_error)) {
        return out + "  The mean does not depend on the rates at these times (equilibrium).\n";
    }
    return out + fmt::format(
        "  A common relative error of all rates is ({:.2g} +- {:.2g}) %, below {:.2g} % at 95 % "
        "confidence;\n  from {:.2g} % on it would have been seen with {:g} % probability.\n",
        100.0 * one.rate_error.value, 100.0 * one.rate_error.standard_error,
        100.0 * one.rate_error_bound, 100.0 * one.detectable_rate_error, 100.0 * power);
}

/// Why an approximation was neither accepted nor rejected, and what would tell.
std::string undecided_because(const SeriesComparison& one, double margin) {
    if (!one.is_closure || one.best_ode_margin <= margin) return {};
    const bool ever = std::isfinite(one.deciding_realizations);
    return fmt::format(
        "  {}: undecided, since at no time is the ODE known to be right within {:g} %;\n  {}.\n", one.name,
        100.0 * margin,
        ever ? fmt::format("about {:.0f} realizations would tell, or a larger compare.margin",
                           one.deciding_realizations)
             : "its mean is zero, of which nothing is a fraction");
}

/// @param against whose ODE solution was judged; empty for our own
std::string verdict_of(const Comparison& comparison, const std::string& against) {
    const std::string theory = (against.empty() ? "the mean-field ODE " : against + " ") +
                               (knows_bias(comparison) ? "with its bias" : "within its margin");
    switch (comparison.outcome()) {
        case Outcome::accepted:
            return fmt::format("\nverdict: the comparison accepts {}\n", theory);
        case Outcome::rejected:
            return fmt::format("\nverdict: the comparison REJECTS {}\n", theory);
        case Outcome::undecided: break;
    }
    return "\nverdict: undecided\n";
}

std::string creep_table(const CreepAnalysis& creep, const Observable& observable, double level) {
    std::string out =
        fmt::format("\nLaw of the decay of {} ({})\n  {:<13}{:<22}{:>23}{:>23}{:>23}{:>11}\n",
                    observable.long_name, observable.units, "law", "", "a", "b", "c (s)", "p");
    std::string at_bounds;
    for (const DecayFit& fit : creep.fits) {
        const bool rejected = fit.goodness.p_value <= level;
        if (fit.c_is_bound) at_bounds += fmt::format("  {}: the times do not tell c.\n", name_of(fit.law));
        out += fmt::format("  {:<13}{:<22} {:>22} {:>22} {:>22}{:>11.3g}  {}\n", name_of(fit.law),
                           formula_of(fit.law), with_error(fit.a, fit.a_error),
                           with_error(fit.b, fit.b_error), with_error(fit.c, fit.c_error),
                           fit.goodness.p_value, word(rejected ? Outcome::rejected : Outcome::accepted));
    }
    out += at_bounds;
    if (const auto& rate = creep.rate) {
        out += fmt::format(
            "  from {:.3g} s to {:.3g} s: slope d/dln t = {}\n"
            "  creep rate S = {}, effective barrier U* = {} kT (window and S by the {} law, which fits better)\n"
            "  curvature {} (p = {:.3g})\n",
            rate->window_begin, rate->window_end,
            with_error(rate->slope.value, rate->slope.standard_error),
            with_error(rate->creep_rate.value, rate->creep_rate.standard_error),
            with_error(rate->effective_barrier.value, rate->effective_barrier.standard_error), name_of(rate->law),
            with_error(rate->curvature.value, rate->curvature.standard_error),
            rate->straightness.p_value);
    }
    out += fmt::format("  The decay is {}.\n", creep.is_logarithmic(level)
                                                   ? "logarithmic, neither exponential nor a power"
                                                   : "not shown to be logarithmic");
    return out;
}

std::string attribute_text(const AttributeValue& value) {
    return std::visit([](const auto& v) { return fmt::format("{}", v); }, value);
}

}  // namespace

std::string text_report(const Study& study) {
    std::string out = summary(study);
    if (!study.findings) return out;
    const Comparison& comparison = study.findings->comparison;
    out += verdict_table(comparison);
    for (const SeriesComparison& one : comparison.series) {
        out += sensitivity(one, comparison.options.power);
    }
    if (const auto& creep = study.findings->creep) {
        out += creep_table(*creep, study.system.observables[*study.system.decaying],
                           comparison.options.false_alarm);
    }
    if (comparison.outcome() == Outcome::undecided) {
        for (const SeriesComparison& one : comparison.series) {
            out += undecided_because(one, comparison.options.margin);
        }
    }
    return out + verdict_of(comparison, study.findings->against);
}

std::string describe(const Dataset& header) {
    std::string out = "dimensions\n";
    for (const auto& [name, size] : header.dimensions) out += fmt::format("  {} = {}\n", name, size);
    out += "variables\n";
    for (const Variable& variable : header.variables) {
        std::string meaning;
        for (const auto& [name, value] : variable.attributes) {
            if (name == "long_name") meaning = attribute_text(value) + meaning;
            if (name == "units") meaning += fmt::format(" [{}]", attribute_text(value));
        }
        const std::string place =
            fmt::format("{}({})", variable.name, fmt::join(variable.dimensions, ", "));
        out += fmt::format("  {:<48} {}\n", place, meaning);
    }
    out += "attributes\n";
    for (const auto& [name, value] : header.attributes) {
        if (name != "configuration") out += fmt::format("  {} = {}\n", name, attribute_text(value));
    }
    for (const auto& [name, value] : header.attributes) {
        if (name == "configuration") out += "configuration\n" + attribute_text(value);
    }
    return out;
}

}  // namespace fluxhop
