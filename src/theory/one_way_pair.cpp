#include "fluxhop/theory/one_way_pair.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "fluxhop/theory/closed_forms.hpp"

namespace fluxhop::one_way {
namespace {

/// Rounding of a start exactly at the maximum field.
constexpr double full = 1.0 + 1e-9;

/// Hops per second out of either region at the start, by the model, through a contact of 1/s: what
/// the exchange coefficient is does not matter to their ratio, and a closed door has one as well.
std::array<double, 2> departures(RegionNetwork network) {
    network.contacts = {{0, 1, 1.0}};
    const Model model = make_region_network(network);
    const State start = initial_state(network);
    std::array<double, 2> rates{};
    for (std::size_t e = 0; e < rates.size(); ++e) {
        rates[model.landscape().edge(EdgeId(e)).from.index()] = model.propensity(EdgeId(e), start);
    }
    return rates;
}

/// eps out of one region over all its contacts with the other, 1/s.
double exchange_from(const RegionNetwork& network, std::size_t giver) {
    double sum = 0.0;
    for (const Contact& contact : network.contacts) {
        sum += contact.exchange * network.regions[contact.first].area / network.regions[giver].area;
    }
    return sum;
}

/// The giving region with fields in vortices; nothing when no closed form is known.
std::optional<Decay> decay_of(const RegionNetwork& network, std::size_t giver) {
    const Region& region = network.regions[giver];
    const auto* barrier = std::get_if<PowerLawBarrier>(&region.barrier);
    if (!barrier || (barrier->mu != -1.0 && barrier->mu != 0.0)) return std::nullopt;
    const double most = region.maximum_field / field_per_vortex(region.area);
    const auto start = static_cast<double>(region.vortices);
    if (start > full * most) return std::nullopt;
    return Decay{barrier->height, std::max(most, start), start, exchange_from(network, giver)};
}

}  // namespace

std::optional<PairSolution> solve_pair(const RegionNetwork& network, const TimeGrid& grid) {
    if (network.regions.size() != 2 || !network.reservoirs.empty()) return std::nullopt;
    const auto [from_first, from_second] = departures(network);
    const std::size_t giver = from_first >= from_second ? 0 : 1;
    const double more = std::max(from_first, from_second), less = std::min(from_first, from_second);
    if (!(more > 0.0 && more >= least_imbalance * less)) return std::nullopt;
    const auto decay = decay_of(network, giver);
    if (!decay) return std::nullopt;

    const bool is_linear = std::get<PowerLawBarrier>(network.regions[giver].barrier).mu == -1.0;
    const auto times = static_cast<Eigen::Index>(grid.size());
    PairSolution solution{{times, 2}, is_linear ? "eq. 18" : "eq. 20"};
    const auto total =
        static_cast<double>(network.regions[0].vortices + network.regions[1].vortices);
    for (Eigen::Index t = 0; t < times; ++t) {
        const double time = grid[static_cast<std::size_t>(t)];
        const double left = is_linear ? linear(*decay, time) : logarithmic(*decay, time);
        solution.vortices(t, static_cast<Eigen::Index>(giver)) = left;
        solution.vortices(t, static_cast<Eigen::Index>(1 - giver)) = total - left;
    }
    return solution;
}

}  // namespace fluxhop::one_way
