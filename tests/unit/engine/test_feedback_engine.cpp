#include "fluxhop/engine/feedback_engine.hpp"

#include "../../support/catch.hpp"
#include "../../support/films.hpp"
#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/model/neighbours.hpp"

using namespace fluxhop;

namespace {

/// A wall of sites of different depths, half full, whose current falls in the runs below.
FilmParameters wall() {
    FilmParameters film = test::film_on({LatticeKind::triangular, 5, 4}, 3.0, 0.6);
    film.capacity = 2.0;
    film.feedback = -0.004;
    test::Drawn drawn(811);
    film.depths = drawn.list(site_count(film), -1.5, 1.5);
    for (std::size_t i = 0; i < film.vortices.size(); ++i) film.vortices[i] = drawn.below(3);
    return film;
}

FilmParameters with_saddles_and_open_edges() {
    FilmParameters film = wall();
    film.sites = Lattice{LatticeKind::square, 5, 4, EdgeKind::open, EdgeKind::closed};
    film.saddles = test::Drawn(812).list(bond_count(film), -0.5, 1.0);
    film.applied_field = Signal(0.8);
    return film;
}

/// Sites anywhere: hardly two hops have one displacement.
FilmParameters on_placed_sites() {
    FilmParameters film = wall();
    const double a = film.hop_length;
    const Box box{5.0 * a, 4.0 * a, true, true};
    test::Drawn drawn(813);
    PlacedSites sites;
    sites.box = box;
    for (int i = 0; i < 20; ++i) {
        sites.points.push_back({drawn.between(0.0, box.width), drawn.between(0.0, box.height)});
    }
    sites.bonds = neighbours_within(sites.points, box, 1.6 * a);
    film.sites = sites;
    return film;
}

FilmParameters above_the_critical_current() {
    FilmParameters film = wall();
    film.current = Signal(1.2);
    return film;
}

void check_same_moments(const Moments& a, const Moments& b) {
    INFO(a.mean() << " and " << b.mean() << ", variances " << a.variance() << " and " << b.variance());
    CHECK(std::abs(a.mean() - b.mean()) <=
          test::sigma_limit * std::hypot(a.standard_error(), b.standard_error()));
    CHECK(std::abs(a.variance() - b.variance()) <=
          test::sigma_limit * std::hypot(a.variance_standard_error(), b.variance_standard_error()));
}

}  // namespace

// The engine that computes every rate anew after every hop is the reference; the laws that are known
// (ladder, equilibrium of a ring) are tested in exact/test_wall.cpp. Aimed at these errors:
// brackets that are never renewed, blocked hops that happen, a class that is drawn without its
// number of ways, hops beyond depinning that are not thinned.
TEST_CASE("bounds on the current and rates computed anew give one law", "[engine][long]") {
    const FilmParameters films[] = {wall(), with_saddles_and_open_edges(), on_placed_sites(),
                                    above_the_critical_current()};
    std::uint64_t seed = 814;
    for (const FilmParameters& film : films) {
        const test::TestFilm system(film, {0.2, 1.0}, true);
        REQUIRE(FeedbackEngine::accepts(system.model));
        const auto run = [&](SelectorKind selector) {
            Experiment experiment = system.experiment(seed++);
            experiment.selector = selector;
            return run_ensemble(experiment, 600, 0);
        };
        const Ensemble bounded = run(SelectorKind::bounded_rejection);
        const Ensemble anew = run(SelectorKind::linear);
        for (const std::size_t number : {0u, 1u, 2u, 8u, 13u}) {
            for (std::size_t t = 0; t < 2; ++t) {
                INFO("seed " << seed << " number " << number << " time " << t);
                check_same_moments(bounded.moments(number)[t], anew.moments(number)[t]);
            }
        }
        RunSummary sum, reference;
        for (const RunSummary& each : bounded.summaries()) sum += each;
        for (const RunSummary& each : anew.summaries()) reference += each;
        CHECK(sum.thinned > 0);
        CHECK((sum.flux_flow_hops > 0) == (reference.flux_flow_hops > 0));
    }
}

TEST_CASE("what has no current in common is not taken for a ring", "[engine]") {
    FilmParameters film = wall();
    CHECK(FeedbackEngine::accepts(make_film(film)));
    std::vector<double> depths(film.depths.begin(), film.depths.end());
    depths[0] = 1000.0;  // the weights would not fit into doubles
    film.depths = depths;
    CHECK_FALSE(FeedbackEngine::accepts(make_film(film)));
    film = on_placed_sites();
    std::get<PlacedSites>(film.sites).bonds.clear();  // no hop at all: there is nothing to bound
    CHECK_FALSE(FeedbackEngine::accepts(make_film(film)));
    film = wall();
    film.feedback = 0.0;
    CHECK_FALSE(FeedbackEngine::accepts(make_film(film)));
}
