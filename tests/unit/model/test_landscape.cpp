#include "../../support/catch.hpp"
#include "fluxhop/model/landscape.hpp"
#include "fluxhop/model/state.hpp"

using namespace fluxhop;

TEST_CASE("edges are grouped by departure node", "[model]") {
    const NodeId a{0}, b{1}, c{2};
    const Landscape landscape({Multiplicity::occupancy, Multiplicity::constant, Multiplicity::occupancy},
                              {{c, a, 1.0}, {a, b, 2.0}, {a, c, 3.0}});
    CHECK(landscape.node_count() == 3);
    CHECK(landscape.edge_count() == 3);
    CHECK(landscape.departure_range(a) == std::pair<std::size_t, std::size_t>(0, 2));
    CHECK(landscape.departure_range(b) == std::pair<std::size_t, std::size_t>(2, 2));
    CHECK(landscape.departure_range(c) == std::pair<std::size_t, std::size_t>(2, 3));
    CHECK(landscape.edge(EdgeId(1)).to == c);
    CHECK(landscape.multiplicity(b) == Multiplicity::constant);
}

TEST_CASE("a hop moves one vortex and conserves the sum", "[model]") {
    State state({5, 7});
    state.apply({NodeId(0), NodeId(1), 0.0});
    CHECK(state[NodeId(0)] == 4);
    CHECK(state[NodeId(1)] == 8);
}
