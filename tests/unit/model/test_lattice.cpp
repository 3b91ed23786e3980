// Lattices whose neighbours are computed, against their geometry and against stored edges.
#include <limits>
#include <set>

#include "../../support/catch.hpp"
#include "../../support/films.hpp"
#include "fluxhop/model/lattice.hpp"

using namespace fluxhop;

namespace {

using Kind = Lattice::Destination::Kind;

/// Every kind with every pair of edges, small and odd where that is allowed.
std::vector<Lattice> all_lattices() {
    std::vector<Lattice> all;
    for (const EdgeKind x : {EdgeKind::periodic, EdgeKind::closed, EdgeKind::open}) {
        all.push_back({.columns = 5, .edges_x = x});
        for (const EdgeKind y : {EdgeKind::periodic, EdgeKind::closed, EdgeKind::open}) {
            all.push_back({LatticeKind::square, 4, 5, x, y});
            all.push_back({LatticeKind::triangular, 5, 4, x, y});
            if (y != EdgeKind::periodic) all.push_back({LatticeKind::triangular, 4, 3, x, y});
        }
    }
    return all;
}

double wrapped(double distance, double period, EdgeKind edges) {
    return edges == EdgeKind::periodic ? std::remainder(distance, period) : distance;
}

/// The hop back: leaves where this one arrives, arrives where it left, by the opposite step.
HopEdge reverse_of(const Landscape& landscape, const HopEdge& hop) {
    const auto [first, last] = landscape.departure_range(hop.to);
    for (std::size_t e = first; e < last; ++e) {
        const HopEdge back = landscape.edge(EdgeId(e));
        if (back.to == hop.from && back.displacement == -hop.displacement &&
            back.transverse == -hop.transverse && std::isfinite(back.log_attempts)) {
            return back;
        }
    }
    FAIL("no way back");
    return hop;
}

/// The same hops as stored edges, saddles by the documented numbering of bonds.
Landscape stored(const Lattice& lattice, double log_attempts, double capacity,
                 const std::vector<double>& saddles) {
    const std::size_t directions = lattice.directions();
    std::vector<Multiplicity> nodes(lattice.sites(), Multiplicity::occupancy);
    nodes.resize(lattice.sites() + lattice.reservoirs(), Multiplicity::reservoir);
    std::vector<HopEdge> edges;
    for (std::size_t site = 0; site < lattice.sites(); ++site) {
        for (std::size_t d = 0; d < directions; ++d) {
            const auto to = lattice.destination(site, d);
            if (to.kind == Kind::nowhere) continue;
            const Step step = lattice.step(d);
            const bool inside = to.kind == Kind::site;
            const std::size_t beyond = lattice.sites() + to.index;
            const std::size_t owner = inside && d % 2 == 1 ? to.index : site;
            const double saddle = saddles.empty() ? 0.0 : saddles[owner * directions / 2 + d / 2];
            const NodeId target(inside ? to.index : beyond);
            edges.push_back({NodeId(site), target, log_attempts, step.x, step.y, saddle});
            if (inside) continue;
            edges.push_back({target, NodeId(site), log_attempts, -step.x, -step.y, saddle});
        }
    }
    return {std::move(nodes), std::move(edges), capacity};
}

}  // namespace

TEST_CASE("sites beyond 2^32 have their own neighbours", "[lattice]") {
    // No memory is taken for the sites of a lattice. Catches any index of 32 bits on the way from a node to
    // its hops and back.
    for (const LatticeKind kind : {LatticeKind::square, LatticeKind::triangular}) {
        const Lattice lattice{kind, std::size_t{1} << 17, std::size_t{1} << 17};
        const Landscape landscape(lattice, 0.0, 1.0);
        for (const std::size_t site : {(std::size_t{1} << 32) + 5, (std::size_t{1} << 33) - 1, lattice.sites() - 1}) {
            const auto [first, last] = landscape.departure_range(NodeId(site));
            CHECK(last - first == lattice.directions());
            for (std::size_t e = first; e < last; ++e) {
                const HopEdge hop = landscape.edge(EdgeId(e));
                CHECK(hop.from.index() == site);
                CHECK(hop.to.index() == lattice.destination(site, e - first).index);
                CHECK(reverse_of(landscape, hop).to == hop.from);
            }
        }
    }
}

TEST_CASE("every direction's reverse leads back, over edges and around the lattice", "[lattice]") {
    // Catches a diagonal that forgets the shift of odd rows, a wrap on the wrong axis, and
    // directions d and d ^ 1 that are no pair.
    for (const Lattice& lattice : all_lattices()) {
        INFO("kind " << int(lattice.kind) << ", edges " << int(lattice.edges_x)
                     << int(lattice.edges_y));
        for (std::size_t site = 0; site < lattice.sites(); ++site) {
            std::set<std::size_t> neighbours;
            for (std::size_t d = 0; d < lattice.directions(); ++d) {
                const Step step = lattice.step(d), back = lattice.step(d ^ 1);
                CHECK((step.x == -back.x && step.y == -back.y));
                CHECK(std::abs(std::hypot(step.x, step.y) - 1.0) < 1e-15);
                const auto to = lattice.destination(site, d);
                if (to.kind != Kind::site) continue;
                neighbours.insert(to.index);
                const auto home = lattice.destination(to.index, d ^ 1);
                CHECK((home.kind == Kind::site && home.index == site));
                const Step here = lattice.position(site), there = lattice.position(to.index);
                const double height = double(lattice.rows) * lattice.row_height();
                CHECK(std::abs(wrapped(there.x - here.x - step.x, double(lattice.columns),
                                       lattice.edges_x)) < 1e-12);
                CHECK(std::abs(wrapped(there.y - here.y - step.y, height, lattice.edges_y)) < 1e-12);
            }
            const bool torus =
                lattice.edges_x == EdgeKind::periodic && lattice.edges_y == EdgeKind::periodic;
            if (torus) CHECK(neighbours.size() == lattice.directions());
        }
    }
}

TEST_CASE("closed edges lead nowhere and open ones to their side", "[lattice]") {
    // Hops across an edge, counted by hand: per row one each way on a chain or square lattice; on a
    // triangular one an even row has 3 to the left (west and both diagonals), an odd row 1.
    const auto crossings = [](const Lattice& lattice, Kind kind, std::size_t reservoir = 0) {
        int count = 0;
        for (std::size_t site = 0; site < lattice.sites(); ++site) {
            for (std::size_t d = 0; d < lattice.directions(); ++d) {
                const auto to = lattice.destination(site, d);
                count += to.kind == kind && (kind == Kind::nowhere || to.index == reservoir);
            }
        }
        return count;
    };
    const Lattice chain{.columns = 5, .edges_x = EdgeKind::open};
    CHECK(crossings(chain, Kind::reservoir, 0) == 1);
    CHECK(crossings(chain, Kind::reservoir, 1) == 1);
    const Lattice square{LatticeKind::square, 4, 5, EdgeKind::open, EdgeKind::closed};
    CHECK(crossings(square, Kind::reservoir, 0) == 5);
    CHECK(crossings(square, Kind::reservoir, 1) == 5);
    CHECK(crossings(square, Kind::nowhere) == 8);
    const Lattice all_open{LatticeKind::square, 4, 5, EdgeKind::open, EdgeKind::open};
    CHECK(crossings(all_open, Kind::reservoir, 1) == 5);
    CHECK(crossings(all_open, Kind::reservoir, 2) == 4);  // below
    CHECK(crossings(all_open, Kind::reservoir, 3) == 4);
    CHECK(crossings(all_open, Kind::nowhere) == 0);
    const Lattice triangular{LatticeKind::triangular, 5, 4, EdgeKind::open, EdgeKind::periodic};
    CHECK(crossings(triangular, Kind::reservoir, 0) == 2 * 3 + 2 * 1);
    CHECK(crossings(triangular, Kind::reservoir, 1) == 2 * 1 + 2 * 3);
    CHECK(crossings(triangular, Kind::nowhere) == 0);
    const Lattice closed{LatticeKind::square, 4, 5, EdgeKind::closed, EdgeKind::closed};
    CHECK(crossings(closed, Kind::reservoir, 0) + crossings(closed, Kind::reservoir, 1) == 0);
    CHECK(crossings(closed, Kind::nowhere) == 2 * 5 + 2 * 4);
}

TEST_CASE("a bond has one saddle, the same both ways", "[lattice]") {
    // Catches a saddle looked up at the departure site whatever the direction: hop and reverse hop
    // would cross different saddle points, and detailed balance would be lost.
    test::Drawn drawn(501);
    for (const Lattice& lattice : all_lattices()) {
        const std::size_t bonds = lattice.sites() * lattice.directions() / 2;
        const Landscape landscape(lattice, 0.0, 1.0, drawn.list(bonds, 0.0, 5.0));
        bool same = true;
        for (std::size_t e = 0; e < landscape.edge_count(); ++e) {
            const HopEdge hop = landscape.edge(EdgeId(e));
            if (!std::isfinite(hop.log_attempts)) continue;
            same = same && reverse_of(landscape, hop).saddle == hop.saddle;
        }
        CHECK(same);
    }
}

TEST_CASE("a computed lattice has the rates of the same lattice stored, to the last bit",
          "[lattice]") {
    // Random states with disorder, saddles, a current beyond and below Jc0 and a field outside.
    test::Drawn drawn(502);
    for (const Lattice& lattice : all_lattices()) {
        for (const double capacity : {1.0, 3.0, Landscape::unlimited}) {
            const auto saddles = drawn.list(lattice.sites() * lattice.directions() / 2, 0.0, 2.0);
            const auto depths = drawn.list(lattice.sites(), -1.0, 1.0);
            Landscape implicit(lattice, 1.5, capacity, saddles);
            Landscape explicit_one = stored(lattice, 1.5, capacity, saddles);
            const std::size_t nodes = implicit.node_count();
            REQUIRE(explicit_one.node_count() == nodes);
            const TransportCurrent drive{Variables::current(nodes), Variables::odometer(nodes), 6.0};
            const BarrierLaw law = PowerLawBarrier{3.0, -0.5};
            const Model computed(std::move(implicit), {law}, drive, depths);
            const Model kept(std::move(explicit_one), {law}, drive, depths);
            bool same = true, hops = false;
            for (int trial = 0; trial < 20; ++trial) {
                std::vector<std::int64_t> occupations(nodes, 0);
                const std::int64_t most = capacity == Landscape::unlimited ? 5 : std::int64_t(capacity);
                for (std::size_t i = 0; i < lattice.sites(); ++i) occupations[i] = drawn.below(most + 1);
                State state(occupations);
                state.set_signals({drawn.between(-1.3, 1.3), drawn.between(0.0, 0.9)});
                for (std::size_t i = 0; i < nodes; ++i) {
                    const double rate = computed.departure_rate(NodeId(i), state);
                    same = same && rate == kept.departure_rate(NodeId(i), state);
                    if (!(rate > 0.0)) continue;
                    hops = true;
                    const double target = drawn.between(0.0, rate);
                    const HopEdge a = computed.landscape().edge(
                        computed.choose_departure(NodeId(i), target, state));
                    const HopEdge b =
                        kept.landscape().edge(kept.choose_departure(NodeId(i), target, state));
                    same = same && a.to == b.to && a.displacement == b.displacement;
                }
            }
            CHECK(same);
            CHECK(hops);
        }
    }
}

TEST_CASE("no way is made up where every rate is zero", "[lattice]") {
    // Catches: the edge past the last one, which a release build would read.
    Landscape landscape(all_lattices().front(), 0.0, 1.0);
    const std::size_t nodes = landscape.node_count();
    const TransportCurrent drive{Variables::current(nodes), Variables::odometer(nodes), 6.0};
    const Model model(std::move(landscape), {PowerLawBarrier{3.0, -0.5}}, drive);
    State empty(std::vector<std::int64_t>(nodes, 0));
    empty.set_signals({0.5, 0.0});
    REQUIRE(model.departure_rate(NodeId(0), empty) == 0.0);
    CHECK_THROWS_AS(model.choose_departure(NodeId(0), 0.5, empty), RunError);
}

TEST_CASE("whoever can hop to a site is told when it changes", "[lattice]") {
    // With exclusion the rates of the sources of both ends change; a missing one is a stale rate.
    for (const Lattice& lattice : all_lattices()) {
        const Landscape landscape(lattice, 0.0, 1.0);
        std::vector<std::set<std::size_t>> sources(landscape.node_count()), told(sources);
        for (std::size_t e = 0; e < landscape.edge_count(); ++e) {
            const HopEdge hop = landscape.edge(EdgeId(e));
            if (hop.from != hop.to) sources[hop.to.index()].insert(hop.from.index());
        }
        for (std::size_t i = 0; i < landscape.node_count(); ++i) {
            landscape.for_each_source(NodeId(i), [&](NodeId n) { told[i].insert(n.index()); });
        }
        CHECK(told == sources);
    }
}
