/// Many independent realizations of one experiment, on as many threads as wanted.
#pragma once

#include <Eigen/Core>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "fluxhop/base/progress.hpp"
#include "fluxhop/engine/run.hpp"
#include "fluxhop/ensemble/keeper.hpp"
#include "fluxhop/stats/moments.hpp"

namespace fluxhop {

/// What an ensemble recorded: values[realization][time][recorded number], and how each run went.
class Ensemble {
public:
    Ensemble(std::size_t realizations, std::size_t times, std::size_t width);

    std::size_t realizations() const { return summaries_.size(); }
    std::size_t times() const { return times_; }
    std::size_t width() const { return width_; }

    std::span<double> realization(std::size_t id);
    /// Everything, realization-major, recorded number fastest.
    const std::vector<double>& values() const { return values_; }
    /// The recorded numbers of one realization: callable (time, number), while the ensemble lives.
    auto numbers(std::size_t realization) const {
        const double* first = values_.data() + realization * times_ * width_;
        return [first, width = width_](std::size_t time, std::size_t number) {
            return first[time * width + number];
        };
    }
    /// One recorded number of all realizations: realizations x times.
    Eigen::MatrixXd series(std::size_t number) const;
    /// Moments over the realizations at every time, of one recorded number.
    std::vector<Moments> moments(std::size_t number) const;

    std::vector<RunSummary>& summaries() { return summaries_; }
    const std::vector<RunSummary>& summaries() const { return summaries_; }

    /// What the vortices of each realization did, with tracking, until they are merged.
    std::vector<std::optional<VortexHistory>>& histories() { return histories_; }
    /// Once all realizations are there, those of the whole ensemble.
    void merge_histories();
    /// Dwell times of all realizations, frames and hop log of the first; with tracking.
    const std::optional<VortexHistory>& history() const { return history_; }

    /// As it is before histories are merged.
    template <class Archive>
    void persist(Archive& archive) {
        archive(std::span(values_), std::span(summaries_), std::span(histories_));
    }

private:
    std::size_t times_, width_;
    std::vector<double> values_;
    std::vector<RunSummary> summaries_;
    std::vector<std::optional<VortexHistory>> histories_;
    std::optional<VortexHistory> history_;
};

/// Runs the realizations with these ids; row i of the result is realization ids[i], histories are not
/// merged. The numbers do not depend on the number of threads.
/// @param threads 0 for all cores
/// @param keeper  of what was done before, and is done now; may be null
/// @throws Interrupted when the keeper stops it
Ensemble run_realizations(const Experiment& experiment, std::span<const std::uint64_t> ids,
                          std::size_t threads, const Progress& progress = {}, Keeper* keeper = nullptr);

/// Runs realizations 0 .. count-1.
Ensemble run_ensemble(const Experiment& experiment, std::size_t count, std::size_t threads,
                      const Progress& progress = {}, Keeper* keeper = nullptr);

}  // namespace fluxhop
