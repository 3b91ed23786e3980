#include "fluxhop/app/reference.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fluxhop/base/require.hpp"
#include "fluxhop/base/units.hpp"

namespace fluxhop {
namespace {

const ReferenceColumn& column_of(const ReferenceSolution& reference, const std::string& name) {
    const auto column =
        std::find_if(reference.columns.begin(), reference.columns.end(),
                     [&](const ReferenceColumn& candidate) { return candidate.name == name; });
    require(column != reference.columns.end(),
            fmt::format("{}: there is no column \"{}\"", reference.source, name));
    return *column;
}

}  // namespace

Eigen::MatrixXd recorded_numbers(const ReferenceSolution& reference, const Config& config,
                                 const System& system) {
    require(!std::holds_alternative<FilmConfig>(config.system) &&
                !std::holds_alternative<SlabParameters>(config.system),
            "--against compares rings and regions with another solution, not films and slabs");
    const Observable& observable = system.observables.back();
    Eigen::MatrixXd numbers(static_cast<Eigen::Index>(reference.times.size()),
                            static_cast<Eigen::Index>(system.recorded.size()));
    for (std::size_t i = 0; i < system.recorded.size(); ++i) {
        const std::string& label = system.labels[i];
        const ReferenceColumn& column =
            column_of(reference, label.empty() ? observable.name : label);
        const double unit = Units().parse(
            "1 " + column.unit, {observable.name.c_str(), observable.units.c_str(), "1 gauss"});
        const Reading& reading = observable.readings[i];
        for (std::size_t t = 0; t < column.values.size(); ++t) {
            numbers(static_cast<Eigen::Index>(t), static_cast<Eigen::Index>(i)) =
                (column.values[t] * unit - reading.offset) / reading.scale;
        }
    }
    return numbers;
}

}  // namespace fluxhop
