/// The two regions of Fig. 3 of arXiv:1303.2296 at any number of vortices.
#pragma once

#include "fluxhop/base/constants.hpp"
#include "fluxhop/model/regions.hpp"

namespace fluxhop::test {

inline constexpr NodeId fig3_p{0};

/// Bp = Bq = 20 G at first, Bpm = 20 G, Bqm = 100 G, eps = 0.1/s, U0 = 15 and 75 kT. The areas are
/// such that each region begins with half of the vortices; an even number.
/// @param mu -1: linear barriers, 0: logarithmic
inline RegionNetwork fig3(std::int64_t vortices, double mu) {
    const std::int64_t half = vortices / 2;
    const double area = static_cast<double>(half) * constants::flux_quantum / 20e-4;
    return {{{"p", area, half, 20e-4, PowerLawBarrier{15.0, mu}},
             {"q", area, half, 100e-4, PowerLawBarrier{75.0, mu}}},
            {},
            {{0, 1, 0.1}}};
}

}  // namespace fluxhop::test
