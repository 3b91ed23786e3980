// An ensemble in shares is the whole ensemble bit for bit, without MPI: ranks are threads here.
// Catches: a rank that numbers its realizations by itself, parts placed by arrival, dwell times merged
// in another order than that of the ids, a lost summary.
#include <algorithm>
#include <barrier>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "../../support/catch.hpp"
#include "../../support/films.hpp"
#include "../../support/systems.hpp"
#include "fluxhop/ensemble/gather.hpp"

using namespace fluxhop;

namespace {

/// What goes from ranks to the first one.
struct Mail {
    std::mutex mutex;
    std::condition_variable arrived;
    std::map<std::size_t, std::deque<std::vector<std::byte>>> parcels;
};

class ThreadRank : public Ranks {
public:
    ThreadRank(Mail& mail, std::size_t rank, std::size_t count)
        : mail_(mail), rank_(rank), count_(count) {}

    std::size_t rank() const override { return rank_; }
    std::size_t count() const override { return count_; }
    std::vector<std::uint64_t> everybody(std::uint64_t mine) override { return {mine}; }
    void send(std::vector<std::byte> parcel) override {
        const std::scoped_lock lock(mail_.mutex);
        mail_.parcels[rank_].push_back(std::move(parcel));
        mail_.arrived.notify_all();
    }
    std::vector<std::byte> receive(std::size_t from) override {
        std::unique_lock lock(mail_.mutex);
        mail_.arrived.wait(lock, [&] { return !mail_.parcels[from].empty(); });
        auto parcel = std::move(mail_.parcels[from].front());
        mail_.parcels[from].pop_front();
        return parcel;
    }
    std::vector<std::byte> from_first(std::vector<std::byte> bytes) override { return bytes; }
    void report(std::vector<std::byte> parcel) override { send(std::move(parcel)); }
    std::optional<std::vector<std::byte>> next_report() override { return std::nullopt; }
    [[noreturn]] void abort(int code) override { std::exit(code); }
    std::size_t on_this_machine() const override { return 1; }
    std::size_t fair_threads() override { return 1; }

private:
    Mail& mail_;
    std::size_t rank_, count_;
};

Ensemble shared(const Experiment& experiment, std::size_t count, std::size_t ranks) {
    Mail mail;
    std::vector<std::optional<Ensemble>> gathered(ranks);  // Catch2 may not be asked on several threads
    std::vector<std::jthread> threads;
    for (std::size_t rank = 0; rank < ranks; ++rank) {
        threads.emplace_back([&, rank] {
            ThreadRank self(mail, rank, ranks);
            const Dealing dealing{ranks, experiment.point, count, {}};
            const auto ids = dealing.ids_of(rank);
            gathered[rank] = gather(self, dealing, run_realizations(experiment, ids, 1));
        });
    }
    threads.clear();
    const auto has_all = [](const std::optional<Ensemble>& all) { return all.has_value(); };
    CHECK(std::ranges::none_of(gathered.begin() + 1, gathered.end(), has_all));
    return std::move(gathered[0].value());
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
