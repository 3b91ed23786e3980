#include "fluxhop/app/stack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "fluxhop/base/require.hpp"
#include "fluxhop/base/units.hpp"

namespace fluxhop {
namespace {

using Values = decltype(Variable::values);

template <class T>
T filler() {
    if constexpr (std::is_same_v<T, double>) return std::numeric_limits<double>::quiet_NaN();
    return T{};
}

const Variable* variable_of(const Dataset& data, const std::string& name) {
    const auto place = std::find_if(data.variables.begin(), data.variables.end(),
                                    [&](const Variable& v) { return v.name == name; });
    return place == data.variables.end() ? nullptr : &*place;
}

/// Values of a variable that has the given dimensions.
std::size_t size_of(const Dataset& data, const Variable& variable) {
    std::size_t size = 1;
    for (const std::string& name : variable.dimensions) {
        for (const auto& dimension : data.dimensions) size *= dimension.first == name ? dimension.second : 1;
    }
    return size;
}

/// The values of one variable at all points, one after another, each filled up to `size`.
Values joined(const std::vector<Dataset>& points, const Variable& like, std::size_t size) {
    return std::visit(
        [&](const auto& sample) -> Values {
            auto all = sample;
            all.clear();
            using Element = typename std::decay_t<decltype(sample)>::value_type;
            for (const Dataset& point : points) {
                std::size_t known = 0;
                if (const Variable* one = variable_of(point, like.name)) {
                    const auto& values = std::get<std::decay_t<decltype(sample)>>(one->values);
                    all.insert(all.end(), values.begin(), values.end());
                    known = values.size();
                }
                all.insert(all.end(), size - known, filler<Element>());
            }
            return all;
        },
        like.values);
}

/// Dimensions that number what a run happened to see, not what was asked for; only variables of one
/// dimension have them.
bool is_ragged(const std::string& dimension) {
    return dimension == "dwell_bin" || dimension == "logged_hop" || dimension == "test" ||
           dimension == "judged_region";
}

}  // namespace

void merge_dimensions(Dimensions& all, const Dimensions& point) {
    for (const auto& dimension : point) {
        const auto known = std::ranges::find(all, dimension.first, &Dimensions::value_type::first);
        if (known == all.end()) {
            all.push_back(dimension);
        } else if (is_ragged(dimension.first)) {
            known->second = std::max(known->second, dimension.second);
        } else {
            require(known->second == dimension.second,
                    fmt::format("the points of the sweep differ in the size of \"{}\": run them "
                                "one by one",
                                dimension.first));
        }
    }
}

namespace {

bool is_dimension(const Dataset& data, const std::string& name) {
    return std::any_of(data.dimensions.begin(), data.dimensions.end(),
                       [&](const auto& d) { return d.first == name; });
}

/// Whether the points that have a variable have the same values of it.
bool agree(const std::vector<Dataset>& points, const Variable& variable) {
    return std::all_of(points.begin(), points.end(), [&](const Dataset& point) {
        const Variable* one = variable_of(point, variable.name);
        return !one || one->values == variable.values;
    });
}

/// The sites of one sample are there once, not at every point.
bool describes_sites(const Variable& variable) {
    return variable.dimensions == std::vector<std::string>{"site"};
}

/// "time_s": what a coordinate that differs from point to point is called, since a coordinate with the
/// name of its dimension can have no other.
std::string name_with_unit(const Variable& coordinate) {
    for (const auto& [name, value] : coordinate.attributes) {
        const std::string* unit = std::get_if<std::string>(&value);
        if (name == "units" && unit && *unit != "1") return coordinate.name + "_" + *unit;
    }
    return coordinate.name + "_values";
}

void add_variables(Dataset& all, const std::vector<Dataset>& points,
                   const std::vector<std::string>& axes) {
    std::vector<std::string> done;
    for (const Dataset& point : points) {
        for (const Variable& variable : point.variables) {
            if (std::find(done.begin(), done.end(), variable.name) != done.end()) continue;
            done.push_back(variable.name);
            Variable stacked = variable;
            const bool is_coordinate = is_dimension(all, variable.name);
            const bool is_shared = is_coordinate || describes_sites(variable);
            if (!is_shared || !agree(points, variable)) {
                if (is_coordinate) stacked.name = name_with_unit(variable);
                stacked.dimensions.insert(stacked.dimensions.begin(), axes.begin(), axes.end());
                stacked.values = joined(points, variable, size_of(all, variable));
            }
            all.variables.push_back(std::move(stacked));
        }
    }
}

/// An attribute over the points: itself when they agree, a variable when they do not.
/// @param like its value at one of them
void add_attribute(Dataset& all, const std::vector<Dataset>& points, const std::string& name,
                   const AttributeValue& like, const std::vector<std::string>& axes) {
    const bool agree = std::all_of(points.begin(), points.end(), [&](const Dataset& point) {
        const AttributeValue* one = find_attribute(point.attributes, name);
        return one && *one == like;
    });
    if (agree) return all.attributes.emplace_back(name, like), void();
    std::visit(
        [&](const auto& sample) {
            using Element = std::decay_t<decltype(sample)>;
            std::vector<Element> values;
            values.reserve(points.size());
            for (const Dataset& point : points) {
                const AttributeValue* one = find_attribute(point.attributes, name);
                values.push_back(one ? std::get<Element>(*one) : filler<Element>());
            }
            all.add(name, axes, std::move(values), name + " of each point of the sweep");
        },
        like);
}

/// Not all points need have the same ones: a slab decays at some applied fields only.
void add_attributes(Dataset& all, const std::vector<Dataset>& points, const std::vector<std::string>& axes) {
    std::vector<std::string> done;
    for (const Dataset& point : points) {
        for (const auto& [name, value] : point.attributes) {
            if (std::find(done.begin(), done.end(), name) != done.end()) continue;
            done.push_back(name);
            add_attribute(all, points, name, value, axes);
        }
    }
}

/// The values of an axis: numbers when all have the same unit, texts otherwise.
void add_coordinate(Dataset& all, const std::string& name, const SweepAxis& axis) {
    std::vector<double> numbers;
    std::string unit;
    for (std::string text : axis.values) {
        std::erase(text, '"');
        const auto parsed = split_quantity(text);
        if (!parsed || (!numbers.empty() && parsed->second != unit)) break;
        numbers.push_back(parsed->first);
        unit = parsed->second;
    }
    if (numbers.size() == axis.values.size()) {
        all.add(name, {name}, std::move(numbers), axis.path, unit.empty() ? "1" : unit);
    } else {
        all.add(name, {name}, axis.values, axis.path);
    }
}

}  // namespace

std::vector<std::string> axis_names(const std::vector<SweepAxis>& sweep, const Dataset& point) {
    std::vector<std::string> names;
    names.reserve(sweep.size());
    for (const SweepAxis& axis : sweep) names.push_back(axis.path.substr(axis.path.rfind('.') + 1));
    for (std::size_t i = 0; i < names.size(); ++i) {
        // Attributes that differ become variables.
        const bool taken = variable_of(point, names[i]) || is_dimension(point, names[i]) ||
                           find_attribute(point.attributes, names[i]);
        if (!taken && std::count(names.begin(), names.end(), names[i]) == 1) continue;
        names[i] = sweep[i].path;
        std::replace(names[i].begin(), names[i].end(), '.', '_');
    }
    return names;
}

Dataset stack(const std::vector<Dataset>& points, const std::vector<SweepAxis>& sweep) {
    const std::vector<std::string> axes = axis_names(sweep, points[0]);
    Dataset all;
    for (std::size_t i = 0; i < sweep.size(); ++i) {
        all.dimensions.emplace_back(axes[i], sweep[i].values.size());
        add_coordinate(all, axes[i], sweep[i]);
    }
    for (const Dataset& point : points) merge_dimensions(all.dimensions, point.dimensions);
    add_variables(all, points, axes);
    add_attributes(all, points, axes);
    return all;
}

}  // namespace fluxhop
