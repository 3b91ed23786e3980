/// Who wants to see single hops.
#pragma once

#include <cstddef>

#include "fluxhop/model/landscape.hpp"

namespace fluxhop {

class HopObserver {
public:
    virtual ~HopObserver() = default;
    /// A hop is happening. @param time s
    virtual void on_hop(const HopEdge& hop, double time) = 0;
    /// The state is being recorded. @param index of the grid time
    virtual void on_record(std::size_t index) = 0;
};

}  // namespace fluxhop
