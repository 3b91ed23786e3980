/// A run, a comparison or a theory study of all points of a sweep, from the command line to results.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "fluxhop/app/theory_study.hpp"
#include "fluxhop/ensemble/comparison.hpp"
#include "fluxhop/ensemble/ranks.hpp"
#include "fluxhop/io/record_file.hpp"
#include "fluxhop/io/reference_solution.hpp"

namespace fluxhop {

class Safekeeping;

/// What the command line says about a run.
struct RunRequest {
    std::string config_path;
    std::optional<std::string> config_text = {};  ///< instead of what is in the file of that name
    std::string output_path = {};        ///< empty: the configuration's name, here
    std::vector<std::string> overrides;  ///< section.key=value
    std::size_t threads = 0;             ///< 0 for all cores
    std::size_t processes = 1;           ///< of the job, on this machine
    bool json = false;
    bool compare = false;                ///< with theory and verdict
    std::string against_path;            ///< CSV with somebody else's ODE solution
    bool only_theory = false;            ///< no Monte Carlo
    TheoryChoice theory;                 ///< which readings
    std::string checkpoint_every = "5 min";  ///< or "off"
    bool keep_state = false;                 ///< leave a checkpoint that can go on to later times
    bool goes_on = false;                      ///< from a checkpoint
    std::shared_ptr<RecordFile> resumed = {};  ///< at the first rank, what was kept of it

    /// For the other ranks of a run that goes on; theory by itself does not.
    template <class Archive>
    void persist(Archive& archive) {
        archive(config_path, config_text, output_path, overrides, threads, json, compare, against_path,
                checkpoint_every, keep_state, goes_on);
    }
};

/// How `fluxhop resume` changes what it resumes.
struct ResumeRequest {
    std::string checkpoint_path;
    std::string realizations;  ///< so many instead; empty: as they were
    std::string until;         ///< the new last recording time; empty: as it was
    std::string checkpoint_every = "5 min";
    std::size_t threads = 0;
    bool json = false;
    bool drop_damaged = false;  ///< take up what is whole
};

/// A request with its files read and checked.
struct Job {
    RunRequest request;
    std::string config_text;                        ///< as read, for a checkpoint
    std::string configuration;                      ///< the effective one, with its sweep
    std::vector<SweepAxis> sweep;
    std::vector<std::vector<std::string>> changes;  ///< what makes each point of the sweep
    std::vector<Config> configs;                    ///< of each point; one without a sweep
    std::optional<ReferenceSolution> against;
};

/// One finished point: its results and what to say of them.
struct FinishedPoint {
    Dataset dataset;
    std::string text;
    nlohmann::json json;
    std::optional<Outcome> outcome = {};  ///< of a comparison
    std::string trajectories = {};
};

/// "contacts.pq.exchange=0.1 /s, ...": the point of a sweep, for people.
std::string label_of(const std::vector<std::string>& point);

/// @throws UsageError with what is wrong with the configuration of any point
Job read_job(const RunRequest& request);

/// Does the work of all points. Several ranks share the realizations of all points, and the first one
/// alone gets the results; the others get none.
/// @param kept may be null
std::vector<FinishedPoint> perform(const Job& job, Ranks& ranks, Safekeeping* kept = nullptr);

/// The results of all points as one dataset; empties those of the points.
Dataset take_results(std::vector<FinishedPoint>& points, const std::vector<SweepAxis>& sweep);

}  // namespace fluxhop
