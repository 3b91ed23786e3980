// The numbers of an ensemble are those of its seed, whoever computes them.
#include <algorithm>

#include "fluxhop/selftest/conformity.hpp"
#include "fluxhop/selftest/samples.hpp"

namespace fluxhop::selftest {
namespace {

double differing(const Ensemble& a, const Ensemble& b) {
    double count = 0.0;
    for (std::size_t i = 0; i < a.values().size(); ++i) count += a.values()[i] == b.values()[i] ? 0.0 : 1.0;
    for (std::size_t r = 0; r < a.realizations(); ++r) {
        count += a.summaries()[r].hops == b.summaries()[r].hops ? 0.0 : 1.0;
    }
    return count;
}

void test_threads(Campaign& campaign, const Subject& subject, const std::string& engine,
                  const Experiment& experiment) {
    constexpr std::size_t realizations = 64;
    const Ensemble alone = run_ensemble(experiment, realizations, 1);
    double count = 0.0;
    for (const std::size_t threads : {2u, 3u, 7u}) {
        count += differing(alone, run_ensemble(experiment, realizations, threads));
    }
    campaign.add_exact(subject.name, engine, "numbers that differ on 2, 3, 7 threads", count);
    const Ensemble fewer = run_ensemble(experiment, realizations / 2, 0);
    const bool begins_alike =
        std::equal(fewer.values().begin(), fewer.values().end(), alone.values().begin());
    campaign.add_exact(subject.name, engine, "numbers that differ in half the runs",
                       begins_alike ? 0.0 : 1.0);
}

Subject film_under(const std::string& name, const Signal& current) {
    FilmParameters film = ring_of_sites(40, 0, 2.0, 0.3);
    film.current = current;
    film.capacity = 1.0;
    for (std::size_t i = 0; i < 40; ++i) film.vortices[i] = i % 3 == 0 ? 1 : 0;
    Model model = make_film(film);
    const Probe odometer = model.odometer();
    return {name, std::move(model), initial_state(film), TimeGrid({1.0, 10.0}), {odometer, NodeId(0)}};
}

}  // namespace

void test_independence(Campaign& campaign) {
    campaign.announce("independence of threads");
    const Subject steady = film_under("threads", Signal(0.3));
    const Subject changing = film_under("threads, changing current", Signal(Sinusoid{0.2, 0.5, 0.3}));
    for (const SelectorKind engine : engines) {
        for (const Subject* subject : {&steady, &changing}) {
            const auto experiment = campaign.experiment(*subject, 80, engine);
            if (experiment) test_threads(campaign, *subject, name_of(engine), *experiment);
        }
    }
}

}  // namespace fluxhop::selftest
