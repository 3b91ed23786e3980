/// CSV files with a header line that names columns and units. Blank lines and lines that begin with #
/// are skipped; quotes around a cell are dropped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fluxhop {

/// Reads a CSV text line by line.
class CsvReader {
public:
    /// @param source the name messages give to the text, usually the path; `text` must outlive this
    CsvReader(std::string source, std::string_view text);

    /// Goes to the next line that holds something; false at the end.
    /// @throws UsageError for a line of more than a megabyte
    bool next();
    const std::vector<std::string>& cells() const { return cells_; }
    std::size_t line() const { return line_; }
    /// "file.csv:7"
    std::string place() const;

private:
    std::string source_;
    std::string_view rest_;
    std::size_t line_ = 0;
    std::vector<std::string> cells_;
};

struct CsvColumn {
    std::string name;
    std::string unit;  ///< as written
};

/// "p (gauss)" or "p [gauss]". @throws UsageError when there is no unit; shows `example` as one
CsvColumn read_csv_header(const std::string& place, const std::string& cell,
                          std::string_view example);

/// @throws UsageError unless the cell is a finite number
double read_csv_number(const std::string& place, const std::string& cell);

}  // namespace fluxhop
