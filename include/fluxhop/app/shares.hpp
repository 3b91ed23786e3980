/// The ensembles of a sweep, run by all ranks of a job.
#pragma once

#include <map>
#include <vector>

#include "fluxhop/app/safekeeping.hpp"
#include "fluxhop/app/study.hpp"
#include "fluxhop/ensemble/gather.hpp"
#include "fluxhop/ensemble/ranks.hpp"

namespace fluxhop {

/// Every rank first runs its realizations of all points, so that nobody waits for anybody; then they
/// go to the first rank, which concludes point after point. What is finished goes there before as well, where
/// it is kept; what was kept before a run that goes on is the first rank's.
class Shares {
public:
    /// Runs this rank's realizations. All but the first rank send them off as well.
    /// @param plan with the threads of this rank @param kept may be null
    /// @throws Interrupted at all ranks when one was stopped
    Shares(Ranks& ranks, const std::vector<Config>& configs, Plan plan, Safekeeping* kept);

    /// At the first rank, for point after point: the study of the whole ensemble.
    Study conduct(const Config& config, const Plan& plan);

private:
    struct Share {
        Ensemble ensemble;
        double wall_time;  ///< s
    };
    using Ids = std::vector<std::uint64_t>;

    void tell_kept();
    Dealing dealing_of(const Config& config, std::uint64_t point) const;
    Ensemble run_share(const Config& config, const Plan& plan);
    void exchange();
    void end_exchange(bool stopped);

    Ranks& ranks_;
    Safekeeping* kept_;
    std::map<std::uint64_t, Ids> kept_ids_;  ///< by point
    std::vector<Share> shares_;              ///< of each point
    std::size_t ended_ = 0;                  ///< other ranks that report no more
};

}  // namespace fluxhop
