#include "fluxhop/observe/time_grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

/// To 15 digits: 1e-4 is the same time whether it is the last one of a grid or a step of a longer one.
double rounded(double time) { return std::stod(fmt::format("{:.15g}", time)); }

}  // namespace

TimeGrid::TimeGrid(std::vector<double> times) : times_(std::move(times)) {
    require(!times_.empty() && times_.front() > 0.0 && std::isfinite(times_.back()),
            "recording times must be finite and begin above zero");
    const auto out_of_order = [](double a, double b) { return !(a < b); };  // or no number
    require(std::adjacent_find(times_.begin(), times_.end(), out_of_order) == times_.end(),
            "recording times must increase strictly");
}

TimeGrid TimeGrid::logarithmic(double first, double last, std::size_t per_decade) {
    require(0.0 < first && first < last, "the first recording time must lie in (0, last)");
    const double steps = std::log10(last / first) * static_cast<double>(per_decade);
    const auto whole_steps = static_cast<std::size_t>(std::ceil(steps - 1e-6));
    std::vector<double> times;
    for (std::size_t i = 0; i < whole_steps; ++i) {
        const double decades = static_cast<double>(i) / static_cast<double>(per_decade);
        times.push_back(i == 0 ? first : rounded(first * std::pow(10.0, decades)));
    }
    times.push_back(last);
    return TimeGrid(std::move(times));
}

TimeGrid TimeGrid::linear(double first, double last, std::size_t count) {
    require(0.0 < first && first < last && count >= 2,
            "a linear grid needs 0 < first < last and two times or more");
    std::vector<double> times;
    const double step = (last - first) / static_cast<double>(count - 1);
    for (std::size_t i = 0; i + 1 < count; ++i) {
        times.push_back(i == 0 ? first : rounded(first + step * static_cast<double>(i)));
    }
    times.push_back(last);
    return TimeGrid(std::move(times));
}

std::vector<std::size_t> TimeGrid::decade_marks() const {
    std::vector<std::size_t> marks{size() - 1};
    for (std::size_t i = size() - 1; i-- > 0;) {
        if (times_[i] <= times_[marks.back()] * 0.1 * (1.0 + 1e-9)) marks.push_back(i);
    }
    std::reverse(marks.begin(), marks.end());
    return marks;
}

}  // namespace fluxhop
