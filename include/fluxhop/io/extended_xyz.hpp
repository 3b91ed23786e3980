/// Vortex positions as extended XYZ text, which OVITO, ASE and VMD open as an animation.
///
/// Lengths are in Angstrom, the unit those programs take XYZ files to be in; the time is in s. A frame:
///     2
///     Lattice="10000 0 0 0 5000 0 0 0 100" Properties=species:S:1:pos:R:3:id:I:1 pbc="T F F" Time=0.5
///     vortex 125.5 3402 0 1
///     antivortex 881 12.25 0 2
/// species and pos stand first, as in plain XYZ files, so that programs that know only those read
/// the frames as well.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "fluxhop/io/result_file.hpp"

namespace fluxhop {

/// The box that is drawn, from the origin, in m, all > 0.
struct XyzCell {
    double width = 0.0, height = 0.0, depth = 0.0;
    bool periodic_x = false, periodic_y = false, periodic_z = false;
};

struct XyzVortex {
    std::int64_t id = 0;               ///< the same in every frame
    std::string_view species;          ///< one word: "vortex"
    double x = 0.0, y = 0.0, z = 0.0;  ///< m, finite
};

/// Appends one frame. The number of vortices may change from frame to frame, and be zero.
/// @param time in s, finite
void append_xyz_frame(std::string& text, const XyzCell& cell, double time,
                      std::span<const XyzVortex> vortices);

/// Writes all frames, whole or not at all. @throws RunError when the disk refuses
void write_xyz(const ResultFile& file, std::string_view text);

}  // namespace fluxhop
