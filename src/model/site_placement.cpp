#include "fluxhop/model/site_placement.hpp"

#include <algorithm>
#include <limits>
#include <numbers>
#include <sstream>
#include <utility>

#include "fluxhop/base/require.hpp"
#include "fluxhop/model/cell_grid.hpp"

namespace fluxhop {
namespace {

Point uniform_point(const Box& box, RandomStream& random) {
    const double x = box.width * uniform_open(random);
    return {x, box.height * uniform_open(random)};
}

/// Points by cell, taking new ones: in every cell a chain from the latest to the first.
class GrowingCells {
public:
    GrowingCells(const Box& box, double distance, std::size_t count)
        : box_(box),
          limit_(distance * distance),
          grid_(box, distance, count),
          latest_(grid_.size(), none) {
        points_.reserve(count);
        earlier_.reserve(count);
    }

    /// Adds the point unless one nearer than the distance is there already.
    void add_if_free(const Point& point) {
        bool free = true;
        grid_.for_each_near(point, [&](std::size_t cell) { free = free && is_far(point, cell); });
        if (!free) return;
        std::size_t& latest = latest_[grid_.cell_of(point)];
        earlier_.push_back(latest);
        latest = points_.size();
        points_.push_back(point);
    }

    std::vector<Point>& points() { return points_; }

private:
    static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

    bool is_far(const Point& point, std::size_t cell) const {
        for (std::size_t i = latest_[cell]; i != none; i = earlier_[i]) {
            if (squared_length(displacement(box_, point, points_[i])) < limit_) return false;
        }
        return true;
    }

    Box box_;
    double limit_;  ///< m^2
    CellGrid grid_;
    std::vector<std::size_t> latest_;   ///< by cell
    std::vector<std::size_t> earlier_;  ///< by point
    std::vector<Point> points_;
};

[[noreturn]] void refuse_packing(std::size_t count, std::size_t attained, const Box& box,
                                 double distance) {
    const double disc = std::numbers::pi * distance * distance / 4.0;
    std::ostringstream text;
    text << "only " << attained << " of " << count << " sites could be placed at least "
         << distance * 1e9 << " nm apart in " << box.width * 1e9 << " nm x " << box.height * 1e9
         << " nm: a coverage of " << disc * static_cast<double>(attained) / box.area()
         << ", where " << disc * static_cast<double>(count) / box.area()
         << " was asked for; placing at random jams at " << jamming_coverage
         << " in a large box. Ask for fewer sites or a smaller distance";
    throw UsageError(text.str());
}

}  // namespace

std::vector<Point> place_poisson(std::size_t count, const Box& box, RandomStream& random) {
    std::vector<Point> points(count);
    for (Point& point : points) point = uniform_point(box, random);
    return points;
}

std::vector<Point> place_apart(std::size_t count, const Box& box, double minimum_distance,
                               RandomStream& random) {
    FLUXHOP_ASSERT(minimum_distance >= 0.0);
    GrowingCells placed(box, minimum_distance, count);
    const std::size_t tries = std::max<std::size_t>(100'000, 1000 * count);
    for (std::size_t i = 0; i < tries && placed.points().size() < count; ++i) {
        placed.add_if_free(uniform_point(box, random));
    }
    const std::size_t attained = placed.points().size();
    if (attained < count) refuse_packing(count, attained, box, minimum_distance);
    return std::move(placed.points());
}

}  // namespace fluxhop
