#include "fluxhop/ensemble/ensemble.hpp"

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <atomic>
#include <mutex>
#include <numeric>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

/// Whether the recorded numbers are the occupations of all nodes.
bool records_all_nodes(const Experiment& experiment) {
    const auto& recorded = experiment.recorded;
    if (recorded.size() != experiment.model.landscape().node_count()) return false;
    for (std::size_t i = 0; i < recorded.size(); ++i) {
        if (recorded[i].terms.size() != 1 || recorded[i].terms[0].first != NodeId(i)) return false;
    }
    return true;
}

/// A hop gives to one node what it takes from another. Where every node is recorded their sum, for
/// regions the flux sum A_i B_i/Phi0, is at all times that of the start; to check costs nothing.
class Conservation {
public:
    explicit Conservation(const Experiment& experiment)
        : nodes_(records_all_nodes(experiment) ? experiment.recorded.size() : 0),
          width_(experiment.width()) {
        for (const std::int64_t n : experiment.initial.occupations()) {
            total_ += static_cast<std::uint64_t>(n);
        }
    }

    /// @param recorded rows of numbers, one for each grid time
    void require(std::span<const double> recorded) const {
        if (nodes_ == 0) return;
        bool holds = true;
        for (std::size_t row = 0; row < recorded.size(); row += width_) {
            std::uint64_t sum = 0;
            for (const double n : recorded.subspan(row, nodes_)) {
                sum += static_cast<std::uint64_t>(static_cast<std::int64_t>(n));
            }
            holds &= sum == total_;
        }
        if (!holds) throw RunError("vortices were lost or made: an error of the program");
    }

private:
    std::size_t nodes_, width_;
    std::uint64_t total_ = 0;  ///< wraps around where ten thousand regions are full to the last bit
};

/// Hands out realizations in the order of their ids, each to the worker that asks first.
class EnsembleQueue : public RealizationQueue {
public:
    EnsembleQueue(const Experiment& experiment, std::span<const std::uint64_t> ids,
                  Ensemble& ensemble, const Progress& progress)
        : ids_(ids), ensemble_(&ensemble), progress_(&progress), conservation_(experiment) {}

    std::optional<Assignment> next() override {
        const std::size_t row = next_++;
        if (row >= ids_.size()) return std::nullopt;
        return Assignment{ids_[row], row, ensemble_->realization(row)};
    }

    void finish(const Assignment& run, RealizationResult result) override {
        ensemble_->summaries()[run.row] = result.summary;
        if (result.history) ensemble_->histories()[run.row] = std::move(result.history);
        conservation_.require(run.out);
        if (!*progress_) return;
        const std::scoped_lock lock(progress_mutex_);
        (*progress_)(++finished_, ids_.size());
    }

private:
    std::span<const std::uint64_t> ids_;
    Ensemble* ensemble_;
    const Progress* progress_;
    Conservation conservation_;
    std::atomic<std::size_t> next_ = 0;
    std::mutex progress_mutex_;
    std::size_t finished_ = 0;
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
                          std::size_t threads, const Progress& progress) {
    Ensemble ensemble(ids.size(), experiment.grid.size(), experiment.width());
    EnsembleQueue queue(experiment, ids, ensemble, progress);
    const std::size_t workers =
        threads > 0 ? threads : static_cast<std::size_t>(tbb::info::default_concurrency());
    const tbb::global_control allow(tbb::global_control::max_allowed_parallelism, workers);
    tbb::task_arena arena(static_cast<int>(workers));
    arena.execute([&] {
        tbb::parallel_for(std::size_t{0}, workers,
                          [&](std::size_t) { run_queue(experiment, queue); });
    });
    return ensemble;
}

Ensemble run_ensemble(const Experiment& experiment, std::size_t count, std::size_t threads,
                      const Progress& progress) {
    std::vector<std::uint64_t> ids(count);
    std::iota(ids.begin(), ids.end(), std::uint64_t{0});
    Ensemble ensemble = run_realizations(experiment, ids, threads, progress);
    ensemble.merge_histories();
    return ensemble;
}

}  // namespace fluxhop
