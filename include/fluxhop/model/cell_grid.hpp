/// Equal cells over a box, so that what is near a point is looked for in few of them.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "fluxhop/model/box.hpp"

namespace fluxhop {

/// Divides a box into cells no narrower than a distance, and not many more than there are points.
/// Points nearer to each other than that distance then lie in the same or in touching cells.
class CellGrid {
public:
    /// @param distance in m, >= 0
    CellGrid(const Box& box, double distance, std::size_t points);

    std::size_t size() const { return x_.cells * y_.cells; }

    /// The cell of a point in the box.
    std::size_t cell_of(const Point& point) const {
        return y_.cell_of(point.y) * x_.cells + x_.cell_of(point.x);
    }

    /// Calls visit(cell) for the cell of `point` and those that touch it, each once.
    template <class Visit>
    void for_each_near(const Point& point, Visit&& visit) const {
        const Near columns = x_.near(point.x), rows = y_.near(point.y);
        for (const std::size_t row : rows.span()) {
            for (const std::size_t column : columns.span()) visit(row * x_.cells + column);
        }
    }

private:
    /// Up to three neighbouring indices.
    struct Near {
        std::array<std::size_t, 3> indices{};
        std::size_t count = 0;
        std::span<const std::size_t> span() const { return {indices.data(), count}; }
    };

    struct Axis {
        double length;
        std::size_t cells;
        bool periodic;

        std::size_t cell_of(double position) const;
        Near near(double position) const;
    };

    static Axis divided(double length, double side, std::size_t points, bool periodic);

    Axis x_, y_;
};

}  // namespace fluxhop
