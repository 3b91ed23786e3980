/// The times at which a run is recorded.
#pragma once

#include <cstddef>
#include <vector>

namespace fluxhop {

/// Strictly increasing times in s, all > 0.
class TimeGrid {
public:
    /// @throws UsageError unless the times increase strictly from a positive first one
    explicit TimeGrid(std::vector<double> times);

    /// first, first 10^(1/n), ... up to and including last. @param per_decade n >= 1
    static TimeGrid logarithmic(double first, double last, std::size_t per_decade);
    /// `count` >= 2 equidistant times from first to last.
    static TimeGrid linear(double first, double last, std::size_t count);

    std::size_t size() const { return times_.size(); }
    double operator[](std::size_t i) const { return times_[i]; }
    double end() const { return times_.back(); }
    const std::vector<double>& times() const { return times_; }

    /// Indices of one time per decade, counted back from the last, in increasing order.
    std::vector<std::size_t> decade_marks() const;

private:
    std::vector<double> times_;
};

}  // namespace fluxhop
