#include "fluxhop/engine/lattice_film.hpp"

#include <cmath>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/model/disorder.hpp"
#include "fluxhop/model/film.hpp"

using namespace fluxhop;

namespace {

/// A disordered lattice with a vortex on one site of three, or on all but one of three; U0 = 6 +- 1 kT,
/// J = 0.2 Jc0.
FilmParameters disordered(LatticeKind kind, bool crowded = false) {
    FilmParameters film;
    film.temperature = 77.0;
    film.sites = Lattice{kind, 9, kind == LatticeKind::chain ? std::size_t{1} : std::size_t{6}};
    film.hop_length = 20e-9;
    film.thickness = 200e-9;
    film.critical_current_density = 1e10;
    film.work_at_jc0 = 12.0;
    film.attempt_frequency = 1.0;
    film.barrier = PowerLawBarrier{6.0, -1.0};
    film.current = Signal(0.2);
    RandomStream random(51, 0, Purpose::disorder);
    film.depths = {draw_sample(NormalLaw{0.0, 1.0}, site_count(film), random).excess, 0.0};
    for (std::size_t i = 0; i < site_count(film); ++i) {
        film.vortices.push_back((i % 3 == 0) != crowded ? 1 : 0);
    }
    return film;
}

constexpr LatticeKind all_kinds[] = {LatticeKind::chain, LatticeKind::square,
                                     LatticeKind::triangular};

/// Mean and variance of a recorded number agree between two ensembles, to the stated level.
void check_same_law(const Moments& a, const Moments& b) {
    const double mean_error = std::hypot(a.standard_error(), b.standard_error());
    CHECK(std::abs(a.mean() - b.mean()) <= test::sigma_limit * mean_error);
    const double variance_error =
        std::hypot(a.variance_standard_error(), b.variance_standard_error());
    CHECK(std::abs(a.variance() - b.variance()) <= test::sigma_limit * variance_error);
}

}  // namespace

TEST_CASE("the compiled film has the rates of the model", "[engine]") {
    for (const LatticeKind kind : all_kinds) {
        const FilmParameters film = disordered(kind);
        const Model model = make_film(film);
        const State state = initial_state(film);
        REQUIRE(LatticeFilm::accepts(model));
        const LatticeFilm compiled(model, state, RandomStream(52, 0, Purpose::events));
        for (std::size_t e = 0; e < model.landscape().edge_count(); ++e) {
            const std::size_t ways = std::get<Lattice>(film.sites).directions();
            const double rate = std::exp(model.log_rate(EdgeId(e), state));
            CHECK(test::relative_difference(compiled.attempt_rate(e / ways, e % ways), rate) < 1e-12);
        }
    }
}

TEST_CASE("the compiled film has the rates of shallow sites where the mean site has none", "[engine]") {
    // exp(-770) is zero for a double, exp(-1) is not. Catches rates relative to the mean depth.
    FilmParameters film = disordered(LatticeKind::square);
    film.barrier = PowerLawBarrier{770.0, -1.0};
    film.work_at_jc0 = 1.0;
    std::vector<double> depths(site_count(film), 0.0);
    for (std::size_t i = 0; i < depths.size(); i += 2) depths[i] = -600.0 + static_cast<double>(i);
    film.depths = depths;
    const Model model = make_film(film);
    const State state = initial_state(film);
    REQUIRE(LatticeFilm::accepts(model));
    const LatticeFilm compiled(model, state, RandomStream(56, 0, Purpose::events));
    for (std::size_t e = 0; e < model.landscape().edge_count(); ++e) {
        const double rate = std::exp(model.log_rate(EdgeId(e), state));
        INFO("site " << e / 4);
        if (rate > 1e-300) {
            CHECK(test::relative_difference(compiled.attempt_rate(e / 4, e % 4), rate) < 1e-12);
        } else {
            CHECK(compiled.attempt_rate(e / 4, e % 4) < 1e-299);
        }
    }
}

// Planted errors it catches: blocked attempts that do not pass time, a direction drawn with the
// wrong weight, a displacement with the wrong sign, rates of the site that was left, a way that stays
// without a clock when it becomes free, two clocks for one way, a clock of some ways that goes as if it were
// of all.
TEST_CASE("the compiled film and the generic engine have one law", "[engine][long]") {
    const bool crowded = GENERATE(false, true);
    for (const LatticeKind kind : all_kinds) {
        const FilmParameters film = disordered(kind, crowded);
        const Model model = make_film(film);
        const State initial = initial_state(film);
        const TimeGrid grid({100.0, 1000.0});
        const std::vector<Probe> recorded{model.odometer(), NodeId(1), NodeId(4),
                                          Probe({{NodeId(0), 1.0, 5}})};
        const auto run = [&](SelectorKind selector, std::uint64_t seed) {
            return run_ensemble({.model = model, .initial = initial, .grid = grid,
                                 .recorded = recorded, .selector = selector, .seed = seed},
                                20'000, 0);
        };
        const Ensemble compiled = run(SelectorKind::automatic, 53);
        const Ensemble generic = run(SelectorKind::sum_tree, 54);
        const Ensemble by_rejection = run(SelectorKind::composition_rejection, 55);
        for (std::size_t number = 0; number < recorded.size(); ++number) {
            for (std::size_t t = 0; t < grid.size(); ++t) {
                INFO("crowded " << crowded << " kind " << static_cast<int>(kind) << " number " << number
                                << " time " << t);
                check_same_law(compiled.moments(number)[t], generic.moments(number)[t]);
                check_same_law(by_rejection.moments(number)[t], generic.moments(number)[t]);
            }
        }
    }
}

TEST_CASE("a film of 30,000 x 30,000 sites has a compiled form", "[engine]") {
    STATIC_REQUIRE(LatticeFilm::most_sites(6) > 900'000'000);
    STATIC_REQUIRE(LatticeFilm::most_sites(2) == std::size_t{1} << 32);  // a site is a 32-bit number
}

TEST_CASE("what has no compiled form is not compiled", "[engine]") {
    const auto accepted = [](auto change) {
        FilmParameters film = disordered(LatticeKind::square);
        change(film);
        return LatticeFilm::accepts(make_film(film));
    };
    CHECK(accepted([](FilmParameters&) {}));
    CHECK_FALSE(accepted([](FilmParameters& f) { f.capacity = 2.0; }));
    CHECK_FALSE(accepted([](FilmParameters& f) { f.feedback = -1e-3; }));
    CHECK_FALSE(accepted([](FilmParameters& f) { f.current = Signal(1.5); }));
    CHECK_FALSE(accepted([](FilmParameters& f) { f.saddles = std::vector(bond_count(f), 0.1); }));
    CHECK_FALSE(accepted([](FilmParameters& f) {
        f.current = Signal(PiecewiseLinear({{0.0, 0.1}, {1.0, 0.2}}));
    }));
    CHECK_FALSE(accepted([](FilmParameters& f) {
        std::get<Lattice>(f.sites).edges_y = EdgeKind::closed;
    }));
}
