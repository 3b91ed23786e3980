/// Exact kinetic Monte Carlo while the imposed current or the applied field changes in time.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "fluxhop/base/clock.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/engine/run_summary.hpp"
#include "fluxhop/model/bounds.hpp"
#include "fluxhop/observe/recorder.hpp"
#include "fluxhop/select/event_selector.hpp"

namespace fluxhop {

/// Thinning (Lewis and Shedler, Nav. Res. Logist. Q. 26, 403 (1979)): within a window of time every
/// departure rate has a bound; candidates come at the sum of the bounds, and one at time t is a hop
/// with probability rate(t)/bound. No rate is ever frozen between events. Windows are as long as the
/// bounds stay close to the rates. A rate above its bound, which would bias the times unseen, ends the run
/// with a RunError. The model must outlive the engine.
template <EventSelector Selector>
class DrivenEngine {
public:
    DrivenEngine(const Model& model, State initial, RandomStream random, HopObserver* observer)
        : model_(&model),
          state_(std::move(initial)),
          random_(random),
          bounds_(model.landscape().node_count()),
          observer_(observer) {}

    /// Runs to the last grid time of the recorder.
    RunSummary run(Recorder& recorder) {
        while (!advance(recorder, std::uint64_t{1} << 20)) {
        }
        return summary_;
    }

    /// At most so many candidates towards the last grid time. @return whether it has been reached
    bool advance(Recorder& recorder, std::uint64_t candidates) {
        end_ = recorder.end_time();
        if (length_ == 0.0) length_ = 2.0 * end_;
        while (clock_.now() <= end_) {
            if (!window_is_open_) open_window();
            window_is_open_ = !pass_window(recorder, candidates);
            if (window_is_open_) return false;
        }
        recorder.record_until(std::numeric_limits<double>::infinity(), state_);
        return true;
    }

    const RunSummary& summary() const { return summary_; }

    template <class Archive>
    void persist(Archive& archive) {
        archive(state_, random_, bounds_, bound_of_, clock_, summary_, signals_, window_end_, length_,
                window_is_open_);
    }

private:
    static constexpr double loosest = 1.3;       ///< sum of bounds / sum of rates that is good enough
    static constexpr double tightest = 1.1;      ///< below this the next window may be longer
    static constexpr double few_candidates = 4;  ///< a window with no more may be as loose as it likes

    /// A window from now on over which the bounds are good, or hardly matter.
    void open_window() {
        const double now = clock_.now();
        state_.set_signals(model_->schedule().at(now));
        const double rate = total_rate();
        for (;; length_ *= 0.5) {
            window_end_ = std::min(now + length_, next_break(now));
            signals_ = signal_range(model_->schedule(), now, window_end_);
            refresh_bounds();
            const double bound = bounds_.total();
            if (bound < tightest * rate) length_ = std::min(4.0 * length_, 2.0 * end_);
            if (bound <= loosest * rate || bound * (window_end_ - now) <= few_candidates) break;
        }
        summary_.frozen = bounds_.total() == 0.0 && window_end_ > end_;
    }

    double next_break(double now) const {
        for (const double time : breaks_) {
            if (time > now) return time;
        }
        return std::numeric_limits<double>::infinity();
    }

    /// Candidates until the window or the run ends. @return false when `candidates` were not enough
    bool pass_window(Recorder& recorder, std::uint64_t& candidates) {
        for (;; --candidates) {
            if (candidates == 0) return false;
            const double total = bounds_.total();
            const double wait = total > 0.0 ? exponential(random_) / total
                                            : std::numeric_limits<double>::infinity();
            const double time = clock_.after(wait);
            if (time >= window_end_ || time > end_) break;
            clock_.advance(wait);
            if (consider(time, total, recorder)) ++summary_.hops;
            else ++summary_.thinned;
        }
        clock_.advance(std::min(window_end_, std::nextafter(end_, 2.0 * end_)) - clock_.now());
        return true;
    }

    /// Whether the candidate at this time is a hop; if so it happens.
    bool consider(double time, double total, Recorder& recorder) {
        const Drawn drawn = bounds_.draw(total, random_);
        const NodeId from(drawn.channel);
        state_.set_signals(model_->schedule().at(time));
        const double rate = model_->departure_rate(from, state_);
        const double bound = bound_of_[from.index()];
        if (rate > bound) report_exceeded(from, rate, bound, time);
        if (drawn.rest > rate) return false;
        recorder.record_until(time, state_);
        execute(model_->landscape().edge(model_->choose_departure(from, drawn.rest, state_)), time);
        return true;
    }

    void execute(const HopEdge& hop, double time) {
        if (model_->is_flux_flow(hop, state_)) ++summary_.flux_flow_hops;
        if (observer_) observer_->on_hop(hop, time);
        state_.apply(hop);
        model_->for_each_retilted(hop, [this](NodeId node) { refresh_bound(node); });
    }

    void refresh_bounds() {
        for (std::size_t i = 0; i < model_->landscape().node_count(); ++i) refresh_bound(NodeId(i));
    }

    void refresh_bound(NodeId node) {
        double& bound = bound_of_[node.index()];
        bound = departure_bound(*model_, node, state_, signals_);
        bounds_.update(node.index(), bound);
    }

    double total_rate() const {
        double sum = 0.0;
        for (std::size_t i = 0; i < model_->landscape().node_count(); ++i) {
            sum += model_->departure_rate(NodeId(i), state_);
        }
        return sum;
    }

    const Model* model_;
    State state_;
    RandomStream random_;
    Selector bounds_;
    std::vector<double> bound_of_ = std::vector<double>(model_->landscape().node_count(), 0.0);
    HopObserver* observer_;
    Clock clock_;
    RunSummary summary_;
    SignalRange signals_;
    double window_end_ = 0.0, length_ = 0.0, end_ = 0.0;
    bool window_is_open_ = false;
    std::vector<double> breaks_ = model_->schedule().breaks();
};

}  // namespace fluxhop
