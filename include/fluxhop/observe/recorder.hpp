/// Writes down the state at the grid times.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "fluxhop/base/archive.hpp"
#include "fluxhop/base/ids.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/model/state.hpp"
#include "fluxhop/observe/hop_observer.hpp"
#include "fluxhop/observe/probe.hpp"
#include "fluxhop/observe/time_grid.hpp"

namespace fluxhop {

/// The value at a grid time is the state BEFORE the first event later than that time (PHYSICS D5).
class Recorder {
public:
    /// @param probes   what is recorded
    /// @param out      grid.size() rows of `width` values, the probes first; outlives the recorder
    /// @param observer is told of every grid time; may be null
    Recorder(const TimeGrid& grid, std::span<const Probe> probes, std::span<double> out,
             HopObserver* observer = nullptr)
        : grid_(&grid), probes_(probes), out_(out), width_(out.size() / grid.size()),
          observer_(observer) {
        FLUXHOP_ASSERT(out.size() == grid.size() * width_ && width_ >= probes.size());
    }

    /// Records `state` at every grid time not yet recorded that lies before `event_time`.
    /// @param state callable NodeId -> double: a State, or what stands for one
    template <class Variables>
    void record_until(double event_time, const Variables& state) {
        for (; next_ < grid_->size() && (*grid_)[next_] < event_time; ++next_) {
            for (std::size_t i = 0; i < probes_.size(); ++i) {
                out_[next_ * width_ + i] = probes_[i].value(state);
            }
            if (observer_) observer_->on_record(next_);
        }
    }

    /// Records `state` at the next grid time: the run has been led to exactly there.
    void record_next(const State& state) {
        record_until(std::nextafter(next_time(), std::numeric_limits<double>::infinity()), state);
    }

    /// The first grid time not yet recorded. Requires !complete().
    double next_time() const { return (*grid_)[next_]; }

    bool complete() const { return next_ == grid_->size(); }

    /// The last grid time.
    double end_time() const { return grid_->end(); }

    /// What is in `out` so far is part of it.
    template <class Archive>
    void persist(Archive& archive) {
        archive(next_);
        require_saved(next_ <= grid_->size(), "it has more recording times than this run");
        archive(out_.first(next_ * width_));
    }

private:
    const TimeGrid* grid_;
    std::span<const Probe> probes_;
    std::span<double> out_;
    std::size_t width_;
    HopObserver* observer_;
    std::size_t next_ = 0;
};

}  // namespace fluxhop
