/// What a result file holds: named dimensions, variables with units, attributes.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace fluxhop {

using AttributeValue = std::variant<std::string, double, std::int64_t>;
using Attributes = std::vector<std::pair<std::string, AttributeValue>>;

/// The value of an attribute; null where there is none.
const AttributeValue* find_attribute(const Attributes& attributes, const std::string& name);

struct Variable {
    std::string name;
    std::vector<std::string> dimensions;  ///< outermost first; none for a scalar
    std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>> values;
    Attributes attributes;                ///< long_name and units at least
};

struct Dataset {
    std::vector<std::pair<std::string, std::size_t>> dimensions;
    std::vector<Variable> variables;
    Attributes attributes;

    /// A variable of numbers with its long name and units ("1" for pure numbers).
    void add(std::string name, std::vector<std::string> variable_dimensions,
             decltype(Variable::values) values, std::string long_name, std::string units = "1");
};

}  // namespace fluxhop
