// Which vortex is where. Statistical tests at 1e-6, seeds fixed beforehand.
#include <array>
#include <map>
#include <set>

#include "../../support/catch.hpp"
#include "../../support/films.hpp"
#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/stats/hypothesis.hpp"
#include "fluxhop/stats/moments.hpp"

using namespace fluxhop;

namespace {

/// Realization 0 with tracking: its numbers and its history.
struct Tracked {
    std::vector<double> values;
    RealizationResult result;
    std::size_t width;
    double at(std::size_t time, std::size_t number) const { return values[time * width + number]; }
};

Tracked track(const test::TestFilm& system, std::uint64_t seed, std::uint64_t id = 0) {
    Experiment experiment = system.experiment(seed);
    experiment.tracking = TrackingOptions{.keep_frames = true, .longest_log = 1'000'000};
    Tracked run{std::vector<double>(system.grid.size() * experiment.width()), {}, experiment.width()};
    run.result = run_realization(experiment, id, run.values);
    return run;
}

}  // namespace

TEST_CASE("vortices keep their names, and their ways add up to the odometer", "[tracker]") {
    // A triangular lattice with up to 3 vortices on a site: every frame holds every vortex once, where
    // the state has one, and the hop log leads each from frame to frame.
    FilmParameters film = test::film_on({LatticeKind::triangular, 5, 4}, 2.0, 0.4);
    film.capacity = 3.0;
    film.vortices = {3, 0, 1, 0, 2, 0, 0, 3, 0, 1, 1, 1, 0, 0, 2, 0, 3, 0, 0, 0};
    const test::TestFilm system(film, {1.0, 3.0, 10.0}, true);
    const Tracked run = track(system, 581);
    const VortexHistory& history = *run.result.history;
    REQUIRE(history.frames.size() == 3);
    REQUIRE(history.hop_log.size() == run.result.summary.hops);
    CHECK(run.result.summary.hops > 300);
    std::map<std::uint32_t, std::size_t> place;
    for (std::size_t i = 0; i < 20; ++i) {
        for (std::int64_t n = 0; n < film.vortices[i]; ++n) place[std::uint32_t(place.size())] = i;
    }
    auto hop = history.hop_log.begin();
    for (std::size_t t = 0; t < 3; ++t) {
        for (; hop != history.hop_log.end() && hop->time <= system.grid[t]; ++hop) {
            REQUIRE(place.at(hop->vortex) == hop->from.index());
            place[hop->vortex] = hop->to.index();
        }
        std::vector<double> count(20, 0.0);
        std::set<std::uint32_t> names;
        for (const VortexPlace& one : history.frames[t]) {
            names.insert(one.vortex);
            count[one.site.index()] += 1.0;
            CHECK(place.at(one.vortex) == one.site.index());
        }
        CHECK(names.size() == 17);
        for (std::size_t i = 0; i < 20; ++i) CHECK(count[i] == run.at(t, 1 + i));
        const double along = run.at(t, 21 + VortexTracker::along);
        CHECK(std::abs(17.0 * along - run.at(t, 0)) < 1e-9);
    }
}

TEST_CASE("tracking changes nothing in the run", "[tracker]") {
    FilmParameters film = test::ring_of_sites(10, 3, 2.0, 0.3);
    film.capacity = 5.0;
    for (const bool driven : {false, true}) {
        if (driven) film.current = Signal(Sinusoid{0.3, 0.3, 0.5});
        const test::TestFilm system(film, {0.5, 1.0, 5.0, 20.0}, true);
        const Tracked run = track(system, 582);
        std::vector<double> plain(4 * 11);
        const RunSummary summary = run_realization(system.experiment(582), 0, plain).summary;
        bool same = summary.hops == run.result.summary.hops;
        for (std::size_t t = 0; t < 4; ++t) {
            for (std::size_t i = 0; i < 11; ++i) same = same && plain[t * 11 + i] == run.at(t, i);
        }
        CHECK(same);
        CHECK(summary.hops > 100);
    }
}

TEST_CASE("the longest log is kept from the start, the rest is counted", "[tracker]") {
    const test::TestFilm system(test::ring_of_sites(5, 1, 2.0, 0.0), {20.0});
    Experiment experiment = system.experiment(583);
    experiment.tracking = TrackingOptions{.keep_frames = false, .longest_log = 7};
    std::vector<double> values(experiment.width());
    const RealizationResult result = run_realization(experiment, 0, values);
    CHECK(result.history->hop_log.size() == 7);
    CHECK(result.history->hops_not_logged == result.summary.hops - 7);
    CHECK(result.history->frames.empty());
}

TEST_CASE("dwell times of a uniform chain are exponential", "[tracker]") {
    // 2 cosh(u x) hops per second and vortex. The first 15 dwells of each of 20 vortices with 90 hops
    // on average: complete whatever their length, so nothing is censored. 200 runs.
    constexpr double u = 2.0, x = 0.4;
    const test::TestFilm system(test::ring_of_sites(20, 1, u, x), {33.0});
    const double rate = test::rate_along(u, x) + test::rate_against(u, x);
    std::vector<double> uniform;
    for (std::uint64_t id = 0; id < 60; ++id) {
        Experiment experiment = system.experiment(584 + 1000 * id);
        experiment.tracking = TrackingOptions{.keep_frames = false, .longest_log = 1'000'000};
        std::vector<double> values(experiment.width());
        const RealizationResult result = run_realization(experiment, 0, values);
        std::map<std::uint32_t, std::vector<double>> times;
        for (const LoggedHop& hop : result.history->hop_log) times[hop.vortex].push_back(hop.time);
        REQUIRE(times.size() == 20);
        for (const auto& entry : times) {
            REQUIRE(entry.second.size() >= 15);
            for (std::size_t k = 0; k < 15; ++k) {
                const double since = k == 0 ? 0.0 : entry.second[k - 1];
                uniform.push_back(-std::expm1(-rate * (entry.second[k] - since)));
            }
        }
        const DwellHistogram& dwell = result.history->dwell;
        CHECK(dwell.count() == result.summary.hops);
        // All complete dwells within a fixed time: short ones are favoured by about one in 90.
        const double error = 1.0 / std::sqrt(double(dwell.count()));
        CHECK(std::abs(dwell.mean() * rate - 1.0) < test::sigma_limit * error + 0.025);
    }
    CHECK(kolmogorov_smirnov_uniform(uniform).p_value > test::false_alarm);
}

TEST_CASE("square displacements are 2 D t along and across", "[tracker][long]") {
    // At rest on a square lattice: nu0 exp(-u) = 1 hop/s in each direction, D = a^2 per second. Averages
    // of 50 independent vortices over 2000 runs; the error is their spread across runs.
    FilmParameters film = test::film_on({LatticeKind::square, 5, 5}, 2.0, 0.0);
    film.vortices.assign(25, 2);
    const test::TestFilm system(film, {0.5, 4.0});
    Experiment experiment = system.experiment(585);
    experiment.tracking = TrackingOptions{};
    const Ensemble ensemble = run_ensemble(experiment, 2'000, 0);
    for (const auto channel : {VortexTracker::along_squared, VortexTracker::across_squared}) {
        const auto moments = ensemble.moments(1 + channel);
        for (std::size_t t = 0; t < 2; ++t) {
            INFO(moments[t].mean() << " +- " << moments[t].standard_error());
            CHECK(std::abs(moments[t].mean() - 2.0 * system.grid[t]) <
                  test::sigma_limit * moments[t].standard_error());
        }
    }
    for (const auto channel : {VortexTracker::along, VortexTracker::across}) {
        const Moments at_end = ensemble.moments(1 + channel)[1];
        CHECK(std::abs(at_end.mean()) < test::sigma_limit * at_end.standard_error());
    }
}

TEST_CASE("of several vortices on a site each hops with the same probability", "[tracker]") {
    // Five on one site, one at a time out and back in: who goes is even, and independent of who went
    // before (25 pairs). Catches "the last one in goes first", an off-by-one that spares one.
    const Landscape landscape(Lattice{.columns = 3}, 0.0, Landscape::unlimited);
    std::vector<double> out(VortexTracker::channels);
    constexpr std::size_t trials = 50'000;
    VortexTracker tracker(landscape, State({5, 0, 0}), RandomStream(586, 0, Purpose::vortices), out,
                          VortexTracker::channels, 0, {.keep_frames = false, .longest_log = 2 * trials});
    const HopEdge there = landscape.edge(EdgeId(0)), back = landscape.edge(EdgeId(3));
    REQUIRE((there.from == NodeId(0) && there.to == back.from && back.to == NodeId(0)));
    for (std::size_t i = 0; i < trials; ++i) {
        tracker.on_hop(there, 2.0 * double(i));
        tracker.on_hop(back, 2.0 * double(i) + 1.0);
    }
    std::array<std::array<double, 5>, 5> pairs{};
    const auto& log = tracker.history().hop_log;
    for (std::size_t i = 1; i < trials; ++i) {
        REQUIRE(log[2 * i].vortex == log[2 * i + 1].vortex);
        pairs[log[2 * i - 2].vortex][log[2 * i].vortex] += 1.0;
    }
    const double expected = double(trials - 1) / 25.0;
    double chi_square = 0.0;
    for (const auto& row : pairs) {
        for (const double count : row) chi_square += (count - expected) * (count - expected) / expected;
    }
    CHECK(chi_square_p_value(chi_square, 24) > test::false_alarm);
}

TEST_CASE("vortices that came in later are told from those of the start", "[tracker]") {
    // Open film: everybody at the start leaves to the right, new ones come in from the left. Averages
    // are over those of the start that are still inside.
    FilmParameters film = test::film_on({.columns = 3, .edges_x = EdgeKind::open}, 2.0, 0.0);
    film.vortices = {1, 0, 1};
    const Model model = make_film(film);
    const Landscape& landscape = model.landscape();
    std::vector<double> out(2 * VortexTracker::channels);
    VortexTracker tracker(landscape, initial_state(film), RandomStream(587, 0, Purpose::vortices),
                          out, VortexTracker::channels, 0, {.keep_frames = true, .longest_log = 10});
    const NodeId left{3}, right{4};
    tracker.on_hop({NodeId(2), right, 0.0, 1.0}, 1.0);  // vortex 1 is gone
    tracker.on_hop({left, NodeId(0), 0.0, 1.0}, 2.0);   // vortex 2 is new
    tracker.on_record(0);
    tracker.on_hop({NodeId(0), NodeId(1), 0.0, 1.0}, 3.0);
    tracker.on_hop({NodeId(0), NodeId(1), 0.0, 1.0}, 5.0);
    tracker.on_record(1);
    CHECK(out[VortexTracker::along] == 0.0);
    CHECK(out[VortexTracker::channels + VortexTracker::along] == 1.0);
    const auto& frames = tracker.history().frames;
    REQUIRE(frames.size() == 2);
    REQUIRE(frames[1].size() == 2);
    CHECK((frames[1][0].vortex == 0 && frames[1][1].vortex == 2));
    tracker.on_hop({NodeId(1), left, 0.0, -1.0}, 6.0);  // 0 or 2
    tracker.on_hop({NodeId(1), left, 0.0, -1.0}, 7.0);  // the other: nobody is left
    tracker.on_hop({right, NodeId(2), 0.0, -1.0}, 8.0);  // vortex 3: the name of one that left is not given again
    tracker.on_record(0);
    CHECK(std::isnan(out[VortexTracker::along]));  // of those at the start nobody is inside
    REQUIRE(frames.size() == 3);
    REQUIRE(frames[2].size() == 1);
    CHECK((frames[2][0].vortex == 3 && frames[2][0].site == NodeId(2)));
    CHECK(tracker.history().hop_log.back().vortex == 3);
    // Dwells: 1 s of vortex 1; then of 0 and 2 in either order, 3 + 5 s less the entry at 2 s.
    // then both leave from where they came to at 3 s and 5 s.
    CHECK(tracker.history().dwell.count() == 5);
    CHECK(tracker.history().dwell.mean() ==
          Approx((1.0 + (3.0 + 5.0 - 2.0) + (6.0 + 7.0 - 3.0 - 5.0)) / 5.0));
}
