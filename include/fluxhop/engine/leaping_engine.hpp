/// One realization by tau-leaping.
#pragma once

#include <algorithm>
#include <cstdint>

#include "fluxhop/engine/engine.hpp"
#include "fluxhop/engine/tau_leap.hpp"
#include "fluxhop/observe/recorder.hpp"

namespace fluxhop {

/// Leaps that end exactly at the grid times, and exact hops where no leap pays. A run that never
/// leaps is the exact run, hop for hop. The model must outlive it.
template <EventSelector Selector>
class LeapingEngine {
public:
    /// @param events of the exact hops  @param leaps of the leaps
    LeapingEngine(const Model& model, State initial, RandomStream events, RandomStream leaps,
                  const LeapOptions& options)
        : engine_(model, std::move(initial), events),
          leaper_(model, options, leaps),
          exact_hops_(options.exact_hops) {}

    /// At most so many hops and leaps towards the last grid time. @return whether it has been reached
    bool advance(Recorder& recorder, std::uint64_t steps) {
        while (!recorder.complete() && steps > 0) {
            if (exact_left_ > 0) {
                steps -= hop(recorder, std::min<std::uint64_t>(exact_left_, steps));
            } else {
                leap(recorder);
                --steps;
            }
        }
        return recorder.complete();
    }

    const RunSummary& summary() const { return engine_.summary(); }

    template <class Archive>
    void persist(Archive& archive) {
        archive(engine_, leaper_, exact_left_);
    }

private:
    /// @return hops made
    std::uint64_t hop(Recorder& recorder, std::uint64_t most) {
        const std::uint64_t before = engine_.summary().hops;
        engine_.advance(recorder, most);
        const std::uint64_t made = engine_.summary().hops - before;
        exact_left_ -= made;
        return made;
    }

    void leap(Recorder& recorder) {
        const double left = recorder.next_time() - engine_.now();
        const auto leap = leaper_.leap(engine_.state(), left);
        if (!leap) {
            exact_left_ = exact_hops_;
            return;
        }
        engine_.jump(leap->wait, leap->state, leap->passed);
        if (leap->wait >= left) recorder.record_next(engine_.state());
    }

    Engine<Selector> engine_;
    TauLeaper leaper_;
    std::uint64_t exact_hops_;
    std::uint64_t exact_left_ = 0;  ///< hops to make before a leap is tried again
};

}  // namespace fluxhop
