// A realization that was saved and taken up again is the one that was never stopped, bit for bit.
#include "fluxhop/engine/realization.hpp"

#include <limits>

#include "../../support/catch.hpp"
#include "../../support/films.hpp"
#include "../../support/regions.hpp"
#include "../../support/slabs.hpp"
#include "../../support/systems.hpp"
#include "fluxhop/model/disorder.hpp"

using namespace fluxhop;

namespace {

constexpr std::uint64_t id = 3;
constexpr auto whole_run = std::uint64_t{1} << 40;

/// Numbers, and the saved state with clock, streams, selector and recorder.
struct End {
    std::vector<double> out;
    std::vector<std::byte> state;

    friend bool operator==(const End& a, const End& b) {
        return a.state == b.state &&
               std::equal(a.out.begin(), a.out.end(), b.out.begin(), b.out.end());
    }
};

std::vector<double> blank(const Experiment& experiment) {
    return std::vector<double>(experiment.grid.size() * experiment.width(),
                               std::numeric_limits<double>::quiet_NaN());
}

std::vector<std::byte> saved(Realization& realization) {
    ArchiveWriter writer;
    realization.persist(writer);
    return writer.take();
}

void restore(Realization& realization, const std::vector<std::byte>& state) {
    ArchiveReader reader(state);
    realization.persist(reader);
    REQUIRE(reader.at_end());
}

End uninterrupted(const Experiment& experiment) {
    End end{blank(experiment), {}};
    Realization realization(experiment, id, end.out);
    REQUIRE(realization.advance(whole_run));
    end.state = saved(realization);
    return end;
}

/// Stopped after `events` events, and once more after as many.
End interrupted(const Experiment& experiment, std::uint64_t events) {
    std::vector<std::byte> state;
    for (int i = 0; i < 2; ++i) {
        auto out = blank(experiment);
        Realization realization(experiment, id, out);
        if (i > 0) restore(realization, state);
        realization.advance(events);
        state = saved(realization);
    }
    End end{blank(experiment), {}};
    Realization realization(experiment, id, end.out);
    restore(realization, state);
    REQUIRE(realization.advance(whole_run));
    end.state = saved(realization);
    return end;
}

void check(const Experiment& experiment) {
    const End end = uninterrupted(experiment);
    for (const std::uint64_t events : {0u, 1u, 2u, 7u, 50u, 300u, 2000u}) {
        INFO("selector " << name_of(resolve(experiment)) << ", stopped after " << events);
        CHECK(interrupted(experiment, events) == end);
    }
}

constexpr SelectorKind all_selectors[] = {SelectorKind::automatic, SelectorKind::linear,
                                          SelectorKind::sum_tree,
                                          SelectorKind::composition_rejection,
                                          SelectorKind::bounded_rejection};

void check_all_selectors(Experiment experiment) {
    for (const SelectorKind selector : all_selectors) {
        experiment.selector = selector;
        check(experiment);
    }
}

/// Half full of vortices that block each other, on depths that spread the rates over decades.
FilmParameters disordered_film(double capacity) {
    FilmParameters film =
        test::film_on({LatticeKind::triangular, 9, 6}, 6.0, 0.3);
    film.capacity = capacity;
    RandomStream random(601, 0, Purpose::disorder);
    film.depths = {draw_sample(NormalLaw{0.0, 2.0}, site_count(film), random).excess, 0.0};
    for (std::size_t i = 0; i < site_count(film); ++i) film.vortices[i] = i % 2 == 0 ? 1 : 0;
    return film;
}

const std::vector<double> times{0.01, 0.1, 1.0, 3.0, 10.0};

}  // namespace

// Planted errors it catches: a clock without its compensation, a random stream that begins its block
// anew, composition-rejection groups put in another order, a recorder that forgets what it wrote, a
// film that forgets what it drew ahead.
TEST_CASE("a saved ring goes on as if it had never stopped", "[checkpoint]") {
    const auto system = test::make_system(test::thermal_ring(), {1.0, 10.0, 100.0, 1000.0});
    check_all_selectors(system.experiment(602));
    const auto decay = test::make_system(test::nbti_ring(), {1e-8, 1e-4, 1.0, 1e8});
    check(decay.experiment(603));
}

TEST_CASE("saved regions go on as if they had never stopped", "[checkpoint]") {
    const RegionNetwork network = test::random_triangle(3, 12);
    const Model model = make_region_network(network);
    const State initial = initial_state(network);
    const TimeGrid grid({0.5, 5.0, 20.0, 100.0});
    const std::vector<Probe> recorded{NodeId(0), NodeId(2)};
    const Experiment experiment{model, initial, grid, recorded, SelectorKind::automatic, 610};
    REQUIRE(resolve(experiment) == SelectorKind::lockstep);
    check_all_selectors(experiment);
}

TEST_CASE("a saved film goes on as if it had never stopped", "[checkpoint]") {
    for (const double capacity : {1.0, Landscape::unlimited}) {
        const test::TestFilm film(disordered_film(capacity), times, true);
        Experiment experiment = film.experiment(604);
        check_all_selectors(experiment);
        experiment.tracking = TrackingOptions{true, 40};
        check_all_selectors(experiment);
    }
}

TEST_CASE("a saved film under a changing current goes on as if it had never stopped",
          "[checkpoint]") {
    FilmParameters film = disordered_film(1.0);
    film.current = Signal(PiecewiseLinear({{0.0, 0.1}, {4.0, 0.5}, {6.0, 0.2}}));
    const test::TestFilm system(film, times, true);
    check_all_selectors(system.experiment(605));
}

TEST_CASE("a saved slab goes on as if it had never stopped", "[checkpoint]") {
    SlabParameters slab = test::make_slab_parameters(
        {12, 40.0, PowerLawBarrier{12.0, -1.0}, 24.0, 1e3});
    test::fill_bean(slab, 100, 0.7);
    const test::SlabSystem system(slab, {1e-3, 1e-2, 0.1, 1.0});
    check_all_selectors(system.experiment(606));
}

TEST_CASE("saved leaps go on as if they had never stopped", "[checkpoint]") {
    const RegionNetwork network = test::fig3(-1.0, 0.1, 4'000'000);
    const Model model = make_region_network(network);
    const State initial = initial_state(network);
    const TimeGrid grid({1e-5, 1e-3, 0.1, 10.0});
    const std::vector<Probe> recorded{NodeId(0), NodeId(1)};
    Experiment experiment{model, initial, grid, recorded, SelectorKind::automatic, 607};
    experiment.method = Method::tau_leaping;
    std::vector<double> out = blank(experiment);
    const RunSummary summary = run_realization(experiment, id, out).summary;
    REQUIRE(summary.leaps > 50);
    check_all_selectors(experiment);
    experiment.leaps.epsilon = 1e-3;  // hardly any leap pays
    check(experiment);
}

TEST_CASE("a finished realization goes on to later times as if they had been asked for at first",
          "[checkpoint]") {
    // What was drawn and not used when the short grid ended belongs to the longer run.
    const auto check_extension = [](Experiment experiment, const std::vector<double>& all) {
        const End whole = uninterrupted(experiment);
        for (std::size_t length = 1; length < all.size(); ++length) {
            const TimeGrid beginning({all.begin(), all.begin() + static_cast<long>(length)});
            Experiment shorter{experiment.model, experiment.initial, beginning, experiment.recorded,
                               experiment.selector, experiment.seed};
            shorter.method = experiment.method;
            shorter.leaps = experiment.leaps;
            const End end = uninterrupted(shorter);
            End longer{blank(experiment), {}};
            Realization realization(experiment, id, longer.out);
            restore(realization, end.state);
            REQUIRE(realization.advance(whole_run));
            longer.state = saved(realization);
            CHECK(longer == whole);
        }
    };
    const test::TestFilm film(disordered_film(1.0), times);
    for (const SelectorKind selector : all_selectors) {
        Experiment experiment = film.experiment(608);
        experiment.selector = selector;
        check_extension(experiment, times);
    }
    const auto ring = test::make_system(test::thermal_ring(), times);
    check_extension(ring.experiment(611), times);
    const RegionNetwork network = test::fig3(-1.0, 0.1, 4'000'000);
    const Model model = make_region_network(network);
    const State initial = initial_state(network);
    const std::vector<double> late{1e-5, 1e-3, 0.1, 10.0};
    const TimeGrid grid(late);
    const std::vector<Probe> recorded{NodeId(0), NodeId(1)};
    Experiment leaping{model, initial, grid, recorded, SelectorKind::automatic, 609};
    leaping.method = Method::tau_leaping;
    check_extension(leaping, late);
}
