// The readings of one model agree on networks drawn at random (fixed seeds): Monte Carlo, mean field,
// linear noise, stationary law.
#include <random>

#include "../../support/catch.hpp"
#include "../../support/regions.hpp"
#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/theory/linear_noise.hpp"
#include "fluxhop/theory/state_space.hpp"
#include "fluxhop/theory/stationary.hpp"

using namespace fluxhop;

namespace {

constexpr std::uint64_t first_network = 401, last_network = 410;

/// 2 to 4 regions, all in contact, about `each` vortices in each; fields stay below Bm, whose kink
/// the expansion does not know.
RegionNetwork random_network(std::uint64_t seed, double each) {
    std::mt19937_64 engine(seed);
    const auto between = [&engine](double low, double high) {
        return low + (high - low) * std::generate_canonical<double, 53>(engine);
    };
    constexpr double laws[] = {-1.0, -0.5, 0.0, 0.5};
    const std::size_t regions = 2 + engine() % 3;
    RegionNetwork network;
    for (std::size_t i = 0; i < regions; ++i) {
        const double area = between(0.5, 2.0);
        const double room = each * static_cast<double>(regions) / area;  // all vortices, in gauss
        network.regions.push_back({"", area * test::one_gauss_area,
                                   std::llround(each * between(0.4, 1.0)),
                                   1e-4 * room * between(1.0, 1.5),
                                   PowerLawBarrier{between(0.5, 3.0), laws[engine() % 4]}});
        for (std::size_t j = 0; j < i; ++j) network.contacts.push_back({j, i, between(0.1, 1.0)});
    }
    return network;
}

/// A network with everything an ensemble needs.
struct Setting {
    explicit Setting(RegionNetwork drawn, std::vector<double> times)
        : network(std::move(drawn)), grid(std::move(times)) {
        for (std::size_t i = 0; i < network.regions.size(); ++i) nodes.push_back(NodeId(i));
    }
    Ensemble run(std::uint64_t seed, std::size_t count) const {
        return run_ensemble({model, initial, grid, nodes, SelectorKind::automatic, seed}, count, 0);
    }

    RegionNetwork network;
    TimeGrid grid;
    Model model = make_region_network(network);
    State initial = initial_state(network);
    std::vector<Probe> nodes;
};

std::int64_t total_of(const State& state) {
    std::int64_t total = 0;
    for (const std::int64_t n : state.occupations()) total += n;
    return total;
}

}  // namespace

TEST_CASE("vortices are conserved and no region owes any", "[theory]") {
    for (std::uint64_t seed = first_network; seed <= last_network; ++seed) {
        const Setting setting(random_network(seed, 4.0), {0.3, 3.0, 30.0, 300.0});
        const auto total = static_cast<double>(total_of(setting.initial));
        Ensemble ensemble = setting.run(seed, 200);
        const std::size_t nodes = setting.nodes.size();
        bool conserved = true, positive = true;
        for (std::size_t r = 0; r < ensemble.realizations(); ++r) {
            const std::span<double> values = ensemble.realization(r);
            for (std::size_t t = 0; t < values.size(); t += nodes) {
                double sum = 0.0;
                for (const double n : values.subspan(t, nodes)) {
                    sum += n;
                    positive = positive && n >= 0.0;
                }
                conserved = conserved && sum == total;
            }
        }
        INFO("network " << seed);
        CHECK(conserved);
        CHECK(positive);
    }
}

TEST_CASE("many vortices: Monte Carlo, mean field and linear noise agree", "[theory][long]") {
    // 4000 realizations: the mean to 0.02 sd, the variance to 2.2 %; what the expansion leaves out is of
    // order 1/N = 1e-3 of either.
    for (std::uint64_t seed = first_network; seed <= last_network; ++seed) {
        const Setting setting(random_network(seed, 1000.0), {3.0});
        const LinearNoise noise = solve_linear_noise(setting.model, setting.initial, setting.grid);
        const Ensemble ensemble = setting.run(seed + 100, 4000);
        for (std::size_t i = 0; i < setting.nodes.size(); ++i) {
            const auto node = static_cast<Eigen::Index>(i);
            const Moments sampled = ensemble.moments(i)[0];
            INFO("network " << seed << " region " << i);
            CHECK(std::abs(sampled.mean() - noise.mean_field(0, node) - noise.bias(0, node)) <
                  test::sigma_limit * sampled.standard_error());
            CHECK(std::abs(sampled.variance() - noise.variance(NodeId(i))[0]) <
                  test::sigma_limit * sampled.variance_standard_error());
        }
    }
}

TEST_CASE("the distance to the mean field stays of the order of one vortex", "[theory]") {
    for (std::uint64_t seed = first_network; seed <= last_network; ++seed) {
        for (const double each : {30.0, 300.0, 3000.0, 30000.0}) {
            const Setting setting(random_network(seed, each), {3.0});
            const LinearNoise noise = solve_linear_noise(setting.model, setting.initial, setting.grid);
            INFO("network " << seed << " with " << each);
            CHECK(noise.bias.cwiseAbs().maxCoeff() < 1.0);
        }
    }
}

TEST_CASE("the stationary law is in detailed balance with every hop", "[theory]") {
    for (std::uint64_t seed = first_network; seed <= last_network; ++seed) {
        const Setting setting(random_network(seed, 4.0), {1.0});
        const Landscape& landscape = setting.model.landscape();
        const StationaryLaw law = stationary_law(setting.model, setting.initial);
        double worst = 0.0;
        const auto compare = [&](const State& state, EdgeId edge, EdgeId back) {
            State after = state;
            after.apply(landscape.edge(edge));
            const double there = law.log_probability(state.occupations()) +
                                 std::log(setting.model.propensity(edge, state));
            const double again = law.log_probability(after.occupations()) +
                                 std::log(setting.model.propensity(back, after));
            worst = std::max(worst, std::abs(std::expm1(there - again)));
        };
        StateSpace(total_of(setting.initial), setting.nodes.size())
            .for_each([&](std::uint64_t, const std::vector<std::int64_t>& n) {
                for (std::size_t e = 0; e < landscape.edge_count(); ++e) {
                    const HopEdge hop = landscape.edge(EdgeId(e));
                    if (n[hop.from.index()] == 0) continue;
                    const auto [first, last] = landscape.departure_range(hop.to);
                    for (std::size_t b = first; b < last; ++b) {
                        if (landscape.edge(EdgeId(b)).to != hop.from) continue;
                        compare(State(n), EdgeId(e), EdgeId(b));
                    }
                }
            });
        INFO("network " << seed);
        CHECK(worst < 1e-12);
    }
}
