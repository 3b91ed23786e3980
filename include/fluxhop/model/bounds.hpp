/// Bounds on the model's own rates while the drive changes: the rate formula read with intervals.
#pragma once

#include "fluxhop/base/interval.hpp"
#include "fluxhop/model/model.hpp"

namespace fluxhop {

/// The external signals over a span of time.
struct SignalRange {
    Interval current;
    Interval field;

    template <class Archive>
    void persist(Archive& archive) {
        archive(current, field);
    }
};

/// Over [begin, end), s; a jump at `end` does not count.
SignalRange signal_range(const Schedule& schedule, double begin, double end);

/// Not less than the departure rate of a node at any signals within the range, 1/s.
double departure_bound(const Model& model, NodeId node, const State& state,
                       const SignalRange& signals);

/// @throws RunError that names a rate which its bound does not hold: an error of the program
[[noreturn]] void report_exceeded(NodeId node, double rate, double bound, double time);

}  // namespace fluxhop
