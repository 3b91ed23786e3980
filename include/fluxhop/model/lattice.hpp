/// Regular lattices of pinning sites whose neighbours are computed, not stored.
///
/// Site (column, row) has index row x columns + column. x runs along the columns, the direction of the
/// Lorentz force; y along the rows, the direction of the current. Lengths in units of the hop length a.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "fluxhop/base/ids.hpp"

namespace fluxhop {

enum class LatticeKind : std::uint8_t { chain, square, triangular };

/// What lies beyond the first and the last site of an axis.
enum class EdgeKind : std::uint8_t {
    periodic,
    closed,
    open,  ///< a reservoir on either side
};

/// A displacement in units of the hop length.
struct Step {
    double x = 0.0;  ///< along the Lorentz force
    double y = 0.0;
};

struct Lattice {
    LatticeKind kind = LatticeKind::chain;
    std::size_t columns = 0;
    std::size_t rows = 1;  ///< 1 for a chain; even for a triangular lattice periodic along y
    EdgeKind edges_x = EdgeKind::periodic;
    EdgeKind edges_y = EdgeKind::periodic;

    std::size_t sites() const { return columns * rows; }
    /// The directions a hop can take; direction d and d ^ 1 are each other's reverse.
    std::size_t directions() const;
    Step step(std::size_t direction) const;

    /// Where a hop leads: a site, a side, or nowhere.
    struct Destination {
        enum class Kind : std::uint8_t { site, reservoir, nowhere };
        Kind kind = Kind::nowhere;
        std::size_t index = 0;  ///< of the site or of the reservoir
    };
    /// Reservoirs: left and right if x is open, then below and above if y is.
    std::size_t reservoirs() const {
        return (edges_x == EdgeKind::open ? 2 : 0) + (edges_y == EdgeKind::open ? 2 : 0);
    }
    Destination destination(std::size_t site, std::size_t direction) const;

    /// Position of a site, hop lengths; odd rows of a triangular lattice stand half a step to the right.
    Step position(std::size_t site) const;
    /// Height of a row over the one below, hop lengths.
    double row_height() const;
};

}  // namespace fluxhop
