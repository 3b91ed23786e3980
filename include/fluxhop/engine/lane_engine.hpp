/// One realization of a small network by itself: hop for hop and bit for bit what it is in a lane of
/// lock_step.hpp, so that neither the size of an ensemble nor how it is run shows in the numbers.
#pragma once

#include <array>
#include <cstdint>

#include "fluxhop/base/clock.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/engine/attempt_deviates.hpp"
#include "fluxhop/engine/rate_cache.hpp"
#include "fluxhop/engine/run_summary.hpp"
#include "fluxhop/observe/hop_observer.hpp"
#include "fluxhop/observe/recorder.hpp"

namespace fluxhop {

class LaneEngine {
public:
    /// Requires RateCache::accepts(model, initial). The model must outlive it.
    /// @param observer is told of every hop; may be null
    LaneEngine(const Model& model, const State& initial, RandomStream random,
               HopObserver* observer = nullptr);

    /// Runs to the last grid time of the recorder.
    RunSummary run(Recorder& recorder);

    /// At most so many hops towards the last grid time. @return whether it has been reached
    bool advance(Recorder& recorder, std::uint64_t hops);

    const RunSummary& summary() const { return summary_; }

    template <class Archive>
    void persist(Archive& archive) {
        archive(deviates_, summary_, clock_, occupation_, left_over_);
    }

private:
    static constexpr std::int64_t slots = 256;  ///< a realization alone seldom goes back further

    template <class Hops>
    bool advance_by(Hops chance, Recorder& recorder, std::uint64_t hops);
    double next_wait(double total);
    bool record(Recorder& recorder, double wait);
    void count(std::size_t hop);

    const Landscape* landscape_;
    HopObserver* observer_;
    RateCache cache_;
    AttemptDeviates deviates_;
    Clock clock_;
    std::array<std::int64_t, RateCache::most_nodes> occupation_{};
    RunSummary summary_;
    double left_over_ = 0.0;  ///< a wait that leads beyond the last grid time; a longer grid takes it up
};

}  // namespace fluxhop
