#include "fluxhop/model/bounds.hpp"

#include <iomanip>
#include <sstream>

#include "fluxhop/base/require.hpp"

namespace fluxhop {

SignalRange signal_range(const Schedule& schedule, double begin, double end) {
    const auto [least_current, most_current] = schedule.current.range(begin, end);
    const auto [least_field, most_field] = schedule.field.range(begin, end);
    return {{least_current, most_current}, {least_field, most_field}};
}

double departure_bound(const Model& model, NodeId node, const State& state,
                       const SignalRange& signals) {
    const Landscape& landscape = model.landscape();
    if (landscape.counts_vortices(node) && state(node) == 0.0) return 0.0;
    const NodeId current = Variables::current(landscape.node_count());
    const auto variables = [&](NodeId variable) -> Interval {
        if (variable == current) return signals.current;
        if (variable == model.field()) return signals.field;
        return state(variable);
    };
    const auto [first, last] = landscape.departure_range(node);
    double sum = 0.0;
    for (std::size_t e = first; e < last; ++e) sum += model.propensity(EdgeId(e), variables).upper;
    return sum * (1.0 + 1e-14);  // the order of a sum is worth some rounding
}

void report_exceeded(NodeId node, double rate, double bound, double time) {
    std::ostringstream text;
    text << std::setprecision(17) << "at t = " << time << " s vortices leave node " << node.index() << " at "
         << rate << " /s, above the bound of " << bound
         << " /s for the time until then: an error of the program";
    throw RunError(text.str());
}

}  // namespace fluxhop
