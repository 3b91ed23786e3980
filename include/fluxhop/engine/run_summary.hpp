/// What one realization went through.
#pragma once

#include <cstdint>

namespace fluxhop {

struct RunSummary {
    std::uint64_t hops = 0;            ///< events executed
    std::uint64_t flux_flow_hops = 0;  ///< events whose barrier had vanished (J > Jc0)
    bool frozen = false;               ///< every rate was exactly zero before the end
};

}  // namespace fluxhop
