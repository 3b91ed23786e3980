/// Exact kinetic Monte Carlo: one realization, one hop at a time.
#pragma once

#include <cstdint>
#include <limits>
#include <utility>

#include "fluxhop/base/clock.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/engine/run_summary.hpp"
#include "fluxhop/model/model.hpp"
#include "fluxhop/observe/hop_observer.hpp"
#include "fluxhop/select/event_selector.hpp"

namespace fluxhop {

/// Gillespie's direct method with a selector of choice. The model must outlive the engine.
template <EventSelector Selector>
class Engine {
public:
    /// @param observer is told of every hop; may be null
    Engine(const Model& model, State initial, RandomStream random, HopObserver* observer = nullptr)
        : model_(&model),
          state_(std::move(initial)),
          random_(random),
          selector_(model.landscape().node_count()),
          observer_(observer) {
        FLUXHOP_ASSERT(model.schedule().is_constant());
        state_.set_signals(model.schedule().at(0.0));
        refresh_rates();
    }

    /// Runs to the last grid time of the recorder.
    template <class Recorder>
    RunSummary run(Recorder& recorder) {
        while (!advance(recorder, std::uint64_t{1} << 20)) {
        }
        return summary_;
    }

    /// At most so many hops towards the last grid time. @return whether it has been reached
    template <class Recorder>
    bool advance(Recorder& recorder, std::uint64_t hops) {
        if (hops > 0 && left_over_ > 0.0) {
            const double wait = std::exchange(left_over_, 0.0);
            if (!step_after(wait, selector_.total(), recorder)) return true;
            --hops;
        }
        for (; hops > 0; --hops) {
            if (!step(recorder)) return true;
        }
        return false;
    }

    /// Executes the next hop (or candidate, where the selector thins), unless every grid time comes
    /// before it. @return whether it did
    template <class Recorder>
    bool step(Recorder& recorder) {
        const double total = selector_.total();
        if (total == 0.0) return freeze(recorder);
        return step_after(exponential(random_) / total, total, recorder);
    }

    /// Takes the place of all hops within `wait` s: the realization goes on from `state`.
    /// @param passed what happened in between
    void jump(double wait, State state, const RunSummary& passed) {
        clock_.advance(wait);
        left_over_ = 0.0;  // drawn for another state
        state_ = std::move(state);
        summary_ += passed;
        refresh_rates();
    }

    const State& state() const { return state_; }
    const RunSummary& summary() const { return summary_; }
    double now() const { return clock_.now(); }
    double total_propensity() const { return selector_.total(); }

    template <class Archive>
    void persist(Archive& archive) {
        archive(state_, random_, selector_, clock_, summary_, left_over_);
    }

private:
    template <class Recorder>
    bool step_after(double wait, double total, Recorder& recorder) {
        recorder.record_until(clock_.after(wait), state_);
        if (recorder.complete()) {
            left_over_ = wait;
            return false;
        }
        clock_.advance(wait);
        const Drawn drawn = selector_.draw(total, random_);
        if (is_hop(drawn)) execute(choose_hop(drawn));
        else ++summary_.thinned;
        return true;
    }

    void refresh_rates() {
        for (std::size_t i = 0; i < model_->landscape().node_count(); ++i) refresh_rate(NodeId(i));
    }

    void refresh_rate(NodeId node) {
        selector_.update(node.index(), model_->departure_rate(node, state_));
    }

    bool is_hop(const Drawn& drawn) const {
        if constexpr (!thins<Selector>) return true;
        return drawn.rest <= model_->departure_rate(NodeId(drawn.channel), state_);
    }

    /// The node that a vortex leaves is known, and the way it takes drawn from what is left.
    HopEdge choose_hop(const Drawn& drawn) const {
        const NodeId from(drawn.channel);
        const auto [first, last] = model_->landscape().departure_range(from);
        if (last - first == 1) return model_->landscape().edge(EdgeId(first));
        return model_->landscape().edge(model_->choose_departure(from, drawn.rest, state_));
    }

    void execute(const HopEdge& hop) {
        ++summary_.hops;
        if (model_->is_flux_flow(hop, state_)) ++summary_.flux_flow_hops;
        if (observer_) observer_->on_hop(hop, clock_.now());
        state_.apply(hop);
        model_->for_each_retilted(hop, [this](NodeId node) { refresh_rate(node); });
    }

    template <class Recorder>
    bool freeze(Recorder& recorder) {
        recorder.record_until(std::numeric_limits<double>::infinity(), state_);
        summary_.frozen = true;
        return false;
    }

    const Model* model_;
    State state_;
    RandomStream random_;
    Selector selector_;
    HopObserver* observer_;
    Clock clock_;
    RunSummary summary_;
    double left_over_ = 0.0;  ///< a wait that leads beyond the last grid time; a longer grid takes it up
};

}  // namespace fluxhop
