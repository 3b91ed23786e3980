/// The ensembles of a sweep, run by all ranks of a job.
#pragma once

#include <string>
#include <vector>

#include "fluxhop/app/study.hpp"
#include "fluxhop/ensemble/ranks.hpp"

namespace fluxhop {

/// Every rank first runs its realizations of all points, so that nobody waits for anybody; then they
/// go to the first rank, which concludes point after point.
class Shares {
public:
    /// Runs this rank's realizations. All but the first rank send them off as well.
    Shares(Ranks& ranks, const std::vector<Config>& configs, Plan plan);

    /// At the first rank, for point after point: the study of the whole ensemble.
    Study conduct(const Config& config, const Plan& plan);

private:
    struct Share {
        Ensemble ensemble;
        std::string start_time;
        double wall_time;  ///< s
    };

    Ranks& ranks_;
    std::vector<Share> shares_;  ///< of each point
};

}  // namespace fluxhop
