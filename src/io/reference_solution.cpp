#include "fluxhop/io/reference_solution.hpp"

#include <fmt/format.h>

#include "fluxhop/base/require.hpp"
#include "fluxhop/base/text.hpp"
#include "fluxhop/base/units.hpp"
#include "fluxhop/io/csv.hpp"
#include "fluxhop/io/fingerprint.hpp"
#include "fluxhop/io/text_file.hpp"

namespace fluxhop {
namespace {

constexpr std::size_t longest_reference = std::size_t{1} << 28;

/// All columns of the header line, the time's first.
std::vector<ReferenceColumn> read_header(const CsvReader& csv) {
    std::vector<ReferenceColumn> columns;
    for (const std::string& cell : csv.cells()) {
        CsvColumn column = read_csv_header(csv.place(), cell, "gauss");
        columns.push_back({std::move(column.name), std::move(column.unit), {}});
    }
    require(columns.size() >= 2, csv.place() + ": needs a time column and at least one more");
    return columns;
}

/// @param seconds the unit of the first column
void read_row(const CsvReader& csv, double seconds, ReferenceSolution& solution) {
    const std::string place = csv.place();
    const auto& row = csv.cells();
    require(row.size() == solution.columns.size(),
            fmt::format("{}: {} values under {} columns", place, row.size(),
                        solution.columns.size()));
    const double time = read_csv_number(place, row[0]) * seconds;
    if (time == 0.0) return;
    require(time > 0.0 && (solution.times.empty() || time > solution.times.back()),
            place + ": times must increase from zero");
    solution.times.push_back(time);
    for (std::size_t i = 1; i < row.size(); ++i) {
        solution.columns[i].values.push_back(read_csv_number(place, row[i]));
    }
}

}  // namespace

ReferenceSolution parse_reference_solution(const std::string& source, std::string_view text) {
    ReferenceSolution solution{source, sha256_of(text), {}, {}};
    CsvReader csv(source, text);
    if (csv.next()) {
        solution.columns = read_header(csv);
        const double seconds = Units().parse("1 " + solution.columns[0].unit, dimension::time);
        while (csv.next()) read_row(csv, seconds, solution);
    }
    require(!solution.times.empty(), fmt::format("{}: holds no times", source));
    solution.columns.erase(solution.columns.begin());
    return solution;
}

ReferenceSolution read_reference_solution(const std::string& path) {
    return parse_reference_solution(path, read_text_file(path, longest_reference));
}

}  // namespace fluxhop
