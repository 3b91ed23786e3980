/// Writes down the state at the grid times.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "fluxhop/base/ids.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/model/state.hpp"
#include "fluxhop/observe/time_grid.hpp"

namespace fluxhop {

/// The value at a grid time is the state BEFORE the first event later than that time (PHYSICS D5).
class Recorder {
public:
    /// @param nodes whose occupations are recorded
    /// @param out   room for grid.size() x nodes.size() values, time-major; outlives the recorder
    Recorder(const TimeGrid& grid, std::span<const NodeId> nodes, std::span<double> out)
        : grid_(&grid), nodes_(nodes), out_(out) {
        FLUXHOP_ASSERT(out.size() == grid.size() * nodes.size());
    }

    /// Records `state` at every grid time not yet recorded that lies before `event_time`.
    void record_until(double event_time, const State& state) {
        for (; next_ < grid_->size() && (*grid_)[next_] < event_time; ++next_) {
            for (std::size_t i = 0; i < nodes_.size(); ++i) {
                out_[next_ * nodes_.size() + i] = static_cast<double>(state[nodes_[i]]);
            }
        }
    }

    /// Records `state` at the next grid time: the run has been led to exactly there.
    void record_next(const State& state) {
        record_until(std::nextafter(next_time(), std::numeric_limits<double>::infinity()), state);
    }

    /// The first grid time not yet recorded. Requires !complete().
    double next_time() const { return (*grid_)[next_]; }

    bool complete() const { return next_ == grid_->size(); }

private:
    const TimeGrid* grid_;
    std::span<const NodeId> nodes_;
    std::span<double> out_;
    std::size_t next_ = 0;
};

}  // namespace fluxhop
