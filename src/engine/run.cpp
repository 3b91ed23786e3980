#include "fluxhop/engine/run.hpp"

#include <optional>

#include "fluxhop/engine/driven_engine.hpp"
#include "fluxhop/engine/engine.hpp"
#include "fluxhop/observe/recorder.hpp"
#include "fluxhop/select/linear.hpp"
#include "fluxhop/select/sum_tree.hpp"

namespace fluxhop {
namespace {

/// Channels up to which a scan beats a tree: most of a scan is the sum, which the tree has ready.
constexpr std::size_t linear_is_faster_up_to = 16;

/// Leaps that end exactly at the grid times, and exact hops where no leap pays. A run that never
/// leaps is the exact run, hop for hop.
template <EventSelector Selector>
RunSummary run_leaping(Engine<Selector>& engine, TauLeaper& leaper, std::uint32_t exact_hops,
                       Recorder& recorder) {
    while (!recorder.complete()) {
        const double left = recorder.next_time() - engine.now();
        const auto leap = leaper.leap(engine.state(), left);
        if (!leap) {
            for (std::uint32_t i = 0; i < exact_hops && engine.step(recorder); ++i) {
            }
            continue;
        }
        engine.jump(leap->wait, leap->state, leap->passed);
        if (leap->wait >= left) recorder.record_next(engine.state());
    }
    return engine.summary();
}

/// One realization and its random streams.
struct Realization {
    const Experiment& experiment;
    std::uint64_t id;
    Recorder& recorder;
    HopObserver* observer;

    RandomStream stream(Purpose purpose) const {
        return {experiment.seed, id, purpose, experiment.point};
    }
};

template <EventSelector Selector>
RunSummary run_with(const Realization& run) {
    const Experiment& experiment = run.experiment;
    const RandomStream events = run.stream(Purpose::events);
    if (!experiment.model.schedule().is_constant()) {
        FLUXHOP_ASSERT(experiment.method == Method::exact);
        return DrivenEngine<Selector>(experiment.model, experiment.initial, events, run.observer)
            .run(run.recorder);
    }
    Engine<Selector> engine(experiment.model, experiment.initial, events, run.observer);
    if (experiment.method == Method::exact) return engine.run(run.recorder);
    FLUXHOP_ASSERT(run.observer == nullptr);
    TauLeaper leaper(experiment.model, experiment.leaps, run.stream(Purpose::leaps));
    return run_leaping(engine, leaper, experiment.leaps.exact_hops, run.recorder);
}

}  // namespace

SelectorKind resolve(SelectorKind kind, std::size_t channels) {
    if (kind != SelectorKind::automatic) return kind;
    return channels <= linear_is_faster_up_to ? SelectorKind::linear : SelectorKind::sum_tree;
}

RealizationResult run_realization(const Experiment& experiment, std::uint64_t id,
                                  std::span<double> out) {
    FLUXHOP_ASSERT(out.size() == experiment.grid.size() * experiment.width());
    std::optional<VortexTracker> tracker;
    if (experiment.tracking) {
        TrackingOptions options = *experiment.tracking;
        if (id > 0) options = {};  // trajectories are kept of the first realization only
        tracker.emplace(experiment.model.landscape(), experiment.initial,
                        RandomStream(experiment.seed, id, Purpose::vortices, experiment.point), out,
                        experiment.width(), experiment.recorded.size(), options);
    }
    HopObserver* observer = tracker ? &*tracker : nullptr;
    Recorder recorder(experiment.grid, experiment.recorded, out, observer);
    const Realization run{experiment, id, recorder, observer};
    const std::size_t channels = experiment.model.landscape().node_count();
    const bool scan = resolve(experiment.selector, channels) == SelectorKind::linear;
    RealizationResult result;
    result.summary = scan ? run_with<LinearSelector>(run) : run_with<SumTreeSelector>(run);
    if (tracker) result.history = std::move(tracker->history());
    return result;
}

}  // namespace fluxhop
