#include "fluxhop/io/reference_solution.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <fstream>
#include <sstream>

#include "fluxhop/base/require.hpp"
#include "fluxhop/base/text.hpp"
#include "fluxhop/base/units.hpp"

namespace fluxhop {
namespace {

/// Spreadsheets quote cells and end lines in their own way.
std::string plain(std::string_view text) { return std::string(trimmed(text, " \t\r\"")); }

std::vector<std::string> cells(const std::string& line) {
    std::vector<std::string> found;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, ',');) found.push_back(plain(cell));
    return found;
}

/// "p (gauss)" or "p [gauss]"
ReferenceColumn read_header_cell(const std::string& place, const std::string& cell) {
    const auto open = cell.find_last_of("([");
    const auto close = cell.find_last_of(")]");
    require(open != std::string::npos && close != std::string::npos && open < close,
            fmt::format("{}: column \"{}\" has no unit; write it as \"{} (gauss)\"", place, cell, cell));
    return {plain(cell.substr(0, open)), plain(cell.substr(open + 1, close - open - 1)), {}};
}

double read_number(const std::string& place, const std::string& cell) {
    double value = 0.0;
    const char* end = cell.data() + cell.size();
    const auto [stop, error] = std::from_chars(cell.data(), end, value);
    require(error == std::errc{} && stop == end && std::isfinite(value),
            fmt::format("{}: \"{}\" is not a finite number", place, cell));
    return value;
}

}  // namespace

ReferenceSolution parse_reference_solution(const std::string& source, std::string_view text) {
    ReferenceSolution solution{source, {}, {}};
    std::istringstream in{std::string(text)};
    std::string line;
    double seconds = 0.0;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        const std::string place = fmt::format("{}:{}", source, number);
        const auto row = cells(line);
        if (row.empty() || (row.size() == 1 && row[0].empty()) || row[0].starts_with('#')) continue;
        if (solution.columns.empty()) {
            for (const std::string& cell : row) {
                solution.columns.push_back(read_header_cell(place, cell));
            }
            require(row.size() >= 2, place + ": needs a time column and at least one more");
            seconds = Units().parse("1 " + solution.columns[0].unit, dimension::time);
            continue;
        }
        require(row.size() == solution.columns.size(),
                fmt::format("{}: {} values under {} columns", place, row.size(),
                            solution.columns.size()));
        const double time = read_number(place, row[0]) * seconds;
        if (time == 0.0) continue;
        require(time > 0.0 && (solution.times.empty() || time > solution.times.back()),
                place + ": times must increase from zero");
        solution.times.push_back(time);
        for (std::size_t i = 1; i < row.size(); ++i) {
            solution.columns[i].values.push_back(read_number(place, row[i]));
        }
    }
    require(!solution.times.empty(), fmt::format("{}: holds no times", source));
    solution.columns.erase(solution.columns.begin());
    return solution;
}

ReferenceSolution read_reference_solution(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    require(file.good(), fmt::format("{}: cannot be opened", path));
    std::ostringstream text;
    text << file.rdbuf();
    require(!text.fail(), fmt::format("{}: cannot be read as a file", path));
    return parse_reference_solution(path, text.str());
}

}  // namespace fluxhop
