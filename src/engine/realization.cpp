#include "fluxhop/engine/realization.hpp"

#include <type_traits>

#include "fluxhop/engine/compiled_network.hpp"
#include "fluxhop/engine/driven_engine.hpp"
#include "fluxhop/engine/engine.hpp"
#include "fluxhop/engine/feedback_engine.hpp"
#include "fluxhop/engine/lane_engine.hpp"
#include "fluxhop/engine/lattice_film.hpp"
#include "fluxhop/engine/leaping_engine.hpp"
#include "fluxhop/select/bounded_rejection.hpp"
#include "fluxhop/select/composition_rejection.hpp"
#include "fluxhop/select/linear.hpp"
#include "fluxhop/select/sum_tree.hpp"

namespace fluxhop {
namespace {

template <class Engine>
class FormOf : public RunningForm {
public:
    template <class... Arguments>
    explicit FormOf(const Arguments&... arguments) : engine_(arguments...) {}

    bool advance(Recorder& recorder, std::uint64_t events) override {
        return engine_.advance(recorder, events);
    }
    const RunSummary& summary() const override { return engine_.summary(); }
    void persist(ArchiveWriter& archive) override { engine_.persist(archive); }
    void persist(ArchiveReader& archive) override { engine_.persist(archive); }

private:
    Engine engine_;
};

/// An experiment, one of its realizations, and who watches.
struct Launch {
    const Experiment& experiment;
    std::uint64_t id;
    HopObserver* observer;

    RandomStream stream(Purpose purpose) const {
        return {experiment.seed, id, purpose, experiment.point};
    }
    template <class Engine>
    std::unique_ptr<RunningForm> make() const {
        return std::make_unique<FormOf<Engine>>(experiment.model, experiment.initial,
                                                stream(Purpose::events), observer);
    }
};

/// A window of bounded rates needs their sum: where the selector has none, that of a tree.
template <EventSelector Selector>
using Summing = std::conditional_t<thins<Selector>, SumTreeSelector, Selector>;

template <EventSelector Selector>
std::unique_ptr<RunningForm> start_with(const Launch& start) {
    const Experiment& experiment = start.experiment;
    if (experiment.method == Method::tau_leaping) {
        FLUXHOP_ASSERT(start.observer == nullptr && experiment.model.schedule().is_constant());
        return std::make_unique<FormOf<LeapingEngine<Selector>>>(
            experiment.model, experiment.initial, start.stream(Purpose::events),
            start.stream(Purpose::leaps), experiment.leaps);
    }
    if (!experiment.model.schedule().is_constant()) {
        return start.make<DrivenEngine<Summing<Selector>>>();
    }
    return start.make<Engine<Selector>>();
}

/// Where hops act on one another through the current alone, its bounds are shared.
std::unique_ptr<RunningForm> start_bounded(const Launch& start) {
    const bool exact = start.experiment.method == Method::exact;
    if (exact && FeedbackEngine::accepts(start.experiment.model)) return start.make<FeedbackEngine>();
    return start_with<BoundedRejectionSelector>(start);
}

/// Its sites are most of the memory: no State of a double a site is made on the way.
std::unique_ptr<RunningForm> start_lattice(const Launch& start) {
    const auto occupied = [&](std::size_t site) { return start.experiment.initial[NodeId(site)] > 0; };
    return std::make_unique<FormOf<LatticeFilm>>(start.experiment.model, occupied,
                                                 start.stream(Purpose::events), start.observer);
}

/// The single choice of the form a realization runs in.
std::unique_ptr<RunningForm> start_form(const Launch& start) {
    switch (resolve(start.experiment)) {
        case SelectorKind::linear: return start_with<LinearSelector>(start);
        case SelectorKind::composition_rejection:
            return start_with<CompositionRejectionSelector>(start);
        case SelectorKind::bounded_rejection: return start_bounded(start);
        case SelectorKind::compiled_network_linear:
            return start.make<CompiledNetwork<LinearSelector>>();
        case SelectorKind::compiled_network_bounded:
            return start.make<CompiledNetwork<BoundedRejectionSelector>>();
        case SelectorKind::compiled_lattice: return start_lattice(start);
        case SelectorKind::lockstep: return start.make<LaneEngine>();
        default: return start_with<SumTreeSelector>(start);
    }
}

std::optional<VortexTracker> make_tracker(const Experiment& experiment, std::uint64_t id,
                                          std::span<double> out) {
    std::optional<VortexTracker> tracker;
    if (!experiment.tracking) return tracker;
    TrackingOptions options = *experiment.tracking;
    if (id > 0) options = {};  // trajectories are kept of the first realization only
    tracker.emplace(experiment.model.landscape(), experiment.initial,
                    RandomStream(experiment.seed, id, Purpose::vortices, experiment.point), out,
                    experiment.width(), experiment.recorded.size(), options);
    return tracker;
}

}  // namespace

Realization::Realization(const Experiment& experiment, std::uint64_t id, std::span<double> out,
                         HopObserver* witness)
    : tracker_(make_tracker(experiment, id, out)),
      recorder_(experiment.grid, experiment.recorded, out, tracker_ ? &*tracker_ : nullptr),
      form_(start_form({experiment, id, tracker_ ? &*tracker_ : witness})) {
    FLUXHOP_ASSERT(witness == nullptr || !tracker_);
    FLUXHOP_ASSERT(out.size() == experiment.grid.size() * experiment.width());
}

RealizationResult Realization::result() {
    RealizationResult result{form_->summary(), {}};
    if (tracker_) result.history = std::move(tracker_->history());
    return result;
}

}  // namespace fluxhop
