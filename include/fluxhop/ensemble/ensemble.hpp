/// Many independent realizations of one experiment, on as many threads as wanted.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <functional>
#include <vector>

#include "fluxhop/engine/run.hpp"
#include "fluxhop/stats/moments.hpp"

namespace fluxhop {

/// What an ensemble recorded: occupations[realization][time][recorded node], and how each run went.
class Ensemble {
public:
    Ensemble(std::size_t realizations, std::size_t times, std::size_t nodes);

    std::size_t realizations() const { return summaries_.size(); }
    std::size_t times() const { return times_; }
    std::size_t nodes() const { return nodes_; }

    std::span<double> realization(std::size_t id);
    /// Everything, realization-major, node fastest.
    const std::vector<double>& occupations() const { return occupations_; }
    /// One recorded node of all realizations: realizations x times.
    Eigen::MatrixXd series(std::size_t node) const;
    /// Moments over the realizations at every time, of one recorded node.
    std::vector<Moments> moments(std::size_t node) const;

    std::vector<RunSummary>& summaries() { return summaries_; }
    const std::vector<RunSummary>& summaries() const { return summaries_; }

private:
    std::size_t times_, nodes_;
    std::vector<double> occupations_;
    std::vector<RunSummary> summaries_;
};

/// Called with (finished, total) realizations, from one thread at a time.
using Progress = std::function<void(std::size_t, std::size_t)>;

/// Runs realizations 0 .. count-1. The numbers do not depend on the number of threads.
/// @param threads 0 for all cores
Ensemble run_ensemble(const Experiment& experiment, std::size_t count, std::size_t threads,
                      const Progress& progress = {});

}  // namespace fluxhop
