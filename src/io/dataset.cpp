#include "fluxhop/io/dataset.hpp"

namespace fluxhop {

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
