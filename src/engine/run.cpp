#include "fluxhop/engine/run.hpp"

#include <array>
#include <optional>

#include "fluxhop/engine/compiled_network.hpp"
#include "fluxhop/engine/driven_engine.hpp"
#include "fluxhop/engine/engine.hpp"
#include "fluxhop/engine/lattice_film.hpp"
#include "fluxhop/observe/recorder.hpp"
#include "fluxhop/select/bounded_rejection.hpp"
#include "fluxhop/select/composition_rejection.hpp"
#include "fluxhop/select/linear.hpp"
#include "fluxhop/select/sum_tree.hpp"

namespace fluxhop {
namespace {

/// Channels up to which a scan is the fastest, in the generic and in the compiled form alike: from the
/// table of crossovers in docs/speed_networks.md.
constexpr std::size_t linear_is_faster_up_to = 16;

bool is_small(const Model& model) {
    return model.landscape().node_count() <= linear_is_faster_up_to;
}

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

/// A window of bounded rates needs their sum: where the selector has none, that of a tree.
template <EventSelector Selector>
using Exact = std::conditional_t<thins<Selector>, SumTreeSelector, Selector>;

template <EventSelector Selector>
RunSummary run_with(const Realization& run) {
    const Experiment& experiment = run.experiment;
    const RandomStream events = run.stream(Purpose::events);
    if (!experiment.model.schedule().is_constant()) {
        FLUXHOP_ASSERT(experiment.method == Method::exact);
        return DrivenEngine<Exact<Selector>>(experiment.model, experiment.initial, events, run.observer)
            .run(run.recorder);
    }
    Engine<Selector> engine(experiment.model, experiment.initial, events, run.observer);
    if (experiment.method == Method::exact) return engine.run(run.recorder);
    FLUXHOP_ASSERT(run.observer == nullptr);
    TauLeaper leaper(experiment.model, experiment.leaps, run.stream(Purpose::leaps));
    return run_leaping(engine, leaper, experiment.leaps.exact_hops, run.recorder);
}

template <class Compiled>
RunSummary run_compiled(const Realization& run) {
    return Compiled(run.experiment.model, run.experiment.initial, run.stream(Purpose::events),
                    run.observer)
        .run(run.recorder);
}

/// The single choice of the form a realization runs in.
RunSummary run_resolved(const Realization& run) {
    switch (resolve(run.experiment)) {
        case SelectorKind::linear: return run_with<LinearSelector>(run);
        case SelectorKind::composition_rejection:
            return run_with<CompositionRejectionSelector>(run);
        case SelectorKind::bounded_rejection: return run_with<BoundedRejectionSelector>(run);
        case SelectorKind::compiled_lattice: return run_compiled<LatticeFilm>(run);
        case SelectorKind::compiled_network:
            return is_small(run.experiment.model)
                       ? run_compiled<CompiledNetwork<LinearSelector>>(run)
                       : run_compiled<CompiledNetwork<BoundedRejectionSelector>>(run);
        default: return run_with<SumTreeSelector>(run);
    }
}

}  // namespace

const char* name_of(SelectorKind kind) {
    constexpr std::array names{"auto", "linear", "sum_tree", "composition_rejection",
                               "bounded_rejection", "compiled_lattice", "compiled_network"};
    return names[static_cast<std::size_t>(kind)];
}

SelectorKind resolve(const Experiment& experiment) {
    if (experiment.selector != SelectorKind::automatic) return experiment.selector;
    const Model& model = experiment.model;
    if (experiment.method == Method::exact) {
        if (LatticeFilm::accepts(model, experiment.initial)) return SelectorKind::compiled_lattice;
        if (DepartureTable::accepts(model)) return SelectorKind::compiled_network;
    }
    return is_small(model) ? SelectorKind::linear : SelectorKind::sum_tree;
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
