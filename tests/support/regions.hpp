/// Region networks the tests run.
#pragma once

#include <random>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/model/regions.hpp"
#include "fluxhop/selftest/samples.hpp"

namespace fluxhop::test {

using selftest::one_gauss_area;

inline constexpr NodeId fig3_p{0};

/// The two regions of the paper's Fig. 3 (PHYSICS section 2): Bp = Bq = 20 G at first, Bpm = 20 G,
/// Bqm = 100 G, U0 = 15 and 75 kT. Each region begins with half of the vortices, an even number; by
/// default one vortex is one gauss.
/// @param mu -1: linear barriers, 0: logarithmic  @param exchange eps, 1/s
inline RegionNetwork fig3(double mu, double exchange = 0.1, std::int64_t vortices = 40) {
    const std::int64_t half = vortices / 2;
    const double area = static_cast<double>(half) * constants::flux_quantum / 20e-4;
    return {{{"p", area, half, 20e-4, PowerLawBarrier{15.0, mu}},
             {"q", area, half, 100e-4, PowerLawBarrier{75.0, mu}}},
            {},
            {{0, 1, exchange}}};
}

/// Three regions that all touch, with areas, barriers and exchange drawn at random; N vortices in
/// all, so many of them in region 0 that some states are in flux flow.
inline RegionNetwork random_triangle(std::uint64_t seed, std::int64_t vortices) {
    std::mt19937_64 engine(seed);
    const auto between = [&engine](double low, double high) {
        return low + (high - low) * std::generate_canonical<double, 53>(engine);
    };
    constexpr double laws[] = {-1.0, -0.5, 0.0, 0.5};
    RegionNetwork network;
    for (int i = 0; i < 3; ++i) {
        const PowerLawBarrier barrier{between(0.5, 4.0), laws[engine() % 4]};
        network.regions.push_back({"", one_gauss_area * between(0.3, 3.0), i == 0 ? vortices : 0,
                                   1e-4 * static_cast<double>(vortices) * between(0.5, 2.0),
                                   barrier});
    }
    for (const auto& [i, j] : {std::pair{0, 1}, {1, 2}, {2, 0}}) {
        network.contacts.push_back({std::size_t(i), std::size_t(j), between(0.05, 1.0)});
    }
    return network;
}

}  // namespace fluxhop::test
