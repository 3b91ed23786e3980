#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "fluxhop/io/config_systems.hpp"

namespace fluxhop {

LadderParameters read_ladder(TomlReader& in, double end_time) {
    LadderParameters ladder;
    ladder.barrier_step = in.number({"ladder", "barrier_step"}, {1e-9, 100.0});
    ladder.attempt_frequency =
        in.quantity({"ladder", "attempt_frequency"}, dimension::frequency, Range::positive(), "1 /s");
    ladder.rungs = in.integer({"ladder", "rungs"}, 1, largest_count);
    if (!in.sound({"ladder", "time"})) return ladder;
    // On the last rung a hop must still be rarer than e^-40 within the run.
    const double needed =
        (std::max(0.0, std::log(ladder.attempt_frequency * end_time)) + 40.0) / ladder.barrier_step;
    if (static_cast<double>(ladder.rungs) < needed) {
        in.error({"ladder", "rungs"},
                 fmt::format("a run might reach the last of {} rungs; with this g, nu and last time {:.0f} or more "
                             "make that rarer than e^-40",
                             ladder.rungs, std::ceil(needed)));
    }
    return ladder;
}

}  // namespace fluxhop
