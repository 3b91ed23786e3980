#include "fluxhop/io/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "fluxhop/base/require.hpp"
#include "fluxhop/base/text.hpp"

namespace fluxhop {
namespace {

constexpr std::size_t longest_line = std::size_t{1} << 20;

/// Spreadsheets quote cells and end lines in their own way.
std::string plain(std::string_view text) { return std::string(trimmed(text, " \t\r\"")); }

/// The text before the separator; takes both off the front of `rest`.
std::string_view take_until(char separator, std::string_view& rest) {
    const std::string_view part = rest.substr(0, rest.find(separator));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    return part;
}

}  // namespace

CsvReader::CsvReader(std::string source, std::string_view text)
    : source_(std::move(source)), rest_(text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";  // as spreadsheets write it
    if (rest_.starts_with(byte_order_mark)) rest_.remove_prefix(byte_order_mark.size());
}

bool CsvReader::next() {
    while (!rest_.empty()) {
        ++line_;
        std::string_view line = take_until('\n', rest_);
        require(line.size() <= longest_line,
                fmt::format("{}: a line of more than {} bytes", place(), longest_line));
        cells_.clear();
        while (!line.empty()) cells_.push_back(plain(take_until(',', line)));
        const bool blank = cells_.empty() || (cells_.size() == 1 && cells_[0].empty());
        if (!blank && !cells_[0].starts_with('#')) return true;
    }
    return false;
}

std::string CsvReader::place() const { return fmt::format("{}:{}", source_, line_); }

CsvColumn read_csv_header(const std::string& place, const std::string& cell,
                          std::string_view example) {
    const auto open = cell.find_last_of("([");
    const auto close = cell.find_last_of(")]");
    require(open != std::string::npos && close != std::string::npos && open < close,
            fmt::format("{}: column \"{}\" has no unit; write it as \"{} ({})\"", place, cell, cell,
                        example));
    return {plain(cell.substr(0, open)), plain(cell.substr(open + 1, close - open - 1))};
}

double read_csv_number(const std::string& place, const std::string& cell) {
    double value = 0.0;
    const char* end = cell.data() + cell.size();
    const auto [stop, error] = std::from_chars(cell.data(), end, value);
    const bool good = error == std::errc{} && stop == end && std::isfinite(value);
    if (!good) throw UsageError(fmt::format("{}: \"{}\" is not a finite number", place, cell));
    return value;
}

}  // namespace fluxhop
