#include "fluxhop/ensemble/ensemble.hpp"

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <mutex>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

/// A hop gives to one node what it takes from another. Where every node is recorded their sum, for
/// regions the flux sum A_i B_i/Phi0, is at all times that of the start; to check costs nothing.
void require_conserved(const Experiment& experiment, std::span<const double> recorded) {
    const std::size_t nodes = experiment.recorded.size();
    if (nodes != experiment.model.landscape().node_count()) return;
    std::uint64_t total = 0;  // wraps around where ten thousand regions are full to the last bit
    for (const std::int64_t n : experiment.initial.occupations()) {
        total += static_cast<std::uint64_t>(n);
    }
    for (std::size_t t = 0; t < experiment.grid.size(); ++t) {
        std::uint64_t sum = 0;
        for (const double n : recorded.subspan(t * nodes, nodes)) {
            sum += static_cast<std::uint64_t>(static_cast<std::int64_t>(n));
        }
        if (sum != total) throw RunError("vortices were lost or made: an error of the program");
    }
}

}  // namespace

Ensemble::Ensemble(std::size_t realizations, std::size_t times, std::size_t nodes)
    : times_(times),
      nodes_(nodes),
      occupations_(realizations * times * nodes),
      summaries_(realizations) {}

std::span<double> Ensemble::realization(std::size_t id) {
    return std::span(occupations_).subspan(id * times_ * nodes_, times_ * nodes_);
}

Eigen::MatrixXd Ensemble::series(std::size_t node) const {
    Eigen::MatrixXd result(static_cast<Eigen::Index>(realizations()),
                           static_cast<Eigen::Index>(times_));
    for (std::size_t r = 0; r < realizations(); ++r) {
        for (std::size_t t = 0; t < times_; ++t) {
            result(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(t)) =
                occupations_[(r * times_ + t) * nodes_ + node];
        }
    }
    return result;
}

std::vector<Moments> Ensemble::moments(std::size_t node) const {
    std::vector<Moments> result(times_);
    for (std::size_t r = 0; r < realizations(); ++r) {
        for (std::size_t t = 0; t < times_; ++t) {
            result[t].push(occupations_[(r * times_ + t) * nodes_ + node]);
        }
    }
    return result;
}

Ensemble run_ensemble(const Experiment& experiment, std::size_t count, std::size_t threads,
                      const Progress& progress) {
    Ensemble ensemble(count, experiment.grid.size(), experiment.recorded.size());
    std::mutex progress_mutex;
    std::size_t finished = 0;
    const auto run_one = [&](std::size_t id) {
        ensemble.summaries()[id] = run_realization(experiment, id, ensemble.realization(id));
        require_conserved(experiment, ensemble.realization(id));
        if (!progress) return;
        const std::scoped_lock lock(progress_mutex);
        progress(++finished, count);
    };
    const std::size_t workers =
        threads > 0 ? threads : static_cast<std::size_t>(tbb::info::default_concurrency());
    const tbb::global_control allow(tbb::global_control::max_allowed_parallelism, workers);
    tbb::task_arena arena(static_cast<int>(workers));
    arena.execute([&] { tbb::parallel_for(std::size_t{0}, count, run_one); });
    return ensemble;
}

}  // namespace fluxhop
