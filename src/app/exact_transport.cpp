#include <algorithm>
#include <cmath>

#include "fluxhop/app/collect.hpp"
#include "fluxhop/app/result_dataset.hpp"
#include "fluxhop/theory/quenched_laws.hpp"
#include "fluxhop/theory/transport_laws.hpp"

namespace fluxhop {
namespace {

/// Rates of a single vortex on a ring of sites, 1/s: to the next site and to the one before.
struct RingRates {
    Reals along, against;

    bool uniform() const {
        const auto same = [](const Reals& rates) {
            const auto [least, most] = std::minmax_element(rates.begin(), rates.end());
            return *most <= *least * (1.0 + 1e-12);
        };
        return same(along) && same(against);
    }
};

/// Derrida's sum has the square of their number of terms.
constexpr std::size_t most_sites = 10'000;

bool is_ring(const FilmParameters& film) {
    if (site_count(film) > most_sites) return false;
    const auto* lattice = std::get_if<Lattice>(&film.sites);
    return lattice && lattice->kind == LatticeKind::chain &&
           lattice->edges_x == EdgeKind::periodic && film.capacity == Landscape::unlimited;
}

RingRates rates_of(const System& system) {
    const Landscape& landscape = system.model.landscape();
    RingRates rates;
    for (std::size_t i = 0; i < landscape.node_count(); ++i) {
        const auto [first, last] = landscape.departure_range(NodeId(i));
        for (std::size_t e = first; e < last; ++e) {
            const double rate = std::exp(system.model.log_rate(EdgeId(e), system.initial));
            (landscape.edge(EdgeId(e)).displacement > 0.0 ? rates.along : rates.against).push_back(rate);
        }
    }
    return rates;
}

void add_number(Dataset& data, const char* name, double value, const char* meaning,
                const char* units) {
    data.add(name, {}, Reals{value}, meaning, units);
}

void add_ring(Dataset& data, const System& system, const FilmParameters& film, bool at_rest) {
    const double a = film.hop_length;
    const RingRates rates = rates_of(system);
    const double vortices = vortex_count(film);
    const auto per_hop = [&](const char* observable) {
        return find_observable(system, observable)->readings[0].scale;
    };
    // By Derrida's formula 0 is a difference of large numbers.
    const double velocity = at_rest ? 0.0 : ring_velocity(rates.along, rates.against, a);
    add_number(data, "drift_velocity_exact", velocity,
               "velocity of a vortex on this sample, in the long run", "m s-1");
    add_number(data, "steady_field_exact",
               velocity / a * vortices * per_hop("electric_field"),
               "electric field of this sample, in the long run", "V m-1");
    if (!at_rest && !rates.uniform()) return;
    const double diffusivity = at_rest ? ring_diffusivity(rates.along, rates.against, a)
                                       : 0.5 * a * a * (rates.along[0] + rates.against[0]);
    add_number(data, "diffusivity_exact", diffusivity,
               "diffusivity of a vortex on this sample, in the long run", "m2 s-1");
    const double jumps = vortices * diffusivity / (a * a);  // a second, to each side, that diffuse alike
    add_number(data, "voltage_noise_exact", voltage_noise(per_hop("voltage"), jumps, jumps),
               "power spectral density of the voltage at low frequency, one-sided", "V2 Hz-1");
}

}  // namespace

void add_exact_transport(Dataset& data, const Study& study) {
    const auto* config = std::get_if<FilmConfig>(&study.config.system);
    if (!config || !study.system.model.schedule().is_constant() || study.system.decaying) return;
    const FilmParameters& film = *config->film;
    const double current = film.current.value(0.0);
    add_number(data, "force_over_kT", film.work_at_jc0 * current / film.hop_length,
               "force of the current on a vortex over kT", "m-1");
    if (is_ring(film)) add_ring(data, study.system, film, current == 0.0);
}

}  // namespace fluxhop
