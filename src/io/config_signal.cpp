#include "fluxhop/io/config_signal.hpp"

#include <fmt/format.h>

#include <cmath>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

/// A list of quantities; empty after an error.
std::vector<double> read_list(TomlReader& in, const Key& key, const Dimension& dimension) {
    std::vector<double> values;
    if (!in.has(key)) in.error(key, fmt::format("missing; give a list such as [\"{}\"]", dimension.example));
    for (const std::string& text : in.texts(key)) {
        try {
            values.push_back(in.units().parse(text, dimension));
        } catch (const UsageError& error) {
            in.error(key, error.what());
        }
    }
    return values;
}

Signal read_ramp(TomlReader& in, const std::string& section, const Dimension& dimension,
                 double start, double unit) {
    const double final = in.quantity({section, "final"}, dimension, Range::any());
    const double begin =
        in.quantity({section, "ramp_begin"}, dimension::time, {0.0, Range::any().high}, "0 s");
    const double end = in.quantity({section, "ramp_end"}, dimension::time, Range::positive());
    if (!in.sound({section})) return Signal();
    if (end <= begin) {
        in.error({section, "ramp_end"}, fmt::format("must be later than {}.ramp_begin", section));
        return Signal();
    }
    return Signal(PiecewiseLinear({{begin, start / unit}, {end, final / unit}}));
}

Signal read_steps(TomlReader& in, const std::string& section, const Dimension& dimension,
                  double start, double unit) {
    const std::vector<double> times = read_list(in, {section, "times"}, dimension::time);
    const std::vector<double> levels = read_list(in, {section, "levels"}, dimension);
    if (!in.sound({section})) return Signal();
    if (times.size() != levels.size()) {
        in.error({section, "levels"}, fmt::format("{} levels for {} times", levels.size(), times.size()));
        return Signal();
    }
    std::vector<PiecewiseLinear::Point> points{{0.0, start / unit}};
    for (std::size_t i = 0; i < times.size(); ++i) {
        if (times[i] <= points.back().time) {
            in.error({section, "times"}, "must be positive and increase");
            return Signal();
        }
        points.push_back({times[i], points.back().value});
        points.push_back({times[i], levels[i] / unit});
    }
    return Signal(PiecewiseLinear(std::move(points)));
}

Signal read_shape(TomlReader& in, const std::string& section, const std::string& name,
                  const Dimension& dimension, double unit,
                  const std::optional<std::string>& default_text) {
    const double start = in.quantity({section, name}, dimension, Range::any(), default_text);
    const auto shape =
        in.choice({section, "shape"}, {"constant", "ramp", "steps", "sinusoidal"}, "constant");
    if (!shape) pass_over_signal(in, section, "shape");
    switch (shape.value_or(0)) {
        case 1: return read_ramp(in, section, dimension, start, unit);
        case 2: return read_steps(in, section, dimension, start, unit);
        case 3: {
            const double amplitude = in.quantity({section, "amplitude"}, dimension, Range::any());
            const double frequency =
                in.quantity({section, "frequency"}, dimension::frequency, Range::positive());
            return Signal(Sinusoid{start / unit, amplitude / unit, frequency});
        }
        default: return Signal(start / unit);
    }
}

}  // namespace

void pass_over_signal(TomlReader& in, const std::string& section, const char* name) {
    in.pass_over(section, {name, "shape", "final", "ramp_begin", "ramp_end", "times", "levels",
                           "amplitude", "frequency"});
}

Signal read_signal(TomlReader& in, const std::string& section, const std::string& name,
                   const Dimension& dimension, double unit,
                   const std::optional<std::string>& default_text) {
    Signal signal = read_shape(in, section, name, dimension, unit, default_text);
    const auto [least, most] = signal.range(0.0, Range::any().high);
    if (in.sound({section}) && !(std::isfinite(least) && std::isfinite(most))) {
        in.error({section, name}, fmt::format("overflows in units of {:g} {}", unit, dimension.unit));
    }
    return signal;
}

}  // namespace fluxhop
