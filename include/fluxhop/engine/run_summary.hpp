/// What one realization went through.
#pragma once

#include <cstdint>

namespace fluxhop {

struct RunSummary {
    std::uint64_t hops = 0;            ///< hops made, one by one or in leaps
    std::uint64_t flux_flow_hops = 0;  ///< hops whose barrier had vanished (J > Jc0)
    bool frozen = false;               ///< every rate was exactly zero before the end
    std::uint64_t leaps = 0;           ///< steps over many hops at once; none in an exact run
    std::uint64_t thinned = 0;         ///< candidates that were no hops; only under a changing drive

    RunSummary& operator+=(const RunSummary& other) {
        hops += other.hops;
        flux_flow_hops += other.flux_flow_hops;
        frozen = frozen || other.frozen;
        leaps += other.leaps;
        thinned += other.thinned;
        return *this;
    }

    template <class Archive>
    void persist(Archive& archive) {
        archive(hops, flux_flow_hops, frozen, leaps, thinned);
    }
};

}  // namespace fluxhop
