#include "fluxhop/engine/run.hpp"

#include <array>
#include <optional>

#include "fluxhop/engine/driven_engine.hpp"
#include "fluxhop/engine/engine.hpp"
#include "fluxhop/engine/lattice_film.hpp"
#include "fluxhop/observe/recorder.hpp"
#include "fluxhop/select/composition_rejection.hpp"
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

/// The single choice of the form a realization runs in.
RunSummary run_resolved(const Realization& run) {
    switch (resolve(run.experiment)) {
        case SelectorKind::linear: return run_with<LinearSelector>(run);
        case SelectorKind::composition_rejection:
            return run_with<CompositionRejectionSelector>(run);
        case SelectorKind::compiled_lattice:
            return LatticeFilm(run.experiment.model,
                               [&](std::size_t i) { return run.experiment.initial[NodeId(i)] > 0; },
                               run.stream(Purpose::events), run.observer)
                .run(run.recorder);
        default: return run_with<SumTreeSelector>(run);
    }
}

}  // namespace

const char* name_of(SelectorKind kind) {
    constexpr std::array names{"auto", "linear", "sum_tree", "composition_rejection",
                               "compiled_lattice"};
    return names[static_cast<std::size_t>(kind)];
}

SelectorKind resolve(SelectorKind kind, std::size_t channels) {
    if (kind != SelectorKind::automatic) return kind;
    return channels <= linear_is_faster_up_to ? SelectorKind::linear : SelectorKind::sum_tree;
}

SelectorKind resolve(const Experiment& experiment) {
    const SelectorKind kind =
        resolve(experiment.selector, experiment.model.landscape().node_count());
    const bool may_compile = experiment.selector == SelectorKind::automatic &&
                             experiment.method == Method::exact;
    const bool compiles =
        may_compile && LatticeFilm::accepts(experiment.model);
    return compiles ? SelectorKind::compiled_lattice : kind;
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
    RealizationResult result;
    result.summary = run_resolved(run);
    if (tracker) result.history = std::move(tracker->history());
    return result;
}

}  // namespace fluxhop
