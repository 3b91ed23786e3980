/// Vortices that are lost or made show where all nodes are recorded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "fluxhop/engine/run.hpp"

namespace fluxhop {

/// A hop gives to one node what it takes from another. Where every node is recorded their sum, for
/// regions the flux sum A_i B_i/Phi0, is at all times that of the start; to check costs nothing.
class Conservation {
public:
    explicit Conservation(const Experiment& experiment);

    /// @param recorded rows of numbers, one for each grid time
    /// @throws RunError when the sum has changed
    void require(std::span<const double> recorded) const;

private:
    std::size_t nodes_, width_;
    std::uint64_t total_ = 0;  ///< wraps around where ten thousand regions are full to the last bit
};

}  // namespace fluxhop
