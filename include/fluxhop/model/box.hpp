/// The plane that vortices and pinning sites lie in.
#pragma once

namespace fluxhop {

/// A position in m.
struct Point {
    double x = 0.0, y = 0.0;
    friend bool operator==(const Point&, const Point&) = default;
};

/// The rectangle from (0, 0) to (width, height), in m, both > 0, edges included. Along a periodic
/// axis its two edges are the same place.
struct Box {
    double width = 0.0, height = 0.0;
    bool periodic_x = false, periodic_y = false;

    double area() const { return width * height; }  ///< m^2
    bool contains(const Point& p) const {
        return 0.0 <= p.x && p.x <= width && 0.0 <= p.y && p.y <= height;
    }
};

/// x moved by a period into [-period/2, period/2], for |x| <= period.
constexpr double nearest_image(double x, double period) {
    if (x > period / 2.0) return x - period;
    if (x < -period / 2.0) return x + period;
    return x;
}

/// The way from one point in the box to another, in m; along a periodic axis to the nearest image.
inline Point displacement(const Box& box, const Point& from, const Point& to) {
    const double dx = to.x - from.x, dy = to.y - from.y;
    return {box.periodic_x ? nearest_image(dx, box.width) : dx,
            box.periodic_y ? nearest_image(dy, box.height) : dy};
}

constexpr double squared_length(const Point& d) { return d.x * d.x + d.y * d.y; }

}  // namespace fluxhop
