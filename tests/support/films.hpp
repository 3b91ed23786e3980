/// The films of pinning sites the tests run, in reduced units: kT = 1 at 77 K, Jc0 = 1e9 A/m^2,
/// a = 50 nm; the thickness is the one that U0 and Jc0 imply.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/engine/run.hpp"
#include "fluxhop/model/film.hpp"
#include "fluxhop/observe/time_grid.hpp"

namespace fluxhop::test {

/// A film with linear barriers of u kT and work 2 u at Jc0; nu0 = exp(u)/s, so that at rest a hop
/// takes a second. No vortices yet.
inline FilmParameters film_on(const Lattice& lattice, double u, double reduced_current) {
    FilmParameters film;
    film.temperature = 77.0;
    film.sites = lattice;
    film.hop_length = 50e-9;
    film.critical_current_density = 1e9;
    film.work_at_jc0 = 2.0 * u;
    film.thickness = film.work_at_jc0 * constants::boltzmann * film.temperature /
                     (film.critical_current_density * constants::flux_quantum * film.hop_length);
    film.attempt_frequency = std::exp(u);
    film.barrier = PowerLawBarrier{u, -1.0};
    film.capacity = Landscape::unlimited;
    film.vortices.assign(lattice.sites(), 0);
    film.current = Signal(reduced_current);
    return film;
}

/// The same on a periodic chain, `each` vortices on every site.
inline FilmParameters ring_of_sites(std::size_t sites, std::int64_t each, double u,
                                    double reduced_current) {
    FilmParameters film = film_on({.columns = sites}, u, reduced_current);
    film.vortices.assign(sites, each);
    return film;
}

/// Hops per second along and against the force of one vortex of film_on with mu = -1, |x| <= 1.
inline double rate_along(double u, double x) { return std::exp(u * x); }
inline double rate_against(double u, double x) { return std::exp(-u * x); }

/// A film with everything an Experiment points to. Records the odometer, then every site if wanted.
struct TestFilm {
    TestFilm(const FilmParameters& film, std::vector<double> times, bool record_sites = false)
        : model(make_film(film)), initial(initial_state(film)), grid(std::move(times)) {
        recorded.emplace_back(model.odometer());
        if (!record_sites) return;
        for (std::size_t i = 0; i < site_count(film); ++i) recorded.emplace_back(NodeId(i));
    }
    Experiment experiment(std::uint64_t seed) const {
        Experiment experiment{model, initial, grid, recorded};
        experiment.seed = seed;
        return experiment;
    }

    Model model;
    State initial;
    TimeGrid grid;
    std::vector<Probe> recorded;
};

/// Numbers drawn evenly from [low, high).
class Drawn {
public:
    explicit Drawn(std::uint64_t seed) : engine_(seed) {}
    double between(double low, double high) {
        return low + (high - low) * std::generate_canonical<double, 53>(engine_);
    }
    std::int64_t below(std::int64_t limit) {
        return static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(limit));
    }
    std::vector<double> list(std::size_t count, double low, double high) {
        std::vector<double> values;
        for (std::size_t i = 0; i < count; ++i) values.push_back(between(low, high));
        return values;
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace fluxhop::test
