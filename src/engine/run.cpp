#include "fluxhop/engine/run.hpp"

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

template <EventSelector Selector>
RunSummary run_with(const Experiment& experiment, std::uint64_t id, std::span<double> out) {
    Recorder recorder(experiment.grid, experiment.recorded, out);
    Engine<Selector> engine(experiment.model, experiment.initial,
                            RandomStream(experiment.seed, id, Purpose::events,
                                         experiment.point));
    if (experiment.method == Method::exact) return engine.run(recorder);
    TauLeaper leaper(
        experiment.model, experiment.leaps,
        RandomStream(experiment.seed, id, Purpose::leaps, experiment.point));
    return run_leaping(engine, leaper, experiment.leaps.exact_hops, recorder);
}

}  // namespace

SelectorKind resolve(SelectorKind kind, std::size_t channels) {
    if (kind != SelectorKind::automatic) return kind;
    return channels <= linear_is_faster_up_to ? SelectorKind::linear : SelectorKind::sum_tree;
}

RunSummary run_realization(const Experiment& experiment, std::uint64_t id, std::span<double> out) {
    const std::size_t channels = experiment.model.landscape().node_count();
    if (resolve(experiment.selector, channels) == SelectorKind::linear) {
        return run_with<LinearSelector>(experiment, id, out);
    }
    return run_with<SumTreeSelector>(experiment, id, out);
}

}  // namespace fluxhop
