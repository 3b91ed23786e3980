#include <cmath>

#include "fluxhop/app/collect.hpp"
#include "fluxhop/app/result_dataset.hpp"
#include "fluxhop/stats/spectrum.hpp"

namespace fluxhop {
namespace {

/// From where on a run counts as steady: the second half of the grid.
std::size_t steady_begin(const TimeGrid& grid) { return grid.size() / 2; }

/// Mean field over the steady part, realization by realization.
Moments steady_field(const Study& study, const Observable& field) {
    const TimeGrid& grid = study.system.grid;
    Moments moments;
    for (std::size_t r = 0; r < study.ensemble.realizations(); ++r) {
        moments.push(field.rate_between(grid, steady_begin(grid), grid.size() - 1, 0,
                                        study.ensemble.numbers(r)));
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
    const double window = grid[begin + 1] - grid[begin];
    PowerSpectrum spectrum(windows, window);
    Reals increments(windows);
    for (std::size_t r = 0; r < study.ensemble.realizations(); ++r) {
        const auto numbers = study.ensemble.numbers(r);
        for (std::size_t k = 0; k < windows; ++k) {
            increments[k] = window * voltage.at(grid, begin + k + 1, 0, numbers);
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
    const Observable* field = find_observable(study.system, "electric_field");
    const bool steady = study.system.model.schedule().is_constant() && !study.system.decaying;
    if (!field || !steady || study.system.grid.size() < 3) return;
    if (!std::holds_alternative<FilmConfig>(study.config.system)) return;
    const Moments moments = steady_field(study, *field);
    data.add("steady_field", {}, Reals{moments.mean()},
             "electric field over the second half of the recording times", "V m-1");
    data.add("steady_field_standard_error", {}, Reals{moments.standard_error()},
             "its standard error", "V m-1");
    const Observable* voltage = find_observable(study.system, "voltage");
    if (voltage) add_voltage_spectrum(data, study, *voltage);
}

}  // namespace fluxhop
