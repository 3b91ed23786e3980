#include "fluxhop/model/schedule.hpp"

#include <algorithm>
#include <cmath>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

using TimedValue = PiecewiseLinear::Point;

bool earlier(double time, const TimedValue& point) { return time < point.time; }

double between(const TimedValue& a, const TimedValue& b, double time) {
    return a.value + (b.value - a.value) * ((time - a.time) / (b.time - a.time));
}

}  // namespace

PiecewiseLinear::PiecewiseLinear(std::vector<Point> points) : points_(std::move(points)) {
    FLUXHOP_ASSERT(!points_.empty());
    FLUXHOP_ASSERT(std::is_sorted(points_.begin(), points_.end(), [](const Point& a, const Point& b) {
        return a.time < b.time;
    }));
}

double PiecewiseLinear::value(double time) const {
    const auto next = std::upper_bound(points_.begin(), points_.end(), time, earlier);
    if (next == points_.begin()) return points_.front().value;
    if (next == points_.end()) return points_.back().value;
    return between(*std::prev(next), *next, time);
}

std::pair<double, double> PiecewiseLinear::range(double begin, double end) const {
    auto next = std::upper_bound(points_.begin(), points_.end(), begin, earlier);
    double lowest = value(begin);
    double highest = lowest;
    const auto include = [&](double v) {
        lowest = std::min(lowest, v);
        highest = std::max(highest, v);
    };
    for (; next != points_.end() && next->time < end; ++next) include(next->value);
    // The limit from the left at `end`: where the straight piece that leads there arrives.
    if (next != points_.end() && next != points_.begin()) {
        const TimedValue& last = *std::prev(next);
        include(next->time == end ? next->value : between(last, *next, end));
    }
    return {lowest, highest};
}

std::vector<double> PiecewiseLinear::breaks() const {
    std::vector<double> times;
    for (const TimedValue& point : points_) times.push_back(point.time);
    return times;
}

bool PiecewiseLinear::is_constant() const {
    return std::all_of(points_.begin(), points_.end(),
                       [this](const TimedValue& p) { return p.value == points_.front().value; });
}

double Sinusoid::value(double time) const {
    return mean + amplitude * std::sin(2.0 * constants::pi * frequency * time);
}

std::pair<double, double> Sinusoid::range(double begin, double end) const {
    const auto crosses = [&](double quarter) {  // whether phase = quarter (mod 1) lies in between
        return std::ceil(frequency * begin - quarter) <= frequency * end - quarter;
    };
    const double size = std::abs(amplitude);
    const double peak = amplitude > 0.0 ? 0.25 : 0.75;
    const double first = value(begin), last = value(end);
    return {crosses(peak + 0.5) ? mean - size : std::min(first, last),
            crosses(peak) ? mean + size : std::max(first, last)};
}

double Signal::value(double time) const {
    return std::visit([time](const auto& law) { return law.value(time); }, law_);
}

std::pair<double, double> Signal::range(double begin, double end) const {
    return std::visit([=](const auto& law) { return law.range(begin, end); }, law_);
}

std::vector<double> Signal::breaks() const {
    const auto* pieces = std::get_if<PiecewiseLinear>(&law_);
    return pieces ? pieces->breaks() : std::vector<double>{};
}

bool Signal::is_constant() const {
    const auto* pieces = std::get_if<PiecewiseLinear>(&law_);
    return pieces ? pieces->is_constant() : std::get<Sinusoid>(law_).amplitude == 0.0;
}

std::vector<double> Schedule::breaks() const {
    std::vector<double> times = current.breaks();
    for (const double time : field.breaks()) times.push_back(time);
    std::sort(times.begin(), times.end());
    times.erase(std::unique(times.begin(), times.end()), times.end());
    return times;
}

}  // namespace fluxhop
