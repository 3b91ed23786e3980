/// A result file in memory: named dimensions, variables with units, attributes. Written as netCDF-4,
/// which xarray, ncdump and every plotting tool of the field open without a helper.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace fluxhop {

using AttributeValue = std::variant<std::string, double, std::int64_t>;
using Attributes = std::vector<std::pair<std::string, AttributeValue>>;

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

/// A result file being prepared. The name appears only when the file is whole: everything goes into
/// a temporary file beside it, which is renamed at the end and removed on any failure.
class ResultFile {
public:
    /// Claims the temporary name, so that an unwritable place is known before hours of work.
    /// @throws UsageError when `path` cannot be written
    explicit ResultFile(std::string path);
    ~ResultFile();
    ResultFile(const ResultFile&) = delete;
    ResultFile& operator=(const ResultFile&) = delete;

    const std::string& path() const { return path_; }
    /// Writes, syncs to disk and renames. @throws RunError when the disk refuses
    void write(const Dataset& dataset);

private:
    std::string path_;
    std::string temporary_;
};

/// Sizes and attributes of a result file, without the data.
/// @throws UsageError when the file is missing or is not netCDF
Dataset read_header(const std::string& path);

}  // namespace fluxhop
