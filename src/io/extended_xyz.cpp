#include "fluxhop/io/extended_xyz.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

constexpr double angstroms_per_metre = 1e10;

/// Ten digits: 1e-5 Angstrom in 10 um, and no digits of rounding.
std::string length(double metres) {
    FLUXHOP_ASSERT(std::isfinite(metres));
    return fmt::format("{:.10g}", metres * angstroms_per_metre);
}

char flag(bool periodic) { return periodic ? 'T' : 'F'; }

[[maybe_unused]] bool is_one_word(std::string_view text) {
    return !text.empty() && text.find_first_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

void append_xyz_frame(std::string& text, const XyzCell& cell, double time,
                      std::span<const XyzVortex> vortices) {
    FLUXHOP_ASSERT(std::isfinite(time));
    FLUXHOP_ASSERT(cell.width > 0.0 && cell.height > 0.0 && cell.depth > 0.0);
    const auto out = std::back_inserter(text);
    fmt::format_to(out, "{}\nLattice=\"{} 0 0 0 {} 0 0 0 {}\" Properties=species:S:1:pos:R:3:id:I:1 ",
                   vortices.size(), length(cell.width), length(cell.height), length(cell.depth));
    fmt::format_to(out, "pbc=\"{} {} {}\" Time={}\n", flag(cell.periodic_x), flag(cell.periodic_y),
                   flag(cell.periodic_z), time);
    for (const XyzVortex& vortex : vortices) {
        FLUXHOP_ASSERT(is_one_word(vortex.species));
        fmt::format_to(out, "{} {} {} {} {}\n", vortex.species, length(vortex.x), length(vortex.y),
                       length(vortex.z), vortex.id);
    }
}

void write_xyz(const ResultFile& file, std::string_view text) {
    file.write(std::as_bytes(std::span(text)));
}

}  // namespace fluxhop
