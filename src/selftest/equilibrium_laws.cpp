#include "fluxhop/selftest/equilibrium_laws.hpp"

#include <cmath>
#include <functional>

#include "fluxhop/base/require.hpp"

namespace fluxhop::selftest {
namespace {

/// Calls visit(state) for every state of so many nodes with at most `most` on each and, unless negative,
/// so many in all.
void for_each_state(std::size_t nodes, std::int64_t most, std::int64_t total,
                    const std::function<void(const DiscreteState&)>& visit) {
    DiscreteState state(nodes, 0);
    const std::function<void(std::size_t, std::int64_t)> fill = [&](std::size_t node,
                                                                    std::int64_t held) {
        if (node == nodes) {
            if (total < 0 || held == total) visit(state);
            return;
        }
        const std::int64_t left = total < 0 ? most : std::min(most, total - held);
        for (std::int64_t n = 0; n <= left; ++n) {
            state[node] = n;
            fill(node + 1, held + n);
        }
    };
    fill(0, 0);
}

/// A law with weights exp(sum over nodes of log_factor(node, n)).
StateLaw product_law(std::size_t nodes, std::int64_t most, std::int64_t total,
                     const std::function<double(std::size_t, std::int64_t)>& log_factor) {
    StateLaw law;
    for_each_state(nodes, most, total, [&](const DiscreteState& state) {
        double log_weight = 0.0;
        for (std::size_t i = 0; i < nodes; ++i) log_weight += log_factor(i, state[i]);
        law[state] = std::exp(log_weight);
    });
    return normalized(std::move(law));
}

/// n ln z - ln n! + sum_{k <= n} U(k)/kT
double zero_range_factor(const Region& region, std::int64_t n, double log_z) {
    double sum = 0.0;
    for (std::int64_t k = 1; k <= n; ++k) {
        const double count = static_cast<double>(k);
        sum += log_z - std::log(count) + barrier_of(region, count);
    }
    return sum;
}

}  // namespace

double barrier_of(const Region& region, double n) {
    const auto& law = std::get<PowerLawBarrier>(region.barrier);
    const double x = n * constants::flux_quantum / region.area / region.maximum_field;
    FLUXHOP_ASSERT(x <= 1.0);
    return law.mu == 0.0 ? -law.height * std::log(x)
                         : law.height / law.mu * (std::pow(x, -law.mu) - 1.0);
}

StateLaw closed_regions_law(const RegionNetwork& network) {
    std::int64_t total = 0;
    for (const Region& region : network.regions) total += region.vortices;
    return product_law(network.regions.size(), total, total, [&](std::size_t i, std::int64_t n) {
        return zero_range_factor(network.regions[i], n,
                                 std::log(network.regions[i].area / one_gauss_area));
    });
}

StateLaw open_regions_law(const RegionNetwork& network, std::int64_t most) {
    return product_law(network.regions.size(), most, -1, [&](std::size_t i, std::int64_t n) {
        const double in_field = network.regions[i].area * network.reservoirs[0].field;
        return zero_range_factor(network.regions[i], n, std::log(in_field / constants::flux_quantum));
    });
}

StateLaw thermal_ring_law() {
    StateLaw law;
    for (std::int64_t n = -60; n <= 60; ++n) {
        law[{-n}] = std::exp(-0.1 * std::pow(static_cast<double>(n) - 0.3, 2));
    }
    return normalized(std::move(law));
}

StateLaw closed_slab_law(std::int64_t vortices) {
    return product_law(3, vortices, vortices, [](std::size_t, std::int64_t n) {
        const double x = static_cast<double>(n);
        return -std::lgamma(x + 1.0) - 0.5 * slab_pull * x * x;
    });
}

StateLaw open_slab_law(double applied) {
    return product_law(3, 25, -1, [&](std::size_t, std::int64_t n) {
        const double x = static_cast<double>(n);
        return x * std::log(applied) - std::lgamma(x + 1.0) -
               0.5 * slab_pull * (x - applied) * (x - applied);
    });
}

StateLaw exclusion_law(const std::vector<double>& depths, std::int64_t vortices) {
    return product_law(depths.size(), 1, vortices, [&](std::size_t i, std::int64_t n) {
        return depths[i] * static_cast<double>(n);
    });
}

}  // namespace fluxhop::selftest
