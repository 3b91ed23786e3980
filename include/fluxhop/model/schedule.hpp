/// What is imposed from outside over time: the transport current and the applied field.
#pragma once

#include <utility>
#include <variant>
#include <vector>

namespace fluxhop {

/// A function of time built of straight pieces; constant before the first point and after the last.
/// Two points at the same time make a jump; the value there is the later one.
class PiecewiseLinear {
public:
    struct Point {
        double time;  ///< s
        double value;
    };

    explicit PiecewiseLinear(std::vector<Point> points);
    double value(double time) const;
    /// Least and largest value over [begin, end); a jump at `end` does not count.
    std::pair<double, double> range(double begin, double end) const;
    /// Times at which the slope or the value jumps.
    std::vector<double> breaks() const;
    bool is_constant() const;

private:
    std::vector<Point> points_;  ///< by time
};

/// mean + amplitude sin(2 pi frequency t)
struct Sinusoid {
    double mean = 0.0;
    double amplitude = 0.0;
    double frequency = 0.0;  ///< 1/s

    double value(double time) const;
    std::pair<double, double> range(double begin, double end) const;
};

class Signal {
public:
    Signal() : law_(PiecewiseLinear({{0.0, 0.0}})) {}
    explicit Signal(double constant) : law_(PiecewiseLinear({{0.0, constant}})) {}
    explicit Signal(PiecewiseLinear law) : law_(std::move(law)) {}
    explicit Signal(const Sinusoid& law) : law_(law) {}

    double value(double time) const;
    /// Least and largest value over [begin, end).
    std::pair<double, double> range(double begin, double end) const;
    std::vector<double> breaks() const;
    bool is_constant() const;

private:
    std::variant<PiecewiseLinear, Sinusoid> law_;
};

/// The values of the external signals at one time.
struct Signals {
    double current = 0.0;  ///< imposed current density, J/Jc0
    double field = 0.0;    ///< applied field, in vortices per node
};

struct Schedule {
    Signal current;
    Signal field;

    Signals at(double time) const { return {current.value(time), field.value(time)}; }
    bool is_constant() const { return current.is_constant() && field.is_constant(); }
    /// All times at which a signal is not smooth, increasing.
    std::vector<double> breaks() const;
};

}  // namespace fluxhop
