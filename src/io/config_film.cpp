#include <fmt/format.h>

#include <cmath>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/io/config_sample.hpp"
#include "fluxhop/io/config_signal.hpp"
#include "fluxhop/io/config_systems.hpp"

namespace fluxhop {
namespace {

namespace dim = dimension;

/// Vortices a site can hold: a number, or "unlimited".
double read_capacity(TomlReader& in) {
    const Key key{"sites", "capacity"};
    if (!in.has(key)) return static_cast<double>(in.integer(key, 1, 1'000'000, 1));
    const std::string word = in.text_or_number(key);
    if (word == "unlimited") return Landscape::unlimited;
    if (word.find_first_not_of("0123456789") == std::string::npos) {
        return static_cast<double>(in.integer(key, 1, 1'000'000));
    }
    in.error(key, fmt::format("\"{}\" is neither a whole number from 1 on nor \"unlimited\"", word));
    return 1.0;
}

/// The film as the wall of a ring: what a hop takes from its current (Faraday, L dI = -Phi0 a/w).
double feedback_of(const FilmParameters& film, double inductance) {
    const double width = extent(film).width;
    const double flux = constants::flux_quantum * film.hop_length / width;
    return -flux / (inductance * width * film.thickness * film.critical_current_density);
}

/// The energy of the ring settles what a hop takes from it (PHYSICS D2): else L<I^2> at rest were not kT.
void settle_work_in_ring(TomlReader& in, FilmParameters& film, std::vector<std::string>& notes) {
    const double implied = film.work_at_jc0, work = work_of_hop(film);
    film.work_at_jc0 = work;
    if (std::abs(work / implied - 1.0) < segment_tolerance) return;
    const std::string what = fmt::format("a hop at Jc0 takes Jc0 Phi0 d a = {:.4g} kT from the ring, d being the "
                                         "thickness, where [barrier] implies a work of {:.4g} kT", work, implied);
    const bool is_power = std::holds_alternative<PowerLawBarrier>(film.barrier) ||
                          std::holds_alternative<CutoffBarrier>(film.barrier);
    if (!is_power) return in.error({"wall", "inductance"}, what + ", and the cosine pin has no such freedom");
    notes.push_back("wall: " + what + "; U0 sets the barrier, the ring's energy the work of a hop");
}

void read_feedback(TomlReader& in, FilmParameters& film, bool sites_are_known,
                   std::vector<std::string>& notes) {
    const Key key{"wall", "inductance"};
    if (!in.has(key)) return;
    const double inductance = in.quantity(key, dim::inductance, Range::positive());
    if (!sites_are_known || !in.sound({"barrier", "wall"})) return;
    film.feedback = feedback_of(film, inductance);
    if (!std::isfinite(film.feedback)) in.error(key, "overflows: a hop changes J/Jc0 by infinity");
    settle_work_in_ring(in, film, notes);
}

std::optional<TrackingOptions> read_tracking(TomlReader& in) {
    const bool follow = in.flag({"record", "vortices"}, false);
    if (!in.sound({"record.vortices"})) in.pass_over("record", {"trajectories", "hop_log"});
    if (!follow) return std::nullopt;
    TrackingOptions options;
    options.keep_frames = in.flag({"record", "trajectories"}, false);
    options.longest_log =
        static_cast<std::size_t>(in.integer({"record", "hop_log"}, 0, 100'000'000, 0));
    return options;
}

/// [current], [field] and [wall]. @param sites how many there will be
void read_drive(TomlReader& in, FilmParameters& film, double sites, std::vector<std::string>& notes) {
    const bool sites_are_known = in.sound({"system", "sites"});
    const bool jc0_is_known = sites_are_known && in.sound({"barrier", "material"});
    film.current = read_signal(in, "current", "density", dim::current_density,
                               jc0_is_known ? film.critical_current_density : 1.0, "0 A/m^2");
    read_feedback(in, film, sites_are_known, notes);
    if (!in.sound({"sites.arrangement", "sites.edges_x", "sites.edges_y"})) {
        return pass_over_signal(in, "field", "applied");
    }
    if (reservoir_count(film) == 0) return;
    const double one_a_site =
        sites_are_known ? constants::flux_quantum * sites / extent(film).area() : 1.0;
    film.applied_field = read_signal(in, "field", "applied", dim::field, one_a_site, "0 T");
}

void check_drive(TomlReader& in, const FilmParameters& film) {
    const auto [least, most] = film.applied_field.range(0.0, Range::any().high);
    if (least < 0.0) in.error({"field", "applied"}, "must not become negative");
    if (most > film.capacity) {
        in.error({"field", "applied"},
                 fmt::format("{:.4g} vortices per site, more than the sites hold ({:g})", most,
                             film.capacity));
    }
    if (film.feedback != 0.0 && !film.current.is_constant()) {
        in.error({"current", "shape"}, "the current of a ring ([wall]) cannot be imposed as well");
    }
}

/// What the laws of the barrier do not say of currents near Jc0 and above.
void note_strong_current(const FilmParameters& film, std::vector<std::string>& notes) {
    constexpr double well_described = 5.0;  // kT (PHYSICS trap 5)
    const auto [least, most] = film.current.range(0.0, Range::any().high);
    const double strongest = std::max(std::abs(least), std::abs(most));
    const bool is_kramers = std::holds_alternative<KramersBarrier>(film.barrier);
    const double left = barrier_height(film.barrier, strongest);
    if (strongest >= 1.0 && !holds_beyond_depinning(film.barrier)) {
        notes.push_back(fmt::format("current: J reaches {:.3g} Jc0: there the rate is held at the attempt "
                                    "frequency; barrier.law = \"smoluchowski\" describes flux flow",
                                    strongest));
    } else if (is_kramers && left < well_described) {
        notes.push_back(fmt::format("barrier.law: at J = {:.3g} Jc0 {:.2g} kT are left of the barrier: below 5 kT "
                                    "Kramers' rate is 5 % off and more, and falls to zero at Jc0; "
                                    "\"smoluchowski\" is exact",
                                    strongest, left));
    }
}

/// A barrier that diverges without a drive lets nothing hop across the force.
void note_frozen_directions(const FilmParameters& film, std::vector<std::string>& notes) {
    const auto* law = std::get_if<PowerLawBarrier>(&film.barrier);
    const auto* lattice = std::get_if<Lattice>(&film.sites);
    if (!law || law->mu < 0.0 || (lattice && lattice->kind == LatticeKind::chain)) return;
    notes.emplace_back("barrier.mu >= 0: the barrier diverges where the current does no work, so that no "
                       "vortex hops straight across the force; barrier.U_max would limit it");
}

}  // namespace

UndrawnFilm read_film(TomlReader& in, const std::string& folder, std::uint64_t seed,
                      const SampleLimits& limits, std::vector<std::string>& notes) {
    FilmConfig config;
    const auto shared = std::make_shared<FilmParameters>();
    config.film = shared;
    FilmParameters& film = *shared;
    film.temperature = read_temperature(in);
    const auto sample =
        static_cast<std::uint64_t>(in.integer({"disorder", "sample"}, 0, 1'000'000'000, 0));
    SiteKeys sites = read_sites(in, film, folder);
    film.capacity = read_capacity(in);
    const PinningConfig pinning = read_pinning(in, film.temperature, film.hop_length, notes);
    film.barrier = pinning.barrier;
    film.critical_current_density = pinning.critical_current_density;
    film.work_at_jc0 = pinning.work_at_jc0;
    film.attempt_frequency = pinning.attempt_frequency;
    const DisorderKeys disorder = read_disorder(in, sites.energies.empty());
    const VortexKeys vortices = read_vortices(in);
    const SampleRecipe recipe{shared,   pinning, std::move(sites), disorder,
                              vortices, SampleStreams(seed, sample)};
    read_drive(in, film, static_cast<double>(site_count(recipe)), notes);
    config.tracking = read_tracking(in);
    const bool has_columns = std::holds_alternative<Lattice>(film.sites);
    config.record_profile = has_columns && in.flag({"record", "profile"}, false);
    if (in.sound({"system", "sites", "barrier", "material", "disorder", "vortices", "current", "field",
                  "wall"})) {
        check_sample(in, recipe, config, limits);
        check_drive(in, film);
        note_strong_current(film, notes);
    }
    note_frozen_directions(film, notes);
    return {std::move(config), recipe};
}

}  // namespace fluxhop
