// An ensemble in shares is the whole ensemble bit for bit, without MPI: ranks take turns here.
// Catches: a rank that numbers its realizations by itself, parts placed by arrival, dwell times merged
// in another order than that of the ids, a lost summary.
#include <algorithm>
#include <map>

#include "../../support/catch.hpp"
#include "../../support/films.hpp"
#include "../../support/systems.hpp"
#include "fluxhop/ensemble/gather.hpp"
#include "fluxhop/ensemble/ranks_in_turn.hpp"

using namespace fluxhop;

namespace {

Ensemble shared(const Experiment& experiment, std::size_t count, std::size_t ranks) {
    RanksInTurn turn(ranks);
    const Dealing dealing{ranks, experiment.point, count, {}};
    for (;; turn.next()) {
        const auto ids = dealing.ids_of(turn.rank());
        auto whole = gather(turn, dealing, run_realizations(experiment, ids, 1));
        REQUIRE(whole.has_value() == turn.leads());
        if (whole) return std::move(*whole);
    }
}

void check_same(const Ensemble& a, const Ensemble& b) {
    CHECK(std::ranges::equal(a.values(), b.values()));
    const auto same = [](const RunSummary& x, const RunSummary& y) {
        return x.hops == y.hops && x.flux_flow_hops == y.flux_flow_hops && x.frozen == y.frozen &&
               x.leaps == y.leaps && x.thinned == y.thinned;
    };
    CHECK(std::ranges::equal(a.summaries(), b.summaries(), same));
    REQUIRE(a.history().has_value() == b.history().has_value());
    if (!a.history()) return;
    CHECK(a.history()->dwell.bins() == b.history()->dwell.bins());
    CHECK(a.history()->dwell.mean() == b.history()->dwell.mean());
    CHECK(a.history()->frames.size() == b.history()->frames.size());
    const auto same_hop = [](const LoggedHop& x, const LoggedHop& y) {
        return x.time == y.time && x.vortex == y.vortex && x.from == y.from && x.to == y.to;
    };
    CHECK(std::ranges::equal(a.history()->hop_log, b.history()->hop_log, same_hop));
}

}  // namespace

TEST_CASE("realizations are dealt to every rank once, and evenly through a sweep", "[ensemble]") {
    std::map<std::size_t, int> load;
    for (std::uint64_t point = 0; point < 5; ++point) {
        const Dealing dealing{3, point, 4, {}};
        std::vector<std::uint64_t> all;
        for (std::size_t rank = 0; rank < 3; ++rank) {
            const auto ids = dealing.ids_of(rank);
            all.insert(all.end(), ids.begin(), ids.end());
            load[rank] += static_cast<int>(ids.size());
        }
        std::ranges::sort(all);
        CHECK(all == std::vector<std::uint64_t>{0, 1, 2, 3});
    }
    CHECK(load == std::map<std::size_t, int>{{0, 7}, {1, 7}, {2, 6}});
}

TEST_CASE("what is kept is the first rank's, and the rest is dealt evenly", "[ensemble]") {
    const Dealing dealing{3, 0, 12, {0, 1, 2, 5, 8, 11}};
    CHECK(dealing.ids_of(0) == std::vector<std::uint64_t>{0, 1, 2, 3, 5, 7, 8, 11});
    CHECK(dealing.ids_of(1) == std::vector<std::uint64_t>{4, 9});
    CHECK(dealing.ids_of(2) == std::vector<std::uint64_t>{6, 10});
}

TEST_CASE("an ensemble is the same bit for bit on 1, 2, 3 and more ranks than realizations",
          "[ensemble]") {
    const auto system = test::make_system(test::nbti_ring(), {1e-8, 1e-7, 1e-6});
    Experiment experiment = system.experiment(85);
    for (const std::uint64_t point : {0u, 2u}) {
        experiment.point = point;
        const Ensemble alone = run_ensemble(experiment, 5, 1);
        for (const std::size_t ranks : {1u, 2u, 3u, 8u}) {
            check_same(shared(experiment, 5, ranks), alone);
        }
    }
}

TEST_CASE("dwell times, frames and the hop log come from all ranks as from one", "[ensemble]") {
    const FilmParameters film = test::ring_of_sites(8, 2, 3.0, 0.1);
    const Model model = make_film(film);
    const State initial = initial_state(film);
    const TimeGrid grid({1.0, 10.0});
    Experiment experiment{.model = model, .initial = initial, .grid = grid, .recorded = {}};
    experiment.seed = 86;
    experiment.point = 1;  // so that realization 0 is not the first rank's
    experiment.tracking = TrackingOptions{.keep_frames = true, .longest_log = 50};
    check_same(shared(experiment, 3, 2), run_ensemble(experiment, 3, 1));
}
