#include "fluxhop/io/config_pinning.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <optional>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/model/material.hpp"
#include "fluxhop/model/viscosity.hpp"

namespace fluxhop {
namespace {

namespace dim = dimension;

enum Law : std::size_t { power, kramers, smoluchowski };

/// Beyond, Kramers' law is exact to 1e-3 and the exact one cannot be evaluated.
constexpr double highest_cosine_pin = 600.0;

constexpr double no_cutoff = std::numeric_limits<double>::infinity();

/// @param highest where a power law is cut off, kT
BarrierLaw make_law(std::size_t law, double height, double mu, double highest) {
    if (law == kramers) return KramersBarrier{height};
    if (law == smoluchowski) return SmoluchowskiBarrier{height};
    const PowerLawBarrier power_law{height, mu};
    if (highest == no_cutoff) return power_law;
    return CutoffBarrier{power_law, highest};
}

/// Factors of U0 and Jc0 between T = 0 and the temperature, and Bc2 there.
struct Scaling {
    double energy = 1.0;
    double critical_current = 1.0;
    double upper_critical_field = 1.0;
};

/// What [material] says, as written.
struct MaterialKeys {
    std::optional<double> critical_temperature;
    PinningKind pinning = PinningKind::critical_temperature;
    std::optional<double> viscosity;
    std::optional<double> upper_critical_field, normal_resistivity;
    std::optional<double> attempt_frequency;  ///< of [barrier], which comes first
};

MaterialKeys read_material(TomlReader& in) {
    MaterialKeys keys;
    const Key tc{"material", "critical_temperature"}, viscosity{"material", "viscosity"};
    const Key attempts{"barrier", "attempt_frequency"};
    if (in.has(tc)) {
        keys.critical_temperature = in.quantity(tc, dim::temperature, Range::positive());
        const auto pinning = in.choice({"material", "pinning"}, {"dTc", "dl"}, "dTc");
        if (pinning == 1) keys.pinning = PinningKind::mean_free_path;
    }
    const bool follows = in.has(viscosity) || in.has({"material", "Bc2"});
    if (in.has(attempts) || !follows) {
        keys.attempt_frequency = in.quantity(attempts, dim::frequency, Range::positive());
    } else if (in.has(viscosity)) {
        keys.viscosity = in.quantity(viscosity, dim::viscosity, Range::positive());
    } else {
        keys.upper_critical_field = in.quantity({"material", "Bc2"}, dim::field, Range::positive());
        keys.normal_resistivity =
            in.quantity({"material", "normal_resistivity"}, dim::resistivity, Range::positive());
    }
    return keys;
}

Scaling scaling_at(TomlReader& in, const MaterialKeys& keys, double temperature) {
    if (!keys.critical_temperature) return {};
    const double tc = *keys.critical_temperature;
    if (temperature >= tc) {
        in.error({"system", "temperature"},
                 fmt::format("{:g} K is not below material.critical_temperature = {:g} K",
                             temperature, tc));
        return {};
    }
    const TwoFluid material{tc};
    return {material.pin_energy(temperature), critical_current(material, keys.pinning, temperature),
            material.upper_critical_field(temperature)};
}

/// nu0, given or from the viscosity, which may come from Bardeen and Stephen.
void settle_attempts(TomlReader& in, PinningConfig& pinning, const MaterialKeys& keys,
                     const Scaling& scaling, double thermal_energy, double hop_length) {
    if (keys.attempt_frequency) {
        pinning.attempt_frequency = *keys.attempt_frequency;
        return;
    }
    const double viscosity =
        keys.viscosity ? *keys.viscosity
                       : bardeen_stephen_viscosity(
                             *keys.upper_critical_field * scaling.upper_critical_field,
                             *keys.normal_resistivity);
    pinning.attempt_frequency = attempt_frequency_of_pin(
        {pinning.height * thermal_energy, viscosity, pinning.segment, hop_length});
    in.note_derived({"barrier", "attempt_frequency"},
                    fmt::format("{:.10g} /s", pinning.attempt_frequency));
}

/// U0, l and the work of a hop, two of which follow from one another.
void settle_work(TomlReader& in, PinningConfig& pinning, std::optional<double> segment,
                 double energy_of_metre, double work_per_height, bool is_power,
                 std::vector<std::string>& notes) {
    if (pinning.height == 0.0) {
        pinning.height = *segment * energy_of_metre / work_per_height;
        in.note_derived({"barrier", "U0"}, fmt::format("{:.10g} kT", pinning.height));
    }
    const double implied = work_per_height * pinning.height / energy_of_metre;
    pinning.segment = segment.value_or(implied);
    if (!segment) in.note_derived({"barrier", "segment"}, fmt::format("{:.10g} m", implied));
    pinning.work_at_jc0 = pinning.segment * energy_of_metre;
    if (std::abs(pinning.segment / implied - 1.0) < segment_tolerance) return;
    const std::string what =
        fmt::format("U0 = {:.4g} kT and Jc0 imply a segment of {:.4g} m, not {:.4g} m",
                    pinning.height, implied, pinning.segment);
    if (is_power) notes.push_back("barrier: " + what + ": forward and back hops obey detailed balance "
                                  "with the work of the segment given");
    else in.error({"barrier", "segment"}, what + ": the cosine pin has no such freedom; leave one out");
}

/// Allowed one by one, extreme values may leave the range of double precision together.
void refuse_overflow(TomlReader& in, const PinningConfig& pinning) {
    for (const double value : {pinning.height, pinning.work_at_jc0, pinning.critical_current_density,
                               pinning.segment, pinning.attempt_frequency}) {
        if (std::isfinite(value) && value > 0.0) continue;
        return in.error({"barrier", "Jc0"},
                        fmt::format("U0 = {:g} kT, Jc0 = {:g} A/m^2, segment = {:g} m and nu0 = {:g} /s "
                                    "follow; all must be finite and above zero",
                                    pinning.height, pinning.critical_current_density, pinning.segment,
                                    pinning.attempt_frequency));
    }
}

}  // namespace

PinningConfig read_pinning(TomlReader& in, double temperature, double hop_length,
                           std::vector<std::string>& notes) {
    const double thermal_energy = constants::boltzmann * temperature;
    PinningConfig pinning;
    const Key height_key{"barrier", "U0"}, segment_key{"barrier", "segment"};
    const auto law = in.choice({"barrier", "law"}, {"power", "kramers", "smoluchowski"}, "power");
    if (!law) in.pass_over("barrier", {"mu", "U_max"});
    const bool is_power = law == power;
    const double mu = is_power ? in.number({"barrier", "mu"}, {-10.0, 10.0}, -1.0) : 0.0;
    double highest = no_cutoff;
    if (is_power) {
        highest = in.optional_quantity({"barrier", "U_max"}, dim::energy, Range::positive())
                      .value_or(no_cutoff);
    }
    const auto height = in.optional_quantity(height_key, dim::energy, Range::positive());
    const auto segment = in.optional_quantity(segment_key, dim::length, Range::positive());
    const double jc0 = in.quantity({"barrier", "Jc0"}, dim::current_density, Range::positive());
    const MaterialKeys material = read_material(in);
    if (!in.has(height_key) && !in.has(segment_key)) {
        in.missing_one_of("barrier", {"U0", "segment"},
                          "missing; give U0, or the length `segment` of vortex that hops");
    }
    if (!in.sound({"system", "barrier", "material", "sites.hop_length", "slab.hop_length"})) {
        return pinning;
    }
    const Scaling scaling = scaling_at(in, material, temperature);
    pinning.energy_scale = scaling.energy;
    pinning.critical_current_density = jc0 * scaling.critical_current;
    const double in_thermal_units = scaling.energy / thermal_energy;
    pinning.height = height.value_or(0.0) * in_thermal_units;
    highest *= in_thermal_units;
    const double energy_of_metre = pinning.critical_current_density * constants::flux_quantum *
                                   hop_length / thermal_energy;
    settle_work(in, pinning, segment, energy_of_metre, is_power ? 2.0 : constants::pi, is_power,
                notes);
    if (!is_power && pinning.height > highest_cosine_pin) {
        in.error({"barrier", "U0"},
                 fmt::format("{:.4g} kT; the laws of the cosine pin are for at most {:g} kT",
                             pinning.height, highest_cosine_pin));
    }
    settle_attempts(in, pinning, material, scaling, thermal_energy, hop_length);
    refuse_overflow(in, pinning);
    pinning.barrier = make_law(law.value_or(power), pinning.height, mu, highest);
    return pinning;
}

}  // namespace fluxhop
