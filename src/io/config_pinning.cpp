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

/// A segment this far from what U0 and Jc0 imply is worth a word.
constexpr double consistency_tolerance = 0.02;

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

Scaling read_scaling(TomlReader& in, double temperature) {
    if (!in.has({"material", "critical_temperature"})) return {};
    const double tc =
        in.quantity({"material", "critical_temperature"}, dim::temperature, Range::positive());
    const auto pinning = in.choice({"material", "pinning"}, {"dTc", "dl"}, "dTc");
    if (in.failed()) return {};
    if (temperature >= tc) {
        in.error({"system", "temperature"},
                 fmt::format("{:g} K is not below material.critical_temperature = {:g} K",
                             temperature, tc));
        return {};
    }
    const TwoFluid material{tc};
    const auto kind = pinning == 1 ? PinningKind::mean_free_path : PinningKind::critical_temperature;
    return {material.pin_energy(temperature), critical_current(material, kind, temperature),
            material.upper_critical_field(temperature)};
}

/// eta in kg/m/s, given or by Bardeen and Stephen.
double read_viscosity(TomlReader& in, const Scaling& scaling) {
    if (in.has({"material", "viscosity"})) {
        return in.quantity({"material", "viscosity"}, dim::viscosity, Range::positive());
    }
    const double field = in.quantity({"material", "Bc2"}, dim::field, Range::positive());
    const double resistivity =
        in.quantity({"material", "normal_resistivity"}, dim::resistivity, Range::positive());
    return bardeen_stephen_viscosity(field * scaling.upper_critical_field, resistivity);
}

void read_attempts(TomlReader& in, PinningConfig& pinning, const Scaling& scaling,
                   double thermal_energy, double hop_length) {
    const bool follows = in.has({"material", "viscosity"}) || in.has({"material", "Bc2"});
    if (in.has({"barrier", "attempt_frequency"}) || !follows) {
        pinning.attempt_frequency =
            in.quantity({"barrier", "attempt_frequency"}, dim::frequency, Range::positive());
        return;
    }
    const double viscosity = read_viscosity(in, scaling);
    if (in.failed()) return;
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
    if (std::abs(pinning.segment / implied - 1.0) < consistency_tolerance) return;
    const std::string what =
        fmt::format("U0 = {:.4g} kT and Jc0 imply a segment of {:.4g} m, not {:.4g} m",
                    pinning.height, implied, pinning.segment);
    if (is_power) notes.push_back("barrier: " + what + ": forward and back hops obey detailed balance "
                                  "with the work of the segment given");
    else in.error({"barrier", "segment"}, what + ": the cosine pin has no such freedom; leave one out");
}

}  // namespace

PinningConfig read_pinning(TomlReader& in, double temperature, double hop_length,
                           std::vector<std::string>& notes) {
    const double thermal_energy = constants::boltzmann * temperature;
    PinningConfig pinning;
    const Scaling scaling = read_scaling(in, temperature);
    pinning.energy_scale = scaling.energy;
    const auto law = in.choice({"barrier", "law"}, {"power", "kramers", "smoluchowski"}, "power");
    const bool is_power = law.value_or(power) == power;
    const double mu = is_power ? in.number({"barrier", "mu"}, {-10.0, 10.0}, -1.0) : 0.0;
    double highest = no_cutoff;
    if (is_power) {
        highest = in.optional_quantity({"barrier", "U_max"}, dim::energy, Range::positive())
                      .value_or(no_cutoff);
    }
    const auto height = in.optional_quantity({"barrier", "U0"}, dim::energy, Range::positive());
    const auto segment = in.optional_quantity({"barrier", "segment"}, dim::length, Range::positive());
    const double jc0 = in.quantity({"barrier", "Jc0"}, dim::current_density, Range::positive());
    if (!height && !segment) {
        in.error({"barrier", "U0"}, "give U0, or the length `segment` of vortex that hops");
    }
    if (in.failed()) return pinning;
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
    read_attempts(in, pinning, scaling, thermal_energy, hop_length);
    pinning.barrier = make_law(law.value_or(power), pinning.height, mu, highest);
    return pinning;
}

}  // namespace fluxhop
