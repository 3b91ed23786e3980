#include "fluxhop/io/dataset.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <netcdf>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

namespace fs = std::filesystem;

/// Enough to shrink integer series tenfold without slowing the writer down.
constexpr int compression_level = 1;

void put_attribute(auto& owner, const std::string& name, const AttributeValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        owner.putAtt(name, *text);
    } else if (const auto* real = std::get_if<double>(&value)) {
        owner.putAtt(name, netCDF::ncDouble, *real);
    } else {
        owner.putAtt(name, netCDF::ncInt64,
                     static_cast<long long>(std::get<std::int64_t>(value)));
    }
}

netCDF::NcType type_of(const Variable& variable) {
    if (std::holds_alternative<std::vector<double>>(variable.values)) return netCDF::ncDouble;
    if (std::holds_alternative<std::vector<std::int64_t>>(variable.values)) return netCDF::ncInt64;
    return netCDF::ncString;
}

void put_values(netCDF::NcVar& target, const Variable& variable) {
    if (const auto* texts = std::get_if<std::vector<std::string>>(&variable.values)) {
        std::vector<const char*> pointers;
        for (const std::string& text : *texts) pointers.push_back(text.c_str());
        target.putVar(pointers.data());
    } else if (const auto* reals = std::get_if<std::vector<double>>(&variable.values)) {
        target.putVar(reals->data());
    } else {
        target.putVar(std::get<std::vector<std::int64_t>>(variable.values).data());
    }
}

void put_variable(netCDF::NcFile& file, const Variable& variable) {
    netCDF::NcVar target = file.addVar(variable.name, type_of(variable).getName(),
                                       variable.dimensions);
    if (variable.dimensions.size() > 1) target.setCompression(true, true, compression_level);
    for (const auto& [name, value] : variable.attributes) put_attribute(target, name, value);
    put_values(target, variable);
}

void sync_to_disk(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY);
    const bool synced = file >= 0 && ::fsync(file) == 0;
    if (file >= 0) ::close(file);
    if (!synced) throw RunError(fmt::format("{}: {}", path, std::strerror(errno)));
}

AttributeValue read_attribute(const auto& attribute) {
    const netCDF::NcType type = attribute.getType();
    if (type == netCDF::ncChar || type == netCDF::ncString) {
        std::string text;
        attribute.getValues(text);
        return text;
    }
    if (type == netCDF::ncDouble) {
        double value = 0.0;
        attribute.getValues(&value);
        return value;
    }
    long long value = 0;
    attribute.getValues(&value);
    return static_cast<std::int64_t>(value);
}

std::string reason_unwritable(const std::string& path) {
    std::error_code ignored;
    if (fs::is_directory(path, ignored)) return "is a directory";
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL, 0666);
    if (file < 0) return std::strerror(errno);
    ::close(file);
    return "";
}

}  // namespace

void Dataset::add(std::string name, std::vector<std::string> variable_dimensions,
                  decltype(Variable::values) values, std::string long_name, std::string units) {
    Attributes description{{"long_name", std::move(long_name)}};
    if (!std::holds_alternative<std::vector<std::string>>(values)) {
        description.emplace_back("units", std::move(units));
    }
    variables.push_back({std::move(name), std::move(variable_dimensions), std::move(values),
                         std::move(description)});
}

ResultFile::ResultFile(std::string path)
    : path_(std::move(path)), temporary_(fmt::format("{}.{}.part", path_, ::getpid())) {
    std::error_code ignored;
    require(!fs::is_directory(path_, ignored), fmt::format("{}: is a directory", path_));
    const std::string reason = reason_unwritable(temporary_);
    require(reason.empty(), fmt::format("{}: cannot be written: {}", path_, reason));
}

ResultFile::~ResultFile() {
    std::error_code ignored;
    fs::remove(temporary_, ignored);
}

void ResultFile::write(const Dataset& dataset) {
    try {
        netCDF::NcFile file(temporary_, netCDF::NcFile::replace);
        for (const auto& [name, size] : dataset.dimensions) file.addDim(name, size);
        for (const auto& [name, value] : dataset.attributes) put_attribute(file, name, value);
        for (const Variable& variable : dataset.variables) put_variable(file, variable);
        file.close();
    } catch (const netCDF::exceptions::NcException& error) {
        throw RunError(fmt::format("{}: netCDF cannot write it: {}", path_, error.what()));
    }
    sync_to_disk(temporary_);
    std::error_code error;
    fs::rename(temporary_, path_, error);
    if (error) throw RunError(fmt::format("{}: {}", path_, error.message()));
}

Dataset read_header(const std::string& path) {
    std::error_code ignored;
    require(fs::exists(path, ignored), fmt::format("{}: no such file", path));
    Dataset dataset;
    try {
        const netCDF::NcFile file(path, netCDF::NcFile::read);
        for (const auto& [name, dimension] : file.getDims()) {
            dataset.dimensions.emplace_back(name, dimension.getSize());
        }
        for (const auto& [name, attribute] : file.getAtts()) {
            dataset.attributes.emplace_back(name, read_attribute(attribute));
        }
        for (const auto& [name, variable] : file.getVars()) {
            Variable header{name, {}, {}, {}};
            for (const auto& dimension : variable.getDims()) {
                header.dimensions.push_back(dimension.getName());
            }
            for (const auto& [key, attribute] : variable.getAtts()) {
                header.attributes.emplace_back(key, read_attribute(attribute));
            }
            dataset.variables.push_back(std::move(header));
        }
    } catch (const netCDF::exceptions::NcException& error) {
        throw UsageError(fmt::format("{}: not a netCDF-4 file that can be read: {}", path,
                                     error.what()));
    }
    return dataset;
}

}  // namespace fluxhop
