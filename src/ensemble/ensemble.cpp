#include "fluxhop/ensemble/ensemble.hpp"

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

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
void require_conserved(const Experiment& experiment, std::span<const double> recorded) {
    if (!records_all_nodes(experiment)) return;
    std::uint64_t total = 0;  // wraps around where ten thousand regions are full to the last bit
    for (const std::int64_t n : experiment.initial.occupations()) {
        total += static_cast<std::uint64_t>(n);
    }
    for (std::size_t t = 0; t < experiment.grid.size(); ++t) {
        std::uint64_t sum = 0;
        for (const double n : recorded.subspan(t * experiment.width(), experiment.recorded.size())) {
            sum += static_cast<std::uint64_t>(static_cast<std::int64_t>(n));
        }
        if (sum != total) throw RunError("vortices were lost or made: an error of the program");
    }
}

}  // namespace

Ensemble::Ensemble(std::size_t realizations, std::size_t times, std::size_t width)
    : times_(times),
      width_(width),
      values_(realizations * times * width),
      summaries_(realizations),
      histories_(realizations) {}

std::span<double> Ensemble::realization(std::size_t id) {
    return std::span(values_).subspan(id * times_ * width_, times_ * width_);
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
    std::mutex progress_mutex;
    std::size_t finished = 0;
    const auto run_one = [&](std::size_t row) {
        RealizationResult result = run_realization(experiment, ids[row], ensemble.realization(row));
        ensemble.summaries()[row] = result.summary;
        ensemble.histories()[row] = std::move(result.history);
        require_conserved(experiment, ensemble.realization(row));
        if (!progress) return;
        const std::scoped_lock lock(progress_mutex);
        progress(++finished, ids.size());
    };
    const std::size_t workers =
        threads > 0 ? threads : static_cast<std::size_t>(tbb::info::default_concurrency());
    const tbb::global_control allow(tbb::global_control::max_allowed_parallelism, workers);
    tbb::task_arena arena(static_cast<int>(workers));
    arena.execute([&] { tbb::parallel_for(std::size_t{0}, ids.size(), run_one); });
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
