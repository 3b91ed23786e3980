#include "fluxhop/model/cell_grid.hpp"

#include <algorithm>
#include <cmath>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

/// Cells this much wider than asked for, so that rounding cannot put near points two cells apart.
constexpr double margin = 1.0 + 1e-9;

/// The side of a cell: the distance, or one cell a point when that would give more cells.
double side_of_cell(const Box& box, double distance, std::size_t points) {
    const double one_a_point = std::sqrt(box.area() / std::max(1.0, static_cast<double>(points)));
    return std::max(distance * margin, one_a_point);
}

}  // namespace

CellGrid::CellGrid(const Box& box, double distance, std::size_t points)
    : x_(divided(box.width, side_of_cell(box, distance, points), points, box.periodic_x)),
      y_(divided(box.height, side_of_cell(box, distance, points), points, box.periodic_y)) {}

CellGrid::Axis CellGrid::divided(double length, double side, std::size_t points, bool periodic) {
    FLUXHOP_ASSERT(length > 0.0 && side > 0.0);
    const double most = std::max(1.0, static_cast<double>(points));
    const double cells = std::clamp(std::floor(length / side), 1.0, most);
    return {length, static_cast<std::size_t>(cells), periodic};
}

std::size_t CellGrid::Axis::cell_of(double position) const {
    const double cell = position / length * static_cast<double>(cells);
    return std::min(static_cast<std::size_t>(cell), cells - 1);
}

CellGrid::Near CellGrid::Axis::near(double position) const {
    const std::size_t own = cell_of(position);
    Near near;
    const auto add = [&near](std::size_t index) { near.indices[near.count++] = index; };
    const bool wraps = periodic && cells > 2;  // of two cells each is the other's neighbour once
    if (own > 0) add(own - 1);
    if (own == 0 && wraps) add(cells - 1);
    add(own);
    if (own + 1 < cells) add(own + 1);
    if (own + 1 == cells && wraps) add(0);
    return near;
}

}  // namespace fluxhop
