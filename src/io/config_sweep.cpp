#include <fmt/format.h>

#include <cmath>

#include "fluxhop/io/config_systems.hpp"

namespace fluxhop {
namespace {

constexpr std::int64_t most_values = 10'000;  ///< of an axis, and points in all
constexpr std::size_t most_axes = 8;

/// A range written as { from = "1 K", to = "9 K", count = 5, spacing = "linear" }.
std::vector<std::string> read_range(TomlReader& in, const std::string& section) {
    const auto first = split_quantity(in.text_or_number({section, "from"}));
    const auto last = split_quantity(in.text_or_number({section, "to"}));
    const auto count = in.integer({section, "count"}, 2, most_values);
    const auto spacing =
        in.choice({section, "spacing"}, {"linear", "logarithmic"}, "linear");
    if (!in.sound({section})) return {};
    if (!first || !last || first->second != last->second || !std::isfinite(first->first) ||
        !std::isfinite(last->first)) {
        in.error({section, "to"}, "a range needs two numbers in the same unit");
        return {};
    }
    const double from = first->first, to = last->first;
    const std::string& unit = first->second;
    const bool logarithmic = *spacing == 1;
    if (logarithmic && !(from > 0.0 && to > 0.0)) {
        in.error({section, "from"}, "a logarithmic range needs both ends above zero");
        return {};
    }
    std::vector<std::string> values;
    for (std::int64_t i = 0; i < count; ++i) {
        const double part = static_cast<double>(i) / static_cast<double>(count - 1);
        const double value =
            logarithmic ? from * std::pow(to / from, part) : from + (to - from) * part;
        values.push_back(unit.empty() ? fmt::format("{}", value)
                                      : fmt::format("\"{} {}\"", value, unit));
    }
    return values;
}

}  // namespace

std::vector<SweepAxis> read_sweep(TomlReader& in) {
    std::vector<SweepAxis> sweep;
    const std::string root = "sweep";
    const std::vector<Key> keys = in.leaves(root);
    double points = 1.0;
    for (const Key& key : keys) {
        if (sweep.size() == most_axes) {
            in.error(key, fmt::format("one key more; at most {} are swept", most_axes));
            in.pass_over_other_sections();
            break;
        }
        if (key.section == root) {
            in.pass_over(root, {key.name.c_str()});
            in.error(key, "name the key with its section, as in barrier.U0 = [...]");
            continue;
        }
        const std::string swept = key.path().substr(root.size() + 1);
        if (swept.starts_with("ensemble.") || swept == "system.title") {
            in.error(key, "cannot be swept: the points of a sweep are one ensemble each, of one study");
            continue;
        }
        const auto values = in.is_table(key) ? read_range(in, key.path()) : in.elements(key);
        if (values.empty() && in.sound({key.path()})) in.error(key, "has no values to take");
        sweep.push_back({swept, values});
        points *= static_cast<double>(values.size());
        if (points > static_cast<double>(most_values)) {
            in.error(key, fmt::format("makes {:.0f} points; at most {}", points, most_values));
            points = 1.0;
        }
    }
    return sweep;
}

}  // namespace fluxhop
