/// Region networks the tests run.
#pragma once

#include <random>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/model/regions.hpp"

namespace fluxhop::test {

inline constexpr double one_gauss_area = constants::flux_quantum / 1e-4;  ///< m^2, 1 vortex = 1 G

/// The paper's Fig. 3 at one vortex per gauss (PHYSICS section 2): mu = -1 linear, 0 logarithmic.
inline RegionNetwork fig3(double mu, double exchange = 0.1) {
    return {{{"p", one_gauss_area, 20, 20e-4, PowerLawBarrier{15.0, mu}},
             {"q", one_gauss_area, 20, 100e-4, PowerLawBarrier{75.0, mu}}},
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
