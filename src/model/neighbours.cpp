#include "fluxhop/model/neighbours.hpp"

#include <algorithm>
#include <sstream>

#include "fluxhop/base/require.hpp"
#include "fluxhop/model/cell_grid.hpp"

namespace fluxhop {
namespace {

/// Points in the order of their cells; those of cell c are order[first[c]] to order[first[c + 1]].
struct SortedCells {
    std::vector<std::size_t> first;
    std::vector<std::size_t> order;  ///< increasing inside a cell

    SortedCells(const CellGrid& grid, std::span<const Point> points)
        : first(grid.size() + 1, 0), order(points.size()) {
        for (const Point& point : points) ++first[grid.cell_of(point) + 1];
        for (std::size_t c = 0; c < grid.size(); ++c) first[c + 1] += first[c];
        std::vector<std::size_t> next(first.begin(), first.end() - 1);
        for (std::size_t i = 0; i < points.size(); ++i) order[next[grid.cell_of(points[i])]++] = i;
    }

    std::span<const std::size_t> in(std::size_t cell) const {
        return std::span(order).subspan(first[cell], first[cell + 1] - first[cell]);
    }
};

void require_short(double cutoff, bool periodic, double length, const char* side) {
    if (!periodic || cutoff < length / 2.0) return;
    std::ostringstream text;
    text << "a hop of up to " << cutoff * 1e9 << " nm must be shorter than half the periodic "
         << side << " of " << length * 1e9 << " nm";
    throw UsageError(text.str());
}

void require_inside(std::span<const Point> points, const Box& box) {
    const auto found = std::find_if_not(points.begin(), points.end(),
                                        [&box](const Point& p) { return box.contains(p); });
    if (found == points.end()) return;
    std::ostringstream text;
    text << "site " << found - points.begin() << " at (" << found->x * 1e9 << ", "
         << found->y * 1e9 << ") nm lies outside the box of " << box.width * 1e9 << " nm x "
         << box.height * 1e9 << " nm";
    throw UsageError(text.str());
}

/// Of points in neighbouring cells, as if every cell had nine neighbours as full as itself.
void require_few_pairs(const CellGrid& grid, const SortedCells& cells, double most) {
    double pairs = 0.0;
    for (std::size_t c = 0; c < grid.size(); ++c) {
        const auto points = static_cast<double>(cells.in(c).size());
        pairs += 9.0 * points * points;
    }
    if (pairs <= most) return;
    std::ostringstream text;
    text << "some " << pairs << " pairs of sites would have to be looked at, of at most " << most
         << ": take a shorter reach, or a box no larger than the sites need";
    throw UsageError(text.str());
}

}  // namespace

std::vector<Bond> neighbours_within(std::span<const Point> points, const Box& box, double cutoff,
                                    double most_pairs) {
    FLUXHOP_ASSERT(cutoff > 0.0);
    require_short(cutoff, box.periodic_x, box.width, "width");
    require_short(cutoff, box.periodic_y, box.height, "height");
    require_inside(points, box);
    const CellGrid grid(box, cutoff, points.size());
    const SortedCells cells(grid, points);
    require_few_pairs(grid, cells, most_pairs);
    std::vector<Bond> bonds;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const std::size_t first = bonds.size();
        grid.for_each_near(points[i], [&](std::size_t cell) {
            for (const std::size_t j : cells.in(cell)) {
                if (j <= i) continue;
                const Point d = displacement(box, points[i], points[j]);
                if (squared_length(d) > cutoff * cutoff) continue;
                bonds.push_back({NodeId(i), NodeId(j), d.x, d.y});
            }
        });
        std::sort(bonds.begin() + static_cast<std::ptrdiff_t>(first), bonds.end(),
                  [](const Bond& a, const Bond& b) { return a.to < b.to; });
    }
    return bonds;
}

}  // namespace fluxhop
