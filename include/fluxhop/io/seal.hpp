/// A checksum behind the end of a result file, because HDF5 does not survive every damaged one.
///
/// HDF5 knows from its superblock where the file ends and does not look at what follows. The seal
/// is 24 bytes, numbers little-endian: "fluxhop" and 1, the length of what it seals, its CRC-32,
/// and the CRC-32 of the seal so far.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace fluxhop {

using Seal = std::array<std::byte, 24>;

Seal seal_of(std::span<const std::byte> bytes);

/// Where HDF5 says that its part of a file ends; nothing for bytes that do not begin as HDF5's do.
std::optional<std::uint64_t> end_of_hdf5(std::span<const std::byte> head);

/// Whether a netCDF file is what was written, as far as can be told before HDF5 reads it: all of it
/// where there is a seal, that nothing is missing at its end where another program has written it.
/// @throws RunError when it is not, UsageError when it is no netCDF file at all
void require_undamaged(const std::string& path);

}  // namespace fluxhop
