/// Datasets as netCDF-4, which xarray, ncdump and the plotting tools of the field open without a helper.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "fluxhop/io/dataset.hpp"

namespace fluxhop {

/// The bytes of a netCDF-4 file, with its seal (seal.hpp).
class NetcdfImage {
public:
    /// Built in memory, because HDF5 does not survive a disk that fills up under it.
    /// @throws RunError when the library refuses
    explicit NetcdfImage(const Dataset& dataset);

    std::span<const std::byte> bytes() const { return {memory_.get(), size_}; }

private:
    struct Free {
        void operator()(std::byte* memory) const;
    };
    void add_seal();

    std::unique_ptr<std::byte, Free> memory_;
    std::size_t size_ = 0;
};

/// Whether a file begins as netCDF files do.
bool looks_like_netcdf(const std::string& path);

/// Sizes and attributes of a netCDF file, without the data.
/// @throws UsageError when the file is missing or is not netCDF, RunError when it is damaged
Dataset read_header(const std::string& path);

/// A whole netCDF file of numbers and texts.
/// @throws UsageError when the file is missing, is not netCDF or holds other kinds of data, RunError when it
///         is damaged
Dataset read_dataset(const std::string& path);

}  // namespace fluxhop
