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
#include "fluxhop/selftest/samples.hpp"

namespace fluxhop::test {

using selftest::film_on;
using selftest::rate_against;
using selftest::rate_along;
using selftest::ring_of_sites;

/// A film with everything an Experiment points to. Records the odometer, then every site if wanted.
struct TestFilm {
    TestFilm(const FilmParameters& film, std::vector<double> times, bool record_sites = false)
        : model(make_film(film)), initial(initial_state(film)), grid(std::move(times)) {
        recorded.emplace_back(model.odometer());
        if (!record_sites) return;
        for (std::size_t i = 0; i < site_count(film); ++i) recorded.emplace_back(NodeId(i));
    }
    Experiment experiment(std::uint64_t seed, SelectorKind selector = SelectorKind::automatic) const {
        Experiment experiment{model, initial, grid, recorded, selector};
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
