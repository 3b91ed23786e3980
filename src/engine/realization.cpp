#include "fluxhop/engine/realization.hpp"

#include "fluxhop/engine/driven_engine.hpp"
#include "fluxhop/engine/engine.hpp"
#include "fluxhop/engine/lattice_film.hpp"
#include "fluxhop/engine/leaping_engine.hpp"
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
struct Start {
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

template <EventSelector Selector>
std::unique_ptr<RunningForm> start_with(const Start& start) {
    const Experiment& experiment = start.experiment;
    if (experiment.method == Method::tau_leaping) {
        FLUXHOP_ASSERT(start.observer == nullptr && experiment.model.schedule().is_constant());
        return std::make_unique<FormOf<LeapingEngine<Selector>>>(
            experiment.model, experiment.initial, start.stream(Purpose::events),
            start.stream(Purpose::leaps), experiment.leaps);
    }
    if (!experiment.model.schedule().is_constant()) return start.make<DrivenEngine<Selector>>();
    return start.make<Engine<Selector>>();
}

/// The single choice of the form a realization runs in.
std::unique_ptr<RunningForm> start_form(const Start& start) {
    switch (resolve(start.experiment)) {
        case SelectorKind::linear: return start_with<LinearSelector>(start);
        case SelectorKind::composition_rejection:
            return start_with<CompositionRejectionSelector>(start);
        case SelectorKind::compiled_lattice: return start.make<LatticeFilm>();
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

Realization::Realization(const Experiment& experiment, std::uint64_t id, std::span<double> out)
    : tracker_(make_tracker(experiment, id, out)),
      recorder_(experiment.grid, experiment.recorded, out, tracker_ ? &*tracker_ : nullptr),
      form_(start_form({experiment, id, tracker_ ? &*tracker_ : nullptr})) {
    FLUXHOP_ASSERT(out.size() == experiment.grid.size() * experiment.width());
}

RealizationResult Realization::result() {
    RealizationResult result{form_->summary(), {}};
    if (tracker_) result.history = std::move(tracker_->history());
    return result;
}

}  // namespace fluxhop
