#include "fluxhop/observe/time_grid.hpp"

#include <algorithm>
#include <cmath>

#include "fluxhop/base/require.hpp"

namespace fluxhop {

TimeGrid::TimeGrid(std::vector<double> times) : times_(std::move(times)) {
    require(!times_.empty() && times_.front() > 0.0 && std::isfinite(times_.back()),
            "recording times must be finite and begin above zero");
    require(std::adjacent_find(times_.begin(), times_.end(), std::greater_equal<>()) ==
                times_.end(),
            "recording times must increase strictly");
}

TimeGrid TimeGrid::logarithmic(double first, double last, std::size_t per_decade) {
    require(0.0 < first && first < last, "the first recording time must lie in (0, last)");
    const double steps = std::log10(last / first) * static_cast<double>(per_decade);
    const auto whole_steps = static_cast<std::size_t>(std::ceil(steps - 1e-6));
    std::vector<double> times;
    for (std::size_t i = 0; i < whole_steps; ++i) {
        times.push_back(first *
                        std::pow(10.0, static_cast<double>(i) / static_cast<double>(per_decade)));
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
        times.push_back(first + step * static_cast<double>(i));
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
