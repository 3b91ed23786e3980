#include "fluxhop/app/difference.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <bit>

namespace fluxhop {
namespace {

bool is_compared(const Variable& variable) {
    constexpr std::array account{"start_time", "wall_time_s"};  // in a sweep they are variables
    return !std::holds_alternative<std::vector<std::string>>(variable.values) &&
           std::ranges::find(account, variable.name) == account.end();
}

std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }
std::uint64_t bits(std::int64_t value) { return static_cast<std::uint64_t>(value); }

std::size_t size_of(const Dataset& data, const std::string& dimension) {
    for (const auto& [name, size] : data.dimensions) {
        if (name == dimension) return size;
    }
    return 1;  // not met: a variable lies along dimensions of its own dataset
}

/// "flux(3, 0)": the variable's element at a place counted through all of them.
std::string place_of(const Dataset& data, const Variable& variable, std::size_t flat) {
    std::vector<std::size_t> indices;
    for (auto name = variable.dimensions.rbegin(); name != variable.dimensions.rend(); ++name) {
        indices.insert(indices.begin(), flat % size_of(data, *name));
        flat /= size_of(data, *name);
    }
    return indices.empty() ? variable.name
                           : fmt::format("{}({})", variable.name, fmt::join(indices, ", "));
}

/// What differs between two variables of the same name.
std::optional<std::string> difference(const Dataset& data, const Variable& stored,
                                      const Variable& now) {
    if (stored.values.index() != now.values.index()) {
        return fmt::format("{}: numbers of another kind", stored.name);
    }
    return std::visit(
        [&](const auto& then) -> std::optional<std::string> {
            using Values = std::decay_t<decltype(then)>;
            if constexpr (std::is_same_v<Values, std::vector<std::string>>) return std::nullopt;
            else {
                const auto& here = std::get<Values>(now.values);
                if (then.size() != here.size()) {
                    return fmt::format("{}: {} values in the file, {} now", stored.name, then.size(),
                                       here.size());
                }
                for (std::size_t i = 0; i < then.size(); ++i) {
                    if (bits(then[i]) == bits(here[i])) continue;
                    return fmt::format("{}: {} in the file, {} now", place_of(data, stored, i),
                                       then[i], here[i]);
                }
                return std::nullopt;
            }
        },
        stored.values);
}

const Variable* find(const Dataset& data, const std::string& name) {
    const auto place = std::ranges::find(data.variables, name, &Variable::name);
    return place == data.variables.end() ? nullptr : &*place;
}

}  // namespace

std::optional<std::string> first_difference(const Dataset& stored, const Dataset& now) {
    for (const Variable& variable : now.variables) {
        if (is_compared(variable) && !find(stored, variable.name)) {
            return variable.name + ": not in the file";
        }
    }
    for (const Variable& variable : stored.variables) {
        if (!is_compared(variable)) continue;
        const Variable* other = find(now, variable.name);
        if (!other) return variable.name + ": only in the file";
        if (auto found = difference(stored, variable, *other)) return found;
    }
    return std::nullopt;
}

std::size_t compared_variables(const Dataset& data) {
    return static_cast<std::size_t>(std::ranges::count_if(data.variables, is_compared));
}

}  // namespace fluxhop
