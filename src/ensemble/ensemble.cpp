#include "fluxhop/ensemble/ensemble.hpp"

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <atomic>
#include <mutex>
#include <numeric>

#include "fluxhop/engine/lock_step.hpp"
#include "fluxhop/ensemble/conservation.hpp"
#include "fluxhop/ensemble/kept_run.hpp"

namespace fluxhop {
namespace {

/// Hands out the realizations of an ensemble in the order of their ids, each to the worker that asks
/// first; those that a keeper has are taken from there.
class EnsembleQueue : public RealizationQueue {
public:
    EnsembleQueue(const Experiment& experiment, std::span<const std::uint64_t> ids, Ensemble& ensemble,
                  const Progress& progress, Keeper* keeper)
        : experiment_(&experiment), ids_(ids), ensemble_(&ensemble), progress_(&progress),
          keeper_(keeper), conservation_(experiment) {}

    std::optional<Assignment> next() override {
        while (!must_stop()) {
            const std::size_t row = next_++;
            if (row >= ids_.size()) break;
            const Assignment run{ids_[row], row, ensemble_->realization(row)};
            std::optional<RealizationResult> kept;
            if (keeper_) kept = take_finished(*experiment_, run.id, run.out, *keeper_);
            if (!kept) return run;
            store(run, std::move(*kept));
        }
        return std::nullopt;
    }

    void finish(const Assignment& run, RealizationResult result) override {
        if (keeper_) keep_finished(*experiment_, run.id, run.out, result, *keeper_);
        store(run, std::move(result));
    }

    bool must_stop() const override { return keeper_ && keeper_->must_stop(); }

    /// From the beginning to the end, unless the keeper stops it.
    void run_alone(const Assignment& run) {
        if (!keeper_) return store(run, run_realization(*experiment_, run.id, run.out));
        if (auto result = run_kept(*experiment_, run.id, run.out, *keeper_)) {
            store(run, std::move(*result));
        }
    }

    bool is_complete() const { return finished_ == ids_.size(); }

private:
    void store(const Assignment& run, RealizationResult result) {
        ensemble_->summaries()[run.row] = result.summary;
        ensemble_->histories()[run.row] = std::move(result.history);
        conservation_.require(run.out);
        const std::scoped_lock lock(finished_mutex_);
        ++finished_;
        if (*progress_) (*progress_)(finished_, ids_.size());
    }

    const Experiment* experiment_;
    std::span<const std::uint64_t> ids_;
    Ensemble* ensemble_;
    const Progress* progress_;
    Keeper* keeper_;
    Conservation conservation_;
    std::atomic<std::size_t> next_ = 0;
    std::mutex finished_mutex_;
    std::size_t finished_ = 0;
};

/// Lanes pay where they are full. Of what runs in them a keeper learns no more than how it recorded.
bool fills_lanes(const Experiment& experiment, std::size_t count, std::size_t workers,
                 const Keeper* keeper) {
    return resolve(experiment) == SelectorKind::lockstep && count >= workers * lane_count &&
           !(keeper && keeper->keeps_end_states());
}

/// A stay in the parallel part. oneTBB hands over by atomics that no thread sanitizer sees, unless that library
/// was built for it; this one it sees.
class Handover {
public:
    Handover() { ++count; }
    Handover(const Handover&) = delete;
    Handover& operator=(const Handover&) = delete;
    ~Handover() { ++count; }

private:
    static inline std::atomic<std::size_t> count = 0;
};

}  // namespace

Ensemble::Ensemble(std::size_t realizations, std::size_t times, std::size_t width)
    : times_(times),
      width_(width),
      values_(std::make_unique_for_overwrite<double[]>(realizations * times * width)),
      summaries_(realizations),
      histories_(realizations) {}

std::span<double> Ensemble::realization(std::size_t id) {
    return {values_.get() + id * times_ * width_, times_ * width_};
}

Eigen::MatrixXd Ensemble::series(std::size_t number) const {
    Eigen::MatrixXd result(static_cast<Eigen::Index>(realizations()),
                           static_cast<Eigen::Index>(times_));
    for (std::size_t r = 0; r < realizations(); ++r) {
        for (std::size_t t = 0; t < times_; ++t) {
            result(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(t)) =
                values_[(r * times_ + t) * width_ + number];
        }
    }
    return result;
}

std::vector<Moments> Ensemble::moments(std::size_t number) const {
    std::vector<Moments> result(times_);
    for (std::size_t r = 0; r < realizations(); ++r) {
        for (std::size_t t = 0; t < times_; ++t) {
            result[t].push(values_[(r * times_ + t) * width_ + number]);
        }
    }
    return result;
}

void Ensemble::merge_histories() {
    history_ = std::move(histories_.front());
    for (std::size_t id = 1; history_ && id < histories_.size(); ++id) {
        history_->dwell.merge(histories_[id]->dwell);
    }
    histories_.clear();
}

Ensemble run_realizations(const Experiment& experiment, std::span<const std::uint64_t> ids,
                          std::size_t threads, const Progress& progress, Keeper* keeper) {
    Ensemble ensemble(ids.size(), experiment.grid.size(), experiment.width());
    EnsembleQueue queue(experiment, ids, ensemble, progress, keeper);
    const std::size_t workers =
        threads > 0 ? threads : static_cast<std::size_t>(tbb::info::default_concurrency());
    const bool in_lock_step = fills_lanes(experiment, ids.size(), workers, keeper);
    const auto work = [&](std::size_t) {
        const Handover worker;
        if (in_lock_step) return LockStep(experiment).run(queue);
        while (const auto run = queue.next()) {
            queue.run_alone(*run);
        }
    };
    const tbb::global_control allow(tbb::global_control::max_allowed_parallelism, workers);
    tbb::task_arena arena(static_cast<int>(workers));
    {
        const Handover caller;
        arena.execute([&] { tbb::parallel_for(std::size_t{0}, workers, work); });
    }
    if (!queue.is_complete()) throw Interrupted();
    return ensemble;
}

Ensemble run_ensemble(const Experiment& experiment, std::size_t count, std::size_t threads,
                      const Progress& progress, Keeper* keeper) {
    std::vector<std::uint64_t> ids(count);
    std::iota(ids.begin(), ids.end(), std::uint64_t{0});
    Ensemble ensemble = run_realizations(experiment, ids, threads, progress, keeper);
    ensemble.merge_histories();
    return ensemble;
}

}  // namespace fluxhop
