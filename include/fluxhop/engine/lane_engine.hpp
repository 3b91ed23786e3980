/// One realization of a small network by itself: hop for hop and bit for bit what it is in a lane of
/// lock_step.hpp, so that neither the size of an ensemble nor how it is run shows in the numbers.
#pragma once

#include <cstdint>

#include "fluxhop/base/random.hpp"
#include "fluxhop/engine/lanes.hpp"
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
        archive(random_, summary_, is_waiting_);
        archive(lanes_.time, lanes_.time_rest, lanes_.wait, lanes_.occupation);
    }

private:
    static constexpr std::int64_t slots = 256;  ///< a realization alone seldom goes back further

    void propose();
    void execute();

    const Landscape* landscape_;
    HopObserver* observer_;
    RateCache cache_;
    LaneKernel<1> kernel_;
    Lanes<1> lanes_;
    RandomStream random_;
    RunSummary summary_;
    bool is_waiting_ = false;  ///< a wait leads beyond the last grid time; a longer grid takes it up
};

}  // namespace fluxhop
