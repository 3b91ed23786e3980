#include "../../support/catch.hpp"
#include "../../support/regions.hpp"
#include "../../support/systems.hpp"
#include "fluxhop/theory/master_equation.hpp"
#include "fluxhop/theory/stationary.hpp"

using namespace fluxhop;
using test::fig3;
using test::random_triangle;
using test::relative_difference;

namespace {

Eigen::VectorXd equilibrium(const RegionNetwork& network) {
    return mean_field_equilibrium(make_region_network(network), initial_state(network));
}

StationaryLaw law_of(const RegionNetwork& network) {
    return stationary_law(make_region_network(network), initial_state(network));
}

/// One region next to a reservoir.
RegionNetwork with_reservoir(BarrierLaw region, BarrierLaw outside) {
    return {{{"s", 3.0 * test::one_gauss_area, 5, 25e-4, region}},
            {{"outside", 7e-4, 25e-4, outside}},
            {{0, 1, 2.5}}};
}

}  // namespace

TEST_CASE("the mean-field equilibria of Fig. 3 to 1e-12", "[theory]") {
    // PHYSICS section 2, 40-digit root.
    const Eigen::VectorXd linear = equilibrium(fig3(-1.0));
    CHECK(relative_difference(linear[0], 3.7430491875147e-12) < 1e-12);
    CHECK(relative_difference(linear[1], 39.9999999999962570) < 1e-12);
    const Eigen::VectorXd logarithmic = equilibrium(fig3(0.0));
    CHECK(relative_difference(logarithmic[0], 0.275574691690580) < 1e-12);
    CHECK(relative_difference(logarithmic[1], 39.7244253083094) < 1e-12);
}

TEST_CASE("in equilibrium all flows of the model balance", "[theory]") {
    for (std::uint64_t seed = 21; seed <= 30; ++seed) {
        const RegionNetwork network = random_triangle(seed, 15);
        const Model model = make_region_network(network);
        const Eigen::VectorXd n = equilibrium(network);
        CHECK(relative_difference(n.sum(), 15.0) < 1e-12);
        for (std::size_t e = 0; e < model.landscape().edge_count(); ++e) {
            for (std::size_t r = 0; r < model.landscape().edge_count(); ++r) {
                const HopEdge &hop = model.landscape().edge(EdgeId(e)),
                              &back = model.landscape().edge(EdgeId(r));
                if (hop.from != back.to || hop.to != back.from) continue;
                const auto at = [&n](NodeId node) { return n[Eigen::Index(node.index())]; };
                CHECK(relative_difference(model.propensity(EdgeId(e), at),
                                          model.propensity(EdgeId(r), at)) < 1e-12);
            }
        }
    }
}

TEST_CASE("several contacts between two regions are one with their sum", "[theory]") {
    RegionNetwork one = fig3(-1.0, 3.0), several = one;
    several.contacts = {{0, 1, 1.0}, {0, 1, 1.5}, {0, 1, 0.5}};
    CHECK((equilibrium(one) - equilibrium(several)).norm() < 1e-9);
    CHECK((law_of(one).mean - law_of(several).mean).norm() < 1e-9);
}

TEST_CASE("two regions: the stationary law is the birth-death product", "[theory]") {
    for (const double mu : {-1.0, 0.0, 0.5}) {
        const Model model = make_region_network(fig3(mu));
        const Eigen::VectorXd p = law_of(fig3(mu)).marginal[0];
        REQUIRE(p.size() == 41);
        CHECK(std::abs(p.sum() - 1.0) < 1e-13);
        for (std::int64_t n = 1; n <= 40; ++n) {  // P(n) a(n -> n-1) = P(n-1) a(n-1 -> n)
            CHECK(relative_difference(
                      p[n] * model.propensity(EdgeId(0), State({n, 40 - n})),
                      p[n - 1] * model.propensity(EdgeId(1), State({n - 1, 41 - n}))) < 1e-12);
        }
    }
}

TEST_CASE("three regions: the stationary law is the null vector of the generator", "[theory]") {
    for (std::uint64_t seed = 31; seed <= 42; ++seed) {
        const RegionNetwork network = random_triangle(seed, 12);
        const Model model = make_region_network(network);
        const StateSpace space(12, 3);
        const Generator generator = make_generator(model, space);
        const StationaryLaw law = law_of(network);
        Eigen::VectorXd p(generator.rows());
        space.for_each([&](std::uint64_t rank, const std::vector<std::int64_t>& n) {
            p[Eigen::Index(rank)] = std::exp(law.log_probability(n));
        });
        CHECK(std::abs(p.sum() - 1.0) < 1e-12);
        const Eigen::VectorXd traffic = generator.diagonal().cwiseAbs().cwiseProduct(p);
        CHECK((generator * p).cwiseAbs().maxCoeff() < 1e-12 * traffic.maxCoeff());

        const OccupationMoments moments = occupation_moments(space, p);
        CHECK((law.mean - moments.mean).cwiseAbs().maxCoeff() < 1e-11);
        CHECK((law.covariance - moments.covariance).cwiseAbs().maxCoeff() < 1e-11);
        CHECK(law.covariance.rowwise().sum().cwiseAbs().maxCoeff() < 1e-11);
    }
}

TEST_CASE("a large network: the law narrows about the mean field", "[theory]") {
    // PHYSICS section 3: Var = 1/(1/V_p + 1/V_q) with V = N/(1 + alpha) for logarithmic barriers.
    RegionNetwork network = fig3(0.0);
    for (Region& region : network.regions) region.area *= 100, region.vortices *= 100;
    const Eigen::VectorXd n = equilibrium(network);
    const StationaryLaw law = law_of(network);
    const double expected = 1.0 / (16.0 / n[0] + 76.0 / n[1]);
    CHECK(std::abs(law.mean[0] - n[0]) < 1.0);
    CHECK(relative_difference(law.covariance(0, 0), expected) < 0.02);
    CHECK(relative_difference(law.covariance(0, 1), -law.covariance(0, 0)) < 1e-9);
}

TEST_CASE("a reservoir fixes the equilibrium whatever the region holds", "[theory]") {
    SECTION("without barriers: Poisson at the reservoir's field") {
        const RegionNetwork network = with_reservoir(NoBarrier{}, NoBarrier{});
        const StationaryLaw law = law_of(network);
        CHECK(relative_difference(equilibrium(network)[0], 21.0) < 1e-12);
        CHECK(relative_difference(law.mean[0], 21.0) < 1e-12);
        CHECK(relative_difference(law.covariance(0, 0), 21.0) < 1e-11);
        CHECK(std::isnan(law.mean[1]));
        CHECK(relative_difference(law.log_partition, 21.0) < 1e-12);
    }
    SECTION("the same barrier on both sides: the same field") {
        const RegionNetwork network =
            with_reservoir(PowerLawBarrier{30.0, -1.0}, PowerLawBarrier{30.0, -1.0});
        CHECK(relative_difference(equilibrium(network)[0], 21.0) < 1e-12);
    }
    SECTION("and the law balances entries with exits") {
        const RegionNetwork network = with_reservoir(PowerLawBarrier{4.0, 0.0}, NoBarrier{});
        const Model model = make_region_network(network);
        const Eigen::VectorXd p = law_of(network).marginal[0];
        CHECK(std::abs(p.sum() - 1.0) < 1e-13);
        for (Eigen::Index n = 1; n < p.size(); ++n) {
            CHECK(relative_difference(p[n] * model.propensity(EdgeId(0), State({n, 0})),
                                      p[n - 1] * model.propensity(EdgeId(1), State({n - 1, 0}))) <
                  1e-12);
        }
    }
}

TEST_CASE("networks without a product-form equilibrium are refused", "[theory]") {
    const auto ladder = test::ladder({1.0});
    CHECK_THROWS_AS(stationary_law(ladder.model, ladder.initial), UsageError);
    RegionNetwork dry = with_reservoir(NoBarrier{}, NoBarrier{});
    dry.reservoirs[0].field = 0.0;
    CHECK_THROWS_AS(equilibrium(dry), UsageError);
    RegionNetwork apart = random_triangle(1, 3);
    apart.contacts.resize(1);
    CHECK_THROWS_AS(equilibrium(apart), UsageError);
    // A cycle whose rates favour one sense of rotation.
    std::vector<HopEdge> edges;
    for (std::size_t i = 0; i < 3; ++i) {
        edges.push_back({NodeId(i), NodeId((i + 1) % 3), 0.1});
        edges.push_back({NodeId((i + 1) % 3), NodeId(i), 0.0});
    }
    const Model rotating(Landscape(std::vector<Multiplicity>(3, Multiplicity::occupancy), edges),
                         std::vector<BarrierLaw>(3, NoBarrier{}),
                         RegionField{std::vector<RegionField::Node>(3)});
    CHECK_THROWS_AS(mean_field_equilibrium(rotating, State({1, 1, 1})), UsageError);
}

TEST_CASE("nothing stays nothing", "[theory]") {
    RegionNetwork empty = random_triangle(2, 0);
    for (Region& region : empty.regions) region.maximum_field = 1e-3;
    CHECK(equilibrium(empty).isZero());
    CHECK(law_of(empty).mean.isZero());
}
