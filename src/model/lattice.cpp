#include "fluxhop/model/lattice.hpp"

#include <cmath>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

struct Offset {
    int column;  ///< from an even row
    int row;
};

constexpr double half_sqrt3 = 0.86602540378443864676;

constexpr std::array<Offset, 4> square_offsets{{{1, 0}, {-1, 0}, {0, 1}, {0, -1}}};
/// East, west; up-right, down-left; up-left, down-right. From an odd row the diagonal ones shift by one.
constexpr std::array<Offset, 6> triangular_offsets{
    {{1, 0}, {-1, 0}, {0, 1}, {-1, -1}, {-1, 1}, {0, -1}}};
constexpr std::array<Step, 4> square_steps{{{1.0, 0.0}, {-1.0, 0.0}, {0.0, 1.0}, {0.0, -1.0}}};
constexpr std::array<Step, 6> triangular_steps{{{1.0, 0.0},
                                                {-1.0, 0.0},
                                                {0.5, half_sqrt3},
                                                {-0.5, -half_sqrt3},
                                                {-0.5, half_sqrt3},
                                                {0.5, -half_sqrt3}}};

/// The index an axis continues at, or nothing beyond an edge that is not periodic.
std::optional<std::size_t> along_axis(std::size_t index, int offset, std::size_t length,
                                      EdgeKind edges) {
    if (offset == 0) return index;
    if (offset > 0 && index + 1 < length) return index + 1;
    if (offset < 0 && index > 0) return index - 1;
    if (edges != EdgeKind::periodic) return std::nullopt;
    return offset > 0 ? 0 : length - 1;
}

}  // namespace

std::size_t Lattice::directions() const {
    if (kind == LatticeKind::chain) return 2;
    return kind == LatticeKind::square ? 4 : 6;
}

Step Lattice::step(std::size_t direction) const {
    FLUXHOP_ASSERT(direction < directions());
    return kind == LatticeKind::triangular ? triangular_steps[direction] : square_steps[direction];
}

double Lattice::row_height() const { return kind == LatticeKind::triangular ? half_sqrt3 : 1.0; }

Step Lattice::position(std::size_t site) const {
    const std::size_t row = site / columns;
    const bool shifted = kind == LatticeKind::triangular && row % 2 == 1;
    return {static_cast<double>(site % columns) + (shifted ? 0.5 : 0.0),
            static_cast<double>(row) * row_height()};
}

Lattice::Destination Lattice::destination(std::size_t site, std::size_t direction) const {
    const std::size_t column = site % columns;
    const std::size_t row = site / columns;
    Offset offset = kind == LatticeKind::triangular ? triangular_offsets[direction]
                                                    : square_offsets[direction];
    if (kind == LatticeKind::triangular && offset.row != 0 && row % 2 == 1) ++offset.column;
    const auto to_row = along_axis(row, offset.row, rows, edges_y);
    if (!to_row && edges_y != EdgeKind::open) return {};
    if (!to_row) return {Destination::Kind::reservoir, reservoirs() - (offset.row > 0 ? 1 : 2)};
    const auto to_column = along_axis(column, offset.column, columns, edges_x);
    if (to_column) return {Destination::Kind::site, *to_row * columns + *to_column};
    if (edges_x != EdgeKind::open) return {};
    return {Destination::Kind::reservoir, offset.column > 0 ? std::size_t{1} : std::size_t{0}};
}

}  // namespace fluxhop
