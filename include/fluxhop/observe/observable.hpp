/// Quantities that users read, as functions of the recorded numbers. Monte Carlo and theory both go
/// through them, so they cannot differ in units.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fluxhop/observe/time_grid.hpp"

namespace fluxhop {

/// A reading of one recorded number.
struct Reading {
    double offset = 0.0;  ///< value at zero; of a rate: the number at time zero
    double scale = 1.0;   ///< value per unit of the number

    double value(double number) const { return offset + scale * number; }
};

struct Observable {
    enum class Kind : std::uint8_t {
        value,  ///< offset + scale x number
        count,  ///< the number itself: stored as whole numbers
        rate,   ///< scale x increase of the number since the grid time before, per second
    };

    std::string name;               ///< as a variable in the result file, "current_density"
    std::string long_name;          ///< for people and axes
    std::string units;              ///< UDUNITS text, "A m-2"
    std::vector<Reading> readings;  ///< one per recorded number, from `first` on
    Kind kind = Kind::value;
    std::size_t first = 0;          ///< index of its first recorded number
    std::string axis = {};          ///< what its numbers run along; empty when there is only one
    std::vector<double> drift = {}; ///< added at each grid time; empty for none
    bool has_theory = true;         ///< whether theory knows its numbers

    /// The i-th value at grid time t. @param number callable (time index, recorded number) -> double
    template <class Numbers>
    double at(const TimeGrid& grid, std::size_t t, std::size_t i, const Numbers& number) const {
        const Reading& reading = readings[i];
        if (kind != Kind::rate) {
            return reading.value(number(t, first + i)) + (drift.empty() ? 0.0 : drift[t]);
        }
        if (t > 0) return rate_between(grid, t - 1, t, i, number);
        return reading.scale * (number(t, first + i) - reading.offset) / grid[t];
    }

    /// Of a rate: the i-th value over a longer time, between two of the grid.
    template <class Numbers>
    double rate_between(const TimeGrid& grid, std::size_t begin, std::size_t end, std::size_t i,
                        const Numbers& number) const {
        const double increase = number(end, first + i) - number(begin, first + i);
        return readings[i].scale * increase / (grid[end] - grid[begin]);
    }
};

/// What the values of an observable run along: names, or numbers with a unit.
struct Axis {
    std::string name;
    std::string long_name;
    std::vector<std::string> names = {};
    std::vector<double> numbers = {};
    std::string units = {};

    std::size_t size() const { return names.empty() ? numbers.size() : names.size(); }
};

}  // namespace fluxhop
