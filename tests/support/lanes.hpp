/// Running realizations by the lock-step form with everything chosen that it usually chooses itself.
#pragma once

#include <map>
#include <numeric>
#include <vector>

#include "fluxhop/engine/lock_step.hpp"

namespace fluxhop::test {

/// What came of a realization: the recorded numbers, then hops, flux-flow hops, and whether it froze.
using Outcome = std::vector<double>;

/// Hands out given ids in a given order and keeps what comes of them.
class KeepingQueue : public RealizationQueue {
public:
    KeepingQueue(const Experiment& experiment, std::vector<std::uint64_t> ids)
        : numbers_(experiment.grid.size() * experiment.width()), ids_(std::move(ids)),
          values_(ids_.size() * numbers_) {}

    std::optional<Assignment> next() override {
        if (next_ == ids_.size()) return std::nullopt;
        const auto out = std::span(values_).subspan(next_ * numbers_, numbers_);
        const std::size_t row = next_++;
        return Assignment{ids_[row], row, out};
    }
    void finish(const Assignment& run, RealizationResult result) override {
        Outcome& outcome = outcomes_[run.id];
        outcome.assign(run.out.begin(), run.out.end());
        outcome.push_back(static_cast<double>(result.summary.hops));
        outcome.push_back(static_cast<double>(result.summary.flux_flow_hops));
        outcome.push_back(result.summary.frozen ? 1.0 : 0.0);
    }
    const std::map<std::uint64_t, Outcome>& outcomes() const { return outcomes_; }

private:
    std::size_t numbers_;
    std::vector<std::uint64_t> ids_;
    std::vector<double> values_;
    std::size_t next_ = 0;
    std::map<std::uint64_t, Outcome> outcomes_;
};

inline std::vector<std::uint64_t> first_ids(std::size_t count) {
    std::vector<std::uint64_t> ids(count);
    std::iota(ids.begin(), ids.end(), std::uint64_t{0});
    return ids;
}

/// By realization id.
inline std::map<std::uint64_t, Outcome> in_lanes(const Experiment& experiment,
                                                 std::vector<std::uint64_t> ids,
                                                 const LaneOptions& options = {}) {
    KeepingQueue queue(experiment, std::move(ids));
    LockStep(experiment, options).run(queue);
    return queue.outcomes();
}

inline std::map<std::uint64_t, Outcome> one_by_one(const Experiment& experiment,
                                                   std::vector<std::uint64_t> ids) {
    KeepingQueue queue(experiment, std::move(ids));
    while (const auto run = queue.next()) {
        queue.finish(*run, run_realization(experiment, run->id, run->out));
    }
    return queue.outcomes();
}

}  // namespace fluxhop::test
