#include "fluxhop/io/dataset.hpp"

#include <algorithm>

namespace fluxhop {

const AttributeValue* find_attribute(const Attributes& attributes, const std::string& name) {
    const auto place = std::ranges::find(attributes, name, &Attributes::value_type::first);
    return place == attributes.end() ? nullptr : &place->second;
}

void Dataset::add(std::string name, std::vector<std::string> variable_dimensions,
                  decltype(Variable::values) values, std::string long_name, std::string units) {
    Attributes description{{"long_name", std::move(long_name)}};
    if (!std::holds_alternative<std::vector<std::string>>(values)) {
        description.emplace_back("units", std::move(units));
    }
    variables.push_back({std::move(name), std::move(variable_dimensions), std::move(values),
                         std::move(description)});
}

}  // namespace fluxhop
