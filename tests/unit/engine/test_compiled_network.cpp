#include "fluxhop/engine/compiled_network.hpp"

#include "../../support/catch.hpp"
#include "../../support/films.hpp"
#include "../../support/regions.hpp"
#include "fluxhop/engine/realization.hpp"

using namespace fluxhop;

namespace {

/// Three regions of which two are alike, and a reservoir.
RegionNetwork with_two_alike() {
    const Region one{"", test::one_gauss_area, 30, 20e-4, PowerLawBarrier{6.0, -1.0}};
    Region other = one;
    other.barrier = PowerLawBarrier{5.0, 0.0};
    return {{one, one, other}, {{.name = "outside", .field = 3e-4}}, {{0, 3, 1.0}, {1, 3, 1.0}, {2, 3, 0.5}}};
}

}  // namespace

TEST_CASE("the table of departure rates is the model's to the last bit", "[engine]") {
    // Up to three times as many occupations as the table keeps, in an order that drives rows out and
    // asks for them again. Catches rows kept under the wrong occupation, and kinds that are not alike.
    const RegionNetwork networks[] = {test::random_triangle(801, 40), with_two_alike(),
                                      test::fig3(0.0)};
    for (const RegionNetwork& network : networks) {
        const Model model = make_region_network(network);
        REQUIRE(DepartureTable::accepts(model));
        DepartureTable table(model);
        State state = initial_state(network);
        test::Drawn drawn(802);
        for (int i = 0; i < 20'000; ++i) {
            const NodeId node(std::size_t(drawn.below(std::int64_t(state.node_count()))));
            const double occupation = double(drawn.below(3'000));
            state.set(node, occupation);
            const auto row = table.row(node, table.place(node, occupation));
            REQUIRE(row.departure_rate() == model.departure_rate(node, state));
        }
    }
}

TEST_CASE("nodes share rows if and only if they depart alike", "[engine]") {
    const Model model = make_region_network(with_two_alike());
    const DepartureTable table(model);
    const auto first = [&](std::size_t node) { return table.place(NodeId(node), 1.0).first; };
    CHECK(first(0) == first(1));
    CHECK(first(0) != first(2));
    CHECK(first(0) != first(3));
}

TEST_CASE("a way is chosen by its propensity, and flux flow is counted", "[engine]") {
    const RegionNetwork network = test::random_triangle(803, 40);
    const Model model = make_region_network(network);
    State state = initial_state(network);
    DepartureTable table(model);
    int flowing = 0;
    for (std::int64_t n = 1; n < 60; ++n) {
        for (std::size_t i = 0; i < 3; ++i) {
            state.set(NodeId(i), double(n));
            const auto row = table.row(NodeId(i), table.place(NodeId(i), double(n)));
            const std::size_t edge = model.landscape().departure_range(NodeId(i)).first;
            const double first = model.propensity(EdgeId(edge), state);
            CHECK(row.choose(2, first) == 0);
            CHECK(row.choose(2, std::nextafter(first, 2.0 * first)) == 1);
            const bool flows = model.is_flux_flow(model.landscape().edge(EdgeId(edge)), state);
            CHECK(row.is_flux_flow(0) == flows);
            flowing += flows ? 1 : 0;
        }
    }
    CHECK(flowing > 0);
}

TEST_CASE("networks are compiled where rates depend on the departure node alone", "[engine]") {
    const auto kind = [](const FilmParameters& film) {
        const test::TestFilm system(film, {1.0});
        return resolve(system.experiment(1));
    };
    CHECK(kind(test::ring_of_sites(3, 1, 2.0, 0.1)) == SelectorKind::compiled_network_linear);
    FilmParameters few = test::ring_of_sites(8, 1, 2.0, 0.1);
    CHECK(kind(few) == SelectorKind::compiled_network_bounded);
    FilmParameters many = test::ring_of_sites(40, 1, 2.0, 0.1);
    CHECK(kind(many) == SelectorKind::compiled_network_bounded);
    many.capacity = 2.0;
    CHECK(kind(many) == SelectorKind::sum_tree);
    many.feedback = -1e-3;
    CHECK(kind(many) == SelectorKind::bounded_rejection);
    few.current = Signal(PiecewiseLinear({{0.0, 0.1}, {1.0, 0.2}}));
    CHECK(kind(few) == SelectorKind::linear);
}
