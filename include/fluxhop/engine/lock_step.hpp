/// The compiled form of a small network under a steady drive: many realizations side by side, each
/// making one hop at each step, so that vector units do the arithmetic of all of them at once.
///
/// A realization that ends leaves its lane to the next one. Every event takes two words of the stream of
/// its realization, the first for the wait, the second for the hop, so that no lane waits for another. A
/// realization's numbers depend on the experiment and its id only: not on its lane or its neighbours,
/// not on threads, not on the vector unit. Rates are the model's own; see rate_cache.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "fluxhop/base/random.hpp"
#include "fluxhop/engine/lanes.hpp"
#include "fluxhop/engine/realization_queue.hpp"
#include "fluxhop/engine/run.hpp"
#include "fluxhop/observe/recorder.hpp"

namespace fluxhop {

/// Choices that do not change the numbers, for tests and benchmarks.
struct LaneOptions {
    InstructionSet instructions = best_instruction_set();
    std::int64_t slots = RateCache::most_slots;  ///< of the rate cache at most, a power of two
};

class LockStep {
public:
    static bool accepts(const Model& model, const Start& initial) {
        return RateCache::accepts(model, initial);
    }

    /// Requires accepts(). The experiment must outlive it.
    explicit LockStep(const Experiment& experiment, const LaneOptions& options = {});

    /// Runs realizations until the queue has no more.
    void run(RealizationQueue& queue);

private:
    /// The realization in a lane.
    struct Run {
        Assignment assignment;
        RandomStream random;
        Recorder recorder;
        std::uint64_t blocks = 0;  ///< of four words each, drawn so far
        RunSummary summary;
    };
    using Words = Lanes::Words;

    void fill_lanes(RealizationQueue& queue);
    void begin(std::size_t lane, const Assignment& assignment);
    void draw_words();
    void step(std::size_t number, RealizationQueue& queue);
    void attend(std::size_t number, RealizationQueue& queue);
    void record(std::size_t lane, std::size_t number, RealizationQueue& queue);
    void count_flux_flow();

    const Experiment* experiment_;
    RateCache cache_;
    LaneKernel kernel_;
    Lanes lanes_;
    alignas(64) std::array<Words, 4> words_{};
    std::array<std::optional<Run>, lane_count> runs_;
    std::size_t running_ = 0;
    bool is_queue_empty_ = false;
};

}  // namespace fluxhop
