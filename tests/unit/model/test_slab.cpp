// A slab in a parallel field: the energy, detailed balance hop by hop, and rest in a uniform field.
//
// The energy is written out here from B and the segment length, in J, so that an error in the rates is
// seen even where all readings share them. Seen: work of J before the hop (a lost midpoint), a reservoir
// that counts as half a column, a lost multiplicity at the edge.
#include "../../support/catch.hpp"
#include "../../support/slabs.hpp"

using namespace fluxhop;

namespace {

constexpr std::int64_t background = 7;

/// F/kT of the slab: F = sum over columns of a L l (B_i - Ba)^2/2mu0, with the segment l that the
/// work of a hop at Jc0 stands for (PHYSICS 6.7). What Ba adds is the energy of the source of the field.
double energy(const SlabParameters& slab, const State& state) {
    const double thermal = constants::boltzmann * slab.temperature;
    const double segment =
        slab.work_at_jc0 * thermal /
        (slab.critical_current_density * constants::flux_quantum * slab.hop_length);
    const double volume = slab.hop_length * slab.length * segment;
    double sum = 0.0;
    for (std::size_t i = 0; i < slab.columns; ++i) {
        const double vortices = static_cast<double>(state[NodeId(i)]);
        const double field = (vortices - slab.applied_field.value(0.0)) * field_per_vortex(slab);
        sum += volume * field * field / (2.0 * constants::vacuum_permeability);
    }
    return sum / thermal;
}

/// The edge that leads back; every hop has one.
EdgeId reverse(const Landscape& landscape, const HopEdge& hop) {
    const auto [first, last] = landscape.departure_range(hop.to);
    for (std::size_t e = first; e < last; ++e) {
        if (landscape.edge(EdgeId(e)).to == hop.from) return EdgeId(e);
    }
    FAIL("no way back");
    return EdgeId(0);
}

SlabParameters uneven_slab(PowerLawBarrier barrier, EdgeKind edges) {
    SlabParameters slab = test::make_slab_parameters({.columns = 5,
                                                      .vortices_per_bond = 40.0,
                                                      .barrier = barrier,
                                                      .work_at_jc0 = 37.0,
                                                      .attempts = 1e3,
                                                      .edges = edges});
    slab.applied_field = Signal(static_cast<double>(background) + 0.4);  // need not be whole
    slab.vortices = {9, 31, 12, 80, 5};  // some of the hops are flux flow
    return slab;
}

bool leads_somewhere(const HopEdge& hop) { return hop.to != hop.from; }

}  // namespace

TEST_CASE("every hop in a slab and its reverse differ by the true energy", "[slab]") {
    const auto barrier = GENERATE(PowerLawBarrier{20.0, -1.0}, PowerLawBarrier{20.0, 0.0},
                                  PowerLawBarrier{6.0, 0.7});
    const auto edges = GENERATE(EdgeKind::open, EdgeKind::closed);
    const SlabParameters slab = uneven_slab(barrier, edges);
    const test::SlabSystem system(slab, {1.0});
    const Landscape& landscape = system.model.landscape();
    double worst = 0.0;
    std::size_t hops = 0;
    for (std::size_t e = 0; e < landscape.edge_count(); ++e) {
        const HopEdge hop = landscape.edge(EdgeId(e));
        if (!leads_somewhere(hop)) continue;
        State after = system.initial;
        after.apply(hop);
        const EdgeId back = reverse(landscape, hop);
        const double released = energy(slab, system.initial) - energy(slab, after);
        const double of_rates = system.model.log_rate(EdgeId(e), system.initial) -
                                system.model.log_rate(back, after);
        const double scale = std::max(1.0, energy(slab, system.initial));
        worst = std::max(worst, std::abs(of_rates - released) / scale);
        ++hops;
    }
    INFO("mu " << barrier.mu);
    CHECK(hops == (edges == EdgeKind::open ? 12 : 8));
    CHECK(worst < 1e-12);
}

TEST_CASE("the propensities of a slab balance the weights of its states", "[slab]") {
    // P(n) ~ prod H^n_i/n_i! exp(-F/kT): every vortex tries, and a reservoir tries as the field says.
    const auto edges = GENERATE(EdgeKind::open, EdgeKind::closed);
    const SlabParameters slab = uneven_slab({20.0, -1.0}, edges);
    const test::SlabSystem system(slab, {1.0});
    const auto log_weight = [&](const State& state) {
        double sum = -energy(slab, state);
        for (std::size_t i = 0; i < slab.columns; ++i) {
            const double n = static_cast<double>(state[NodeId(i)]);
            sum += n * std::log(slab.applied_field.value(0.0)) - std::lgamma(n + 1.0);
        }
        return sum;
    };
    const Landscape& landscape = system.model.landscape();
    for (std::size_t e = 0; e < landscape.edge_count(); ++e) {
        const HopEdge hop = landscape.edge(EdgeId(e));
        if (!leads_somewhere(hop)) continue;
        State after = system.initial;
        after.apply(hop);
        const EdgeId back = reverse(landscape, hop);
        const double there = log_weight(system.initial) +
                             std::log(system.model.propensity(EdgeId(e), system.initial));
        const double again =
            log_weight(after) + std::log(system.model.propensity(back, after));
        INFO("hop " << hop.from.index() << " to " << hop.to.index());
        CHECK(std::abs(there - again) < 1e-12 * std::max(1.0, std::abs(there)));
    }
}

TEST_CASE("the work of a hop is that of the current half-way", "[slab]") {
    // Kolmogorov's criterion on a loop of four states that changes two neighbouring currents.
    const test::SlabSystem system(uneven_slab({20.0, -1.0}, EdgeKind::open), {1.0});
    const Landscape& landscape = system.model.landscape();
    const auto edge = [&](std::size_t from, std::size_t to) {
        const auto [first, last] = landscape.departure_range(NodeId(from));
        for (std::size_t e = first; e < last; ++e) {
            if (landscape.edge(EdgeId(e)).to == NodeId(to)) return EdgeId(e);
        }
        FAIL("no such hop");
        return EdgeId(0);
    };
    const EdgeId loop[] = {edge(1, 2), edge(3, 2), edge(2, 1), edge(2, 3)};
    const EdgeId backwards[] = {edge(3, 2), edge(1, 2), edge(2, 3), edge(2, 1)};
    const auto affinity = [&](const auto& edges) {
        State state = system.initial;
        double sum = 0.0;
        for (const EdgeId id : edges) {
            sum += std::log(system.model.propensity(id, state));
            state.apply(landscape.edge(id));
        }
        CHECK(state.occupations() == system.initial.occupations());
        return sum;
    };
    CHECK(affinity(loop) == Approx(affinity(backwards)).margin(1e-10));
}

TEST_CASE("one vortex more in the next column is the current per vortex", "[slab]") {
    const SlabParameters slab = uneven_slab({20.0, -1.0}, EdgeKind::open);
    const double jc0 = slab.critical_current_density;
    CHECK(field_per_vortex(slab) ==
          Approx(constants::vacuum_permeability * slab.hop_length * jc0 * current_per_vortex(slab)));
    CHECK(current_per_vortex(slab) == Approx(1.0 / 40.0));
    CHECK(field_per_vortex(slab) * slab.hop_length * slab.length == Approx(constants::flux_quantum));
}

TEST_CASE("a slab comes to rest in the applied field", "[slab]") {
    // B = Ba in every column, from above and from below.
    for (const std::int64_t start : {0, 40}) {
        SlabParameters slab = uneven_slab({3.0, -1.0}, EdgeKind::open);
        slab.work_at_jc0 = 6.0;
        slab.vortices.assign(slab.columns, start);
        const test::SlabSystem system(slab, {60.0});
        const Eigen::MatrixXd end = system.mean_field({1e-12, 1e-13});
        const double applied = slab.applied_field.value(0.0);
        CHECK(system.excess(end, 0, applied).cwiseAbs().maxCoeff() < 1e-10 * applied);
    }
    // The uniform field is at rest to rounding, whatever the rates.
    SlabParameters slab = uneven_slab({3.0, -1.0}, EdgeKind::open);
    const Model model = make_slab(slab);
    Eigen::VectorXd uniform = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(model.variable_count()));
    uniform.head(5).setConstant(slab.applied_field.value(0.0));
    Eigen::VectorXd flow;
    mean_flow(model, uniform, 0.0, flow);
    CHECK(flow.head(5).cwiseAbs().maxCoeff() < 1e-12 * total_propensity(model, uniform, 0.0));
}
