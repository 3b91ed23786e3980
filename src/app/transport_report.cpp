#include <cmath>

#include "fluxhop/app/result_dataset.hpp"
#include "fluxhop/base/constants.hpp"
#include "fluxhop/stats/spectrum.hpp"

namespace fluxhop {
namespace {

using Reals = std::vector<double>;

/// The electric field among the observables, which knows the odometer and its units.
const Observable* electric_field_of(const System& system) {
    for (const Observable& observable : system.observables) {
        if (observable.name == "electric_field") return &observable;
    }
    return nullptr;
}

/// From where on a run counts as steady: the second half of the grid.
std::size_t steady_begin(const TimeGrid& grid) { return grid.size() / 2; }

double number(const Study& study, std::size_t realization, std::size_t t, std::size_t i) {
    const Ensemble& ensemble = study.ensemble;
    return ensemble.values()[(realization * ensemble.times() + t) * ensemble.width() + i];
}

/// Mean field over the steady part, realization by realization.
Moments steady_field(const Study& study, const Observable& field) {
    const TimeGrid& grid = study.system.grid;
    const std::size_t begin = steady_begin(grid), end = grid.size() - 1;
    Moments moments;
    for (std::size_t r = 0; r < study.ensemble.realizations(); ++r) {
        const double hops = number(study, r, end, field.first) - number(study, r, begin, field.first);
        moments.push(field.readings[0].scale * hops / (grid[end] - grid[begin]));
    }
    return moments;
}

bool is_even(const TimeGrid& grid) {
    const double step = grid[1] - grid[0];
    for (std::size_t i = 2; i < grid.size(); ++i) {
        if (std::abs(grid[i] - grid[i - 1] - step) > 1e-6 * step) return false;
    }
    return true;
}

/// One-sided density of the voltage in the steady part; needs an even grid.
void add_voltage_spectrum(Dataset& data, const Study& study, const Observable& voltage) {
    const TimeGrid& grid = study.system.grid;
    const std::size_t begin = steady_begin(grid);
    const std::size_t windows = grid.size() - 1 - begin;
    if (windows < 8 || !is_even(grid)) return;
    PowerSpectrum spectrum(windows, grid[begin + 1] - grid[begin]);
    Reals increments(windows);
    for (std::size_t r = 0; r < study.ensemble.realizations(); ++r) {
        for (std::size_t k = 0; k < windows; ++k) {
            increments[k] = voltage.readings[0].scale *
                            (number(study, r, begin + k + 1, voltage.first) -
                             number(study, r, begin + k, voltage.first));
        }
        spectrum.push(increments);
    }
    const auto add = [&](const char* name, const char* meaning, const Eigen::VectorXd& values,
                         const char* units) {
        data.add(name, {"frequency"}, Reals(values.begin(), values.end()), meaning, units);
    };
    const Eigen::VectorXd frequencies = spectrum.frequencies();
    data.dimensions.emplace_back("frequency", static_cast<std::size_t>(frequencies.size()));
    add("frequency", "frequency", frequencies, "Hz");
    add("voltage_noise", "power spectral density of the voltage, one-sided", spectrum.density(),
        "V2 Hz-1");
    add("voltage_noise_standard_error", "its standard error", spectrum.standard_error(), "V2 Hz-1");
}

}  // namespace

void add_transport(Dataset& data, const Study& study) {
    const Observable* field = electric_field_of(study.system);
    const bool steady = study.system.model.schedule().is_constant() && !study.system.decaying;
    if (!field || !steady || study.system.grid.size() < 3) return;
    if (!std::holds_alternative<FilmConfig>(study.config.system)) return;
    const Moments moments = steady_field(study, *field);
    data.add("steady_field", {}, Reals{moments.mean()},
             "electric field over the second half of the recording times", "V m-1");
    data.add("steady_field_standard_error", {}, Reals{moments.standard_error()},
             "its standard error", "V m-1");
    for (const Observable& observable : study.system.observables) {
        if (observable.name == "voltage") add_voltage_spectrum(data, study, observable);
    }
}

}  // namespace fluxhop
