/// Small systems in reduced units, whose laws can be written down: what the self-test and the tests run.
#pragma once

#include <cmath>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/model/film.hpp"
#include "fluxhop/model/regions.hpp"
#include "fluxhop/model/ring.hpp"
#include "fluxhop/model/slab.hpp"

namespace fluxhop::selftest {

inline constexpr double one_gauss_area = constants::flux_quantum / 1e-4;  ///< m^2, 1 vortex = 1 G

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

/// A ring whose thermal fluctuations span a few flux units: phi^2/(L kT) = 0.2, barrier of 4 kT.
inline RingParameters thermal_ring() {
    RingParameters ring;
    ring.temperature = 77.0;
    ring.mean_radius = 10e-6;
    ring.wall_width = 1e-6;
    ring.wall_thickness = 0.1e-6;
    ring.hop_length = 0.1e-6;
    ring.hop_sites = 10;
    ring.attempt_frequency = 1.0;
    const double flux_unit = constants::flux_quantum * ring.hop_length / ring.wall_width;
    const double thermal_energy = constants::boltzmann * ring.temperature;
    ring.inductance = flux_unit * flux_unit / (0.2 * thermal_energy);
    ring.barrier = {.height = 4.0, .mu = -1.0};
    ring.critical_current_density =  // consistent with U0: U0 = Jc0 Phi0 d a/2
        2.0 * 4.0 * thermal_energy / (flux_unit * ring.wall_width * ring.wall_thickness);
    ring.applied_flux = 0.3 * flux_unit;
    return ring;
}

/// What decides a slab: everything else is units.
struct SlabNumbers {
    std::size_t columns = 0;
    double vortices_per_bond = 0.0;  ///< by which neighbours differ at Jc0
    PowerLawBarrier barrier;
    double work_at_jc0 = 0.0;        ///< kT
    double attempts = 1.0;           ///< nu0, 1/s
    EdgeKind edges = EdgeKind::open;
};

/// Without vortices and in no field.
inline SlabParameters make_slab_parameters(const SlabNumbers& numbers) {
    SlabParameters slab;
    slab.temperature = 4.2;
    slab.columns = numbers.columns;
    slab.hop_length = 1e-7;
    slab.critical_current_density = 1e10;
    const double field = constants::vacuum_permeability * slab.critical_current_density *
                         slab.hop_length / numbers.vortices_per_bond;
    slab.length = constants::flux_quantum / (slab.hop_length * field);
    slab.work_at_jc0 = numbers.work_at_jc0;
    slab.attempt_frequency = numbers.attempts;
    slab.barrier = numbers.barrier;
    slab.edges = numbers.edges;
    slab.vortices.assign(numbers.columns, 0);
    return slab;
}

/// Three columns, U0 = 2 kT; neighbours that differ by a vortex pull with W = slab_pull kT.
inline constexpr double slab_pull = 0.4;
inline SlabParameters small_slab(EdgeKind edges) {
    return make_slab_parameters({.columns = 3,
                                 .vortices_per_bond = 20.0,
                                 .barrier = {2.0, -1.0},
                                 .work_at_jc0 = 20.0 * slab_pull,
                                 .attempts = 1.0,
                                 .edges = edges});
}

/// Networks whose every state can be told apart in a sample; they relax within seconds.
inline RegionNetwork two_regions() {
    return {{{"p", one_gauss_area, 12, 14e-4, PowerLawBarrier{2.0, -1.0}},
             {"q", 2.5 * one_gauss_area, 0, 12e-4, PowerLawBarrier{1.0, 0.0}}},
            {},
            {{0, 1, 1.0}}};
}

inline RegionNetwork three_regions() {
    return {{{"p", one_gauss_area, 8, 10e-4, PowerLawBarrier{2.0, -1.0}},
             {"q", 0.6 * one_gauss_area, 0, 20e-4, PowerLawBarrier{1.0, 0.0}},
             {"r", 2.0 * one_gauss_area, 0, 6e-4, PowerLawBarrier{1.5, -0.5}}},
            {},
            {{0, 1, 1.0}, {1, 2, 0.7}, {2, 0, 0.4}}};
}

inline RegionNetwork two_regions_and_outside() {
    return {{{"bulk", one_gauss_area, 0, 60e-4, PowerLawBarrier{1.0, -1.0}},
             {"surface", 2.0 * one_gauss_area, 0, 30e-4, PowerLawBarrier{2.0, -0.5}}},
            {{.name = "outside", .field = 1.5e-4}},
            {{0, 1, 1.0}, {1, 2, 0.8}}};
}

}  // namespace fluxhop::selftest
