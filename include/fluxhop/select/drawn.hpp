/// What an event selector draws.
#pragma once

#include <cstddef>

namespace fluxhop {

struct Drawn {
    std::size_t channel = 0;
    /// Uniform in (0, rate of the channel], or up to its bound where the selector thins: what is left of
    /// the deviate that chose the channel. As fine as the choice itself, 2^-53 of the total.
    double rest = 0.0;
};

}  // namespace fluxhop
