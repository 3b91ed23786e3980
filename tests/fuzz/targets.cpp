#include "targets.hpp"

#include <cmath>
#include <string>

#include "fluxhop/app/assemble.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/base/text.hpp"
#include "fluxhop/base/units.hpp"
#include "fluxhop/io/config.hpp"
#include "fluxhop/io/config_error.hpp"
#include "fluxhop/io/reference_solution.hpp"
#include "fluxhop/io/site_file.hpp"
#include "fluxhop/model/neighbours.hpp"
#include "promise.hpp"

namespace fluxhop::fuzz {
namespace {

/// A folder that does not exist: no text may read a file.
const std::string source = "/nowhere/fuzz.toml";

Config parse(std::string_view text) {
    const SampleLimits small{.bytes = 1e6, .steps = 1e6};
    return parse_config(source, text, {.command_line = {}, .sweep_point = {}, .limits = small});
}

/// Whether a system is made in well under a millisecond.
struct IsSmall {
    static constexpr std::size_t few = 300;

    bool operator()(const RegionNetwork& network) const { return network.regions.size() < few; }
    bool operator()(const FilmConfig& config) const { return site_count(*config.film) < few; }
    bool operator()(const SlabParameters& slab) const { return slab.columns < few; }
    bool operator()(const auto&) const { return true; }
};

bool is_small(const Config& config) {
    const GridConfig& time = config.time;
    const double times = time.spacing == GridConfig::Spacing::linear
                             ? static_cast<double>(time.count)
                             : static_cast<double>(time.per_decade) * std::log10(time.last / time.first);
    return times < 1e4 && std::visit(IsSmall{}, config.system);
}

void check_assembly(const Config& config) {
    if (!is_small(config)) return;
    const System system = assemble(config);
    promise(system.grid.size() > 0, "a system has recording times");
    promise(system.labels.size() == system.recorded.size(), "what is recorded has a name");
}

void check_mistakes(const ConfigError& error) {
    promise(!error.mistakes().empty(), "an error has a mistake");
    for (const Mistake& mistake : error.mistakes()) {
        promise(!mistake.place.origin.empty() && !mistake.message.empty(), "a mistake has a place");
    }
    const std::string said = legible(error.what());
    promise(is_utf8(said) && said.find('\0') == std::string::npos, "messages can be shown");
}

}  // namespace

void config(std::string_view text) {
    std::string effective;
    try {
        const Config first = parse(text);
        effective = first.effective;
        check_assembly(first);
    } catch (const ConfigError& error) {
        promise(effective.empty(), "assembly does not judge keys");
        return check_mistakes(error);
    } catch (const UsageError&) {
        // From here on the configuration was right; its numbers may still make no system.
    }
    promise(!effective.empty(), "configurations are refused with their mistakes");
    const std::string again = parse(effective).effective;
    promise(parse(again).effective == again, "the effective configuration is its own");
}

void quantity(std::string_view text) {
    namespace dim = dimension;
    Units units;
    units.set_temperature(4.2);
    for (const Dimension& expected :
         {dim::temperature, dim::energy, dim::length, dim::time, dim::frequency, dim::current_density,
          dim::flux, dim::field, dim::area, dim::speed, dim::viscosity, dim::resistivity,
          dim::inductance}) {
        try {
            promise(std::isfinite(units.parse(text, expected)), "quantities are finite");
        } catch (const UsageError& error) {
            const std::string said = legible(error.what());
            promise(is_utf8(said), "messages can be shown");
            // What is wrong in itself is so for every dimension.
            if (said.find(" is not " + with_article(expected) + ";") == std::string::npos) break;
        }
    }
    if (const auto parts = split_quantity(text)) promise(parts->second.size() <= text.size(), "a part");
}

void site_file(std::string_view text) {
    try {
        const SiteTable table = parse_site_file("fuzz.csv", text, 10.0);
        promise(!table.points.empty(), "a table has sites");
        promise(table.energies.empty() || table.energies.size() == table.points.size(),
                "energies belong to sites");
        for (const double energy : table.energies) promise(energy >= 0.0, "energies are not negative");
        neighbours_within(table.points, Box{1e-6, 1e-6, true, false}, 1e-7, 1e5);
    } catch (const UsageError& error) {
        promise(is_utf8(legible(error.what())), "messages can be shown");
    }
}

void reference(std::string_view text) {
    try {
        const ReferenceSolution solution = parse_reference_solution("fuzz.csv", text);
        for (const ReferenceColumn& column : solution.columns) {
            promise(column.values.size() == solution.times.size(), "columns are full");
        }
    } catch (const UsageError& error) {
        promise(is_utf8(legible(error.what())), "messages can be shown");
    }
}

}  // namespace fluxhop::fuzz
