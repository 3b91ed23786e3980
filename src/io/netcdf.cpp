#include "fluxhop/io/netcdf.hpp"

#include <fmt/format.h>
#include <netcdf.h>
#include <netcdf_mem.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <netcdf>
#include <new>

#include "fluxhop/base/require.hpp"
#include "fluxhop/io/seal.hpp"

namespace fluxhop {
namespace {

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

void put_variable(netCDF::NcGroup& file, const Variable& variable) {
    netCDF::NcVar target = file.addVar(variable.name, type_of(variable).getName(),
                                       variable.dimensions);
    // Texts have no fixed size and cannot be compressed.
    const bool is_text = type_of(variable) == netCDF::ncString;
    if (variable.dimensions.size() > 1 && !is_text) target.setCompression(true, true, compression_level);
    for (const auto& [name, value] : variable.attributes) put_attribute(target, name, value);
    put_values(target, variable);
}

void put_dataset(netCDF::NcGroup& file, const Dataset& dataset) {
    for (const auto& [name, size] : dataset.dimensions) file.addDim(name, size);
    for (const auto& [name, value] : dataset.attributes) put_attribute(file, name, value);
    for (const Variable& variable : dataset.variables) put_variable(file, variable);
}

void check(int status) {
    if (status != NC_NOERR) {
        throw RunError(fmt::format("netCDF cannot build the result file: {}", nc_strerror(status)));
    }
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

std::vector<std::string> read_texts(const netCDF::NcVar& variable, std::size_t size) {
    std::vector<char*> raw(size);
    variable.getVar(raw.data());
    std::vector<std::string> texts(raw.begin(), raw.end());
    nc_free_string(size, raw.data());
    return texts;
}

decltype(Variable::values) read_values(const netCDF::NcVar& variable) {
    std::size_t size = 1;
    for (const auto& dimension : variable.getDims()) size *= dimension.getSize();
    const netCDF::NcType type = variable.getType();
    if (type == netCDF::ncString) return read_texts(variable, size);
    if (type == netCDF::ncInt64) {
        std::vector<std::int64_t> wholes(size);
        variable.getVar(wholes.data());
        return wholes;
    }
    require(type == netCDF::ncDouble, variable.getName() + " is neither a number nor a text of ours");
    std::vector<double> reals(size);
    variable.getVar(reals.data());
    return reals;
}

Variable read_variable(const netCDF::NcVar& variable, bool with_values) {
    Variable result{variable.getName(), {}, {}, {}};
    for (const auto& dimension : variable.getDims()) {
        result.dimensions.push_back(dimension.getName());
    }
    for (const auto& [key, attribute] : variable.getAtts()) {
        result.attributes.emplace_back(key, read_attribute(attribute));
    }
    if (with_values) result.values = read_values(variable);
    return result;
}

Dataset read_file(const std::string& path, bool with_values) {
    require_undamaged(path);
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
            dataset.variables.push_back(read_variable(variable, with_values));
        }
    } catch (const netCDF::exceptions::NcException& error) {
        const std::string_view reason = error.what();  // its second line is about netCDF's source
        throw RunError(fmt::format("{}: cannot be read as netCDF-4: {}", path,
                                   reason.substr(0, reason.find('\n'))));
    }
    return dataset;
}

}  // namespace

void NetcdfImage::Free::operator()(std::byte* memory) const { std::free(memory); }

NetcdfImage::NetcdfImage(const Dataset& dataset) {
    int id = 0;
    check(nc_create_mem("fluxhop", NC_NETCDF4, 0, &id));
    try {
        netCDF::NcGroup file(id);
        put_dataset(file, dataset);
    } catch (const netCDF::exceptions::NcException& error) {
        nc_abort(id);
        throw RunError(fmt::format("netCDF cannot build the result file: {}", error.what()));
    }
    NC_memio image{};
    check(nc_close_memio(id, &image));
    memory_.reset(static_cast<std::byte*>(image.memory));
    size_ = image.size;
    size_ = std::min<std::size_t>(size_, end_of_hdf5(bytes()).value_or(size_));  // memory is taken in blocks
    add_seal();
}

void NetcdfImage::add_seal() {
    const Seal seal = seal_of(bytes());
    auto* longer = static_cast<std::byte*>(std::realloc(memory_.get(), size_ + seal.size()));
    if (!longer) throw std::bad_alloc();
    static_cast<void>(memory_.release());
    memory_.reset(longer);
    std::ranges::copy(seal, longer + size_);
    size_ += seal.size();
}

bool looks_like_netcdf(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string magic(4, ' ');
    file.read(magic.data(), 4);
    return magic == "\x89HDF" || magic.starts_with("CDF");
}

Dataset read_header(const std::string& path) { return read_file(path, false); }

Dataset read_dataset(const std::string& path) { return read_file(path, true); }

}  // namespace fluxhop
