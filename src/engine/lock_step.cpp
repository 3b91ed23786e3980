#include "fluxhop/engine/lock_step.hpp"

#include <limits>

namespace fluxhop {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();
constexpr std::uint64_t rounds_until_look = std::uint64_t{1} << 14;  ///< milliseconds

/// Fills the cache with the rates that a lane needs and draws its wait anew.
void learn_rates(Lanes& lanes, RateCache& cache, const LaneKernel& kernel, const Lanes::Words& words,
                 std::size_t lane) {
    for (std::size_t k = 0; k < cache.keys().size(); ++k) {
        cache.know(k, lanes.occupation[cache.keys()[k].node][lane]);
    }
    kernel.propose_again(lanes, cache, words, lane);
}

/// Whether the hop that a lane has just made found its barrier gone.
bool was_flux_flow(const Lanes& lanes, RateCache& cache, std::size_t lane) {
    const RateCache::Hop& hop = cache.hops()[static_cast<std::size_t>(lanes.chosen[lane])];
    const std::size_t node = cache.keys()[hop.key].node;
    const std::int64_t change = (hop.to == node ? 1 : 0) - (hop.from == node ? 1 : 0);
    return cache.is_flux_flow(hop, lanes.occupation[node][lane] - change);
}

}  // namespace

LockStep::LockStep(const Experiment& experiment, const LaneOptions& options)
    : experiment_(&experiment),
      cache_(experiment.model, experiment.initial, options.slots),
      kernel_(lane_kernel(options.instructions)) {
    lanes_.next_record.fill(never);
}

void LockStep::run(RealizationQueue& queue) {
    is_queue_empty_ = false;
    for (std::uint64_t rounds = 0;; ++rounds) {
        if (rounds % rounds_until_look == 0 && queue.must_stop()) return;
        if (running_ < lane_count && !is_queue_empty_) fill_lanes(queue);
        if (running_ == 0) return;
        draw_words();
        step(0, queue);
        step(1, queue);
    }
}

void LockStep::fill_lanes(RealizationQueue& queue) {
    for (std::size_t l = 0; l < lane_count; ++l) {
        if (runs_[l]) continue;
        const std::optional<Assignment> assignment = queue.next();
        is_queue_empty_ = !assignment;
        if (is_queue_empty_) return;
        begin(l, *assignment);
    }
}

void LockStep::begin(std::size_t lane, const Assignment& assignment) {
    const Experiment& e = *experiment_;
    runs_[lane] = Run{assignment,
                      RandomStream(e.seed, assignment.id, Purpose::events, e.point),
                      Recorder(e.grid, e.recorded, assignment.out), 0, {}};
    ++running_;
    lanes_.time[lane] = lanes_.time_rest[lane] = 0.0;
    lanes_.next_record[lane] = runs_[lane]->recorder.next_time();
    for (std::size_t node = 0; node < e.initial.node_count(); ++node) {
        lanes_.occupation[node][lane] = e.initial[NodeId(node)];
    }
}

/// Words for two hops in each lane.
void LockStep::draw_words() {
    for (std::size_t l = 0; l < lane_count; ++l) {
        if (!runs_[l]) continue;
        const auto block = runs_[l]->random.block(runs_[l]->blocks++);
        for (std::size_t i = 0; i < block.size(); ++i) words_[i][l] = block[i];
    }
}

/// The first or second hop from the words that were drawn.
void LockStep::step(std::size_t number, RealizationQueue& queue) {
    if (kernel_.propose(lanes_, cache_, words_[2 * number])) attend(number, queue);
    kernel_.execute(lanes_, cache_, words_[2 * number + 1]);
    if (cache_.knows_flux_flow()) count_flux_flow();
}

void LockStep::attend(std::size_t number, RealizationQueue& queue) {
    for (std::size_t l = 0; l < lane_count; ++l) {
        if (lanes_.unknown[l] != 0) learn_rates(lanes_, cache_, kernel_, words_[2 * number], l);
        if (lanes_.next_record[l] < lanes_.after_wait(l)) record(l, number, queue);
    }
}

/// Grid times lie before the next hop of a lane; after the last one the realization is complete.
void LockStep::record(std::size_t lane, std::size_t number, RealizationQueue& queue) {
    Run& run = *runs_[lane];
    run.recorder.record_until(lanes_.after_wait(lane), [&](NodeId variable) {
        return static_cast<double>(lanes_.occupation[variable.index()][lane]);
    });
    if (!run.recorder.complete()) {
        lanes_.next_record[lane] = run.recorder.next_time();
        return;
    }
    run.summary.hops = 2 * (run.blocks - 1) + number;
    run.summary.frozen = lanes_.sums[cache_.hops().size() - 1][lane] == 0.0;
    queue.finish(run.assignment, {run.summary, {}});
    lanes_.next_record[lane] = never;
    runs_[lane].reset();
    --running_;
}

void LockStep::count_flux_flow() {
    for (std::size_t l = 0; l < lane_count; ++l) {
        if (runs_[l] && was_flux_flow(lanes_, cache_, l)) ++runs_[l]->summary.flux_flow_hops;
    }
}

}  // namespace fluxhop
