// Independent realizations at one late time: every state as often as the law at rest says.
#include "fluxhop/selftest/equilibrium_laws.hpp"
#include "fluxhop/selftest/state_counts.hpp"

namespace fluxhop::selftest {
namespace {

void test_rest(Campaign& campaign, unsigned test, Subject subject, std::size_t nodes,
               const StateLaw& law) {
    constexpr std::size_t runs = 10'000;
    for (std::size_t i = 0; i < nodes; ++i) subject.recorded.emplace_back(NodeId(i));
    add_law(campaign, test, subject, runs, law);
}

}  // namespace

void test_equilibria(Campaign& campaign) {
    const auto regions = [&](unsigned test, const std::string& name, const RegionNetwork& network,
                             const StateLaw& law) {
        test_rest(campaign, test,
                  {name, make_region_network(network), initial_state(network), TimeGrid({50.0}), {}},
                  network.regions.size(), law);
    };
    regions(50, "two regions at rest", two_regions(), closed_regions_law(two_regions()));
    regions(51, "three regions at rest", three_regions(), closed_regions_law(three_regions()));
    regions(52, "regions next to a reservoir", two_regions_and_outside(),
            open_regions_law(two_regions_and_outside(), 50));

    const RingParameters ring = thermal_ring();
    State initial = initial_state(ring);
    const Probe left(ring_node::outside);
    const std::int64_t start = initial[ring_node::hole];
    add_law(campaign, 53,
            {"ring at rest", make_ring(ring), initial, TimeGrid({1000.0}), {left}}, 20'000,
            shifted(thermal_ring_law(), start));

    SlabParameters slab = small_slab(EdgeKind::closed);
    slab.vortices = {6, 0, 0};
    const TimeGrid late({150.0});
    test_rest(campaign, 54, {"closed slab at rest", make_slab(slab), initial_state(slab), late, {}}, 3,
              closed_slab_law(6));
    slab = small_slab(EdgeKind::open);
    slab.applied_field = Signal(2.3);
    slab.vortices = {0, 4, 0};
    test_rest(campaign, 55, {"open slab at rest", make_slab(slab), initial_state(slab), late, {}}, 3,
              open_slab_law(2.3));
}

}  // namespace fluxhop::selftest
