// The numbers of an ensemble are those of its seed, whoever computes them.
#include <algorithm>

#include "fluxhop/ensemble/gather.hpp"
#include "fluxhop/ensemble/ranks_in_turn.hpp"
#include "fluxhop/selftest/conformity.hpp"
#include "fluxhop/selftest/samples.hpp"

namespace fluxhop::selftest {
namespace {

constexpr std::size_t realizations = 64;
constexpr std::size_t numbers_of_workers[] = {2, 3, 7};

double differing(const Ensemble& a, const Ensemble& b) {
    double count = 0.0;
    for (std::size_t i = 0; i < a.values().size(); ++i) count += a.values()[i] == b.values()[i] ? 0.0 : 1.0;
    for (std::size_t r = 0; r < a.realizations(); ++r) {
        count += a.summaries()[r].hops == b.summaries()[r].hops ? 0.0 : 1.0;
    }
    return count;
}

/// As `mpirun` has it: every rank runs its share, the first one puts them together.
Ensemble dealt_to(std::size_t count, const Experiment& experiment) {
    RanksInTurn ranks(count);
    const Dealing dealing{count, experiment.point, realizations, {}};
    for (;; ranks.next()) {
        Ensemble share = run_realizations(experiment, dealing.ids_of(ranks.rank()), 1);
        if (auto whole = gather(ranks, dealing, std::move(share))) return std::move(*whole);
    }
}

void test_workers(Campaign& campaign, const std::string& test, const std::string& engine,
                  const Experiment& experiment) {
    const Ensemble alone = run_ensemble(experiment, realizations, 1);
    double on_threads = 0.0, on_ranks = 0.0;
    for (const std::size_t workers : numbers_of_workers) {
        on_threads += differing(alone, run_ensemble(experiment, realizations, workers));
        on_ranks += differing(alone, dealt_to(workers, experiment));
    }
    campaign.add_exact(test, engine, "numbers that differ on 2, 3, 7 threads", on_threads);
    campaign.add_exact(test, engine, "numbers that differ on 2, 3, 7 ranks", on_ranks);
    const Ensemble fewer = run_ensemble(experiment, realizations / 2, 0);
    const bool begins_alike =
        std::equal(fewer.values().begin(), fewer.values().end(), alone.values().begin());
    campaign.add_exact(test, engine, "numbers that differ in half the runs", begins_alike ? 0.0 : 1.0);
}

Subject film_under(const std::string& name, const Signal& current, double capacity, double feedback = 0.0) {
    FilmParameters film = ring_of_sites(40, 0, 2.0, 0.3);
    film.current = current;
    film.capacity = capacity;
    film.feedback = feedback;
    for (std::size_t i = 0; i < 40; ++i) film.vortices[i] = i % 3 == 0 ? 1 : 0;
    Model model = make_film(film);
    const Probe odometer = model.odometer();
    return {name, std::move(model), initial_state(film), TimeGrid({1.0, 10.0}), {odometer, NodeId(0)}};
}

/// One model for each form.
std::vector<Subject> subjects() {
    const RingParameters ring = thermal_ring();
    std::vector<Subject> all;
    all.push_back(film_under("workers", Signal(0.3), 1.0));
    all.push_back(film_under("workers, changing current", Signal(Sinusoid{0.2, 0.5, 0.3}), 1.0));
    all.push_back(film_under("workers, wall of a ring", Signal(0.3), Landscape::unlimited, -0.01));
    all.push_back(film_under("workers, walkers", Signal(0.3), Landscape::unlimited));
    all.push_back({"workers, ring", make_ring(ring), initial_state(ring), TimeGrid({10.0, 100.0}),
                   {NodeId(0)}});
    return all;
}

}  // namespace

void test_independence(Campaign& campaign) {
    campaign.announce("independence of threads and ranks");
    for (const Subject& subject : subjects()) {
        for (const SelectorKind engine : engines) {
            const auto experiment = campaign.experiment(subject, 80, engine);
            if (!experiment) continue;
            campaign.carry_out(subject.name, name_of(engine), [&] {
                test_workers(campaign, subject.name, name_of(engine), *experiment);
            });
        }
    }
}

}  // namespace fluxhop::selftest
