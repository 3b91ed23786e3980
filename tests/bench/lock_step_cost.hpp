// What the benchmarks share: the cost of a hop in lock-step, on the calling thread.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "fluxhop/engine/lock_step.hpp"
#include "stretches.hpp"

namespace fluxhop::bench {

/// So many realizations, whose numbers are dropped.
class CountingQueue : public RealizationQueue {
public:
    CountingQueue(std::size_t realizations, std::size_t numbers)
        : out_(realizations, std::vector<double>(numbers)) {}

    std::optional<Assignment> next() override {
        if (begun_ == out_.size()) return std::nullopt;
        const std::size_t row = begun_++;
        return Assignment{row, row, out_[row]};
    }
    void finish(const Assignment&, RealizationResult result) override {
        hops_ += static_cast<double>(result.summary.hops);
    }
    double hops() const { return hops_; }

private:
    std::vector<std::vector<double>> out_;
    std::size_t begun_ = 0;
    double hops_ = 0.0;
};

/// ns per hop of an ensemble of eight realizations a lane.
inline double lock_step_cost(const Experiment& experiment, const LaneOptions& options = {}) {
    CountingQueue queue(lane_count * 8, experiment.grid.size() * experiment.width());
    const double begin = seconds_now();
    LockStep(experiment, options).run(queue);
    return 1e9 * (seconds_now() - begin) / queue.hops();
}

}  // namespace fluxhop::bench
