#include "fluxhop/io/site_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/base/units.hpp"
#include "fluxhop/io/csv.hpp"
#include "fluxhop/io/fingerprint.hpp"
#include "fluxhop/io/text_file.hpp"

namespace fluxhop {
namespace {

constexpr std::size_t longest_file = std::size_t{1} << 30;

/// A column of the file: what it is called and what one of its unit is inside.
struct Column {
    std::string name;  ///< x, y or U0
    double factor;     ///< m or kT
};

/// What one `unit` is; it must be a plain multiple, so that "nm @ 3" and "-1 nm" are none.
double factor_of(const Units& units, const std::string& unit, const Dimension& dimension) {
    const double factor = units.parse("1 " + unit, dimension);
    require(factor > 0.0 && units.parse("0 " + unit, dimension) == 0.0,
            fmt::format("\"{}\" is not a plain unit of {}", unit, dimension.name));
    return factor;
}

/// kelvins have no place in front of "energy" in UDUNITS-2, and users write energies in them.
bool is_absolute_temperature(const Units& units, const std::string& unit) {
    try {
        return units.parse("0 " + unit, dimension::temperature) == 0.0;  // not so for degC
    } catch (const UsageError&) {
        return false;
    }
}

/// One `unit` of energy in J.
double energy_factor(const Units& units, const std::string& unit) {
    if (is_absolute_temperature(units, unit)) {
        return constants::boltzmann * factor_of(units, unit, dimension::temperature);
    }
    return factor_of(units, unit, dimension::energy);
}

Column read_column(const std::string& place, const std::string& cell, double kelvin) {
    Units units;
    units.set_temperature(kelvin);
    const CsvColumn header = read_csv_header(place, cell, cell == "U0" ? "meV" : "nm");
    try {
        if (header.name == "x" || header.name == "y") {
            return {header.name, factor_of(units, header.unit, dimension::length)};
        }
        if (header.name == "U0") {
            return {"U0", energy_factor(units, header.unit) / (constants::boltzmann * kelvin)};
        }
    } catch (const UsageError& wrong) {
        throw UsageError(fmt::format("{}: column \"{}\": {}", place, cell, wrong.what()));
    }
    throw UsageError(fmt::format("{}: column \"{}\" is unknown; allowed: x, y and U0, such as "
                                 "\"x [nm], y [nm], U0 [meV]\"",
                                 place, cell));
}

std::vector<Column> read_header(const CsvReader& csv, double kelvin) {
    std::vector<Column> columns;
    const auto count = [&columns](const char* name) {
        return std::count_if(columns.begin(), columns.end(),
                             [name](const Column& c) { return c.name == name; });
    };
    for (const std::string& cell : csv.cells()) {
        columns.push_back(read_column(csv.place(), cell, kelvin));
        require(count(columns.back().name.c_str()) == 1,
                fmt::format("{}: two columns {}", csv.place(), columns.back().name));
    }
    for (const char* name : {"x", "y"}) {
        require(count(name) == 1, fmt::format("{}: there is no column {}, such as \"{} [nm]\"",
                                              csv.place(), name, name));
    }
    return columns;
}

/// The value of a cell in m or kT.
double read_value(const CsvReader& csv, const Column& column, const std::string& cell) {
    const std::string place = fmt::format("{}: column {}", csv.place(), column.name);
    const double value = read_csv_number(place, cell) * column.factor;
    if (!std::isfinite(value)) throw UsageError(fmt::format("{}: {} is too large", place, cell));
    if (column.name == "U0" && value < 0.0) {
        throw UsageError(fmt::format("{}: {} is negative; allowed: >= 0", place, cell));
    }
    return value;
}

void read_site(const CsvReader& csv, const std::vector<Column>& columns, SiteTable& table) {
    const auto& row = csv.cells();
    if (row.size() != columns.size()) {
        throw UsageError(fmt::format("{}: {} values under {} columns", csv.place(), row.size(),
                                     columns.size()));
    }
    Point point;
    for (std::size_t c = 0; c < row.size(); ++c) {
        const double value = read_value(csv, columns[c], row[c]);
        if (columns[c].name == "x") point.x = value;
        if (columns[c].name == "y") point.y = value;
        if (columns[c].name == "U0") table.energies.push_back(value);
    }
    table.points.push_back(point);
}

/// @param lines of the points in the file
void refuse_duplicates(const SiteTable& table, const std::vector<std::size_t>& lines) {
    const auto& points = table.points;
    std::vector<std::size_t> order(points.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&points](std::size_t a, std::size_t b) {
        return points[a].x < points[b].x || (points[a].x == points[b].x && points[a].y < points[b].y);
    });
    const auto twin = std::adjacent_find(
        order.begin(), order.end(),
        [&points](std::size_t a, std::size_t b) { return points[a] == points[b]; });
    if (twin == order.end()) return;
    throw UsageError(fmt::format("{}:{}: a site at the position of line {}; every site needs its own",
                                 table.source, lines[*(twin + 1)], lines[*twin]));
}

}  // namespace

SiteTable parse_site_file(const std::string& source, std::string_view text, double kelvin) {
    FLUXHOP_ASSERT(kelvin > 0.0);
    SiteTable table{source, sha256_of(text), {}, {}};
    CsvReader csv(source, text);
    std::vector<std::size_t> lines;
    if (csv.next()) {
        const std::vector<Column> columns = read_header(csv, kelvin);
        while (csv.next()) {
            read_site(csv, columns, table);
            lines.push_back(csv.line());
        }
    }
    require(!table.points.empty(),
            fmt::format("{}: holds no sites; expected a header such as \"x [nm], y [nm], U0 [meV]\" "
                        "and one line a site",
                        source));
    refuse_duplicates(table, lines);
    return table;
}

SiteTable read_site_file(const std::string& path, double kelvin) {
    return parse_site_file(path, read_text_file(path, longest_file), kelvin);
}

}  // namespace fluxhop
