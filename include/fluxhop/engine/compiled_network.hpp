/// The compiled form of a network where the rates of leaving a node depend on its own occupation alone
/// (a zero-range process): regions, and sites that never fill up. Rates come from a DepartureTable, a
/// node is one small record, and an edge is no more than where it leads.
#pragma once

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "fluxhop/base/clock.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/engine/attempt_deviates.hpp"
#include "fluxhop/engine/departure_table.hpp"
#include "fluxhop/engine/run_summary.hpp"
#include "fluxhop/model/model.hpp"
#include "fluxhop/observe/hop_observer.hpp"
#include "fluxhop/select/event_selector.hpp"

namespace fluxhop {

template <OneDeviateSelector Selector>
class CompiledNetwork {
public:
    static bool accepts(const Model& model) { return DepartureTable::accepts(model); }

    /// Requires accepts(model). The model must outlive it.
    /// @param observer is told of every hop; may be null
    CompiledNetwork(const Model& model, State initial, RandomStream random,
                    HopObserver* observer = nullptr)
        : model_(&model),
          state_(std::move(initial)),
          deviates_(random),
          rates_(model),
          selector_(model.landscape().node_count()),
          observer_(observer) {
        state_.set_signals(model.schedule().at(0.0));
        read_network();
        read_state();
        for (std::size_t i = 0; i < nodes_.size(); ++i) change(NodeId(i), 0);
    }

    /// Runs to the last grid time of the recorder.
    template <class Recorder>
    RunSummary run(Recorder& recorder) {
        while (!advance(recorder, std::uint64_t{1} << 20)) {
        }
        return summary_;
    }

    /// At most so many candidates towards the last grid time. @return whether it has been reached
    template <class Recorder>
    [[gnu::flatten]] bool advance(Recorder& recorder, std::uint64_t candidates) {
        if (recorder.complete()) return true;
        for (; candidates > 0; --candidates) {
            const double total = selector_.total();
            if (total == 0.0) return freeze(recorder);
            const double wait = left_over_ > 0.0 ? std::exchange(left_over_, 0.0) : next_wait(total);
            const double time = clock_.after(wait);
            if (time > recorder.next_time()) {
                write_state();
                recorder.record_until(time, state_);
                if (recorder.complete()) {
                    left_over_ = wait;
                    return true;
                }
            }
            clock_.advance(wait);
            const Drawn drawn = selector_.find(total, deviates_.choice());
            consider(NodeId(drawn.channel), drawn.rest);
        }
        return false;
    }

    template <class Archive>
    void persist(Archive& archive) {
        write_state();
        archive(state_, deviates_, selector_, clock_, summary_, left_over_);
        read_state();
    }

    const RunSummary& summary() const { return summary_; }

private:
    struct alignas(32) Node {
        DepartureTable::Place place;
        std::uint32_t first_way = 0, ways = 0;
    };
    struct Way {
        NodeId to;
        double displacement;  ///< along the Lorentz force, in hop lengths
    };

    template <class Recorder>
    bool freeze(Recorder& recorder) {
        write_state();
        recorder.record_until(std::numeric_limits<double>::infinity(), state_);
        summary_.frozen = true;
        return true;
    }

    double next_wait(double total) {
        deviates_.next();
        return deviates_.wait() / total;
    }

    /// A hop if the target is not above the rate. A candidate that is no hop goes the same way, with no
    /// vortex: a processor cannot know which it will be, and would wait for what it took for granted.
    /// @param target a height up to the selector's bound
    void consider(NodeId from, double target) {
        Node& node = nodes_[from.index()];
        const DepartureTable::Row row = rates_.row(from, node.place);
        const unsigned hops = !thins<Selector> || target <= row.departure_rate() ? 1 : 0;
        const std::size_t chosen = row.choose(node.ways, target);
        const std::size_t edge = node.first_way + chosen;
        summary_.hops += hops;
        summary_.thinned += 1 - hops;
        summary_.flux_flow_hops += row.is_flux_flow(chosen) ? hops : 0;
        if (observer_ && hops > 0) {
            observer_->on_hop(model_->landscape().edge(EdgeId(edge)), clock_.now());
        }
        const Way way = ways_[edge];
        odometer_ += hops * way.displacement;
        const std::int64_t moved = rates_.scaled(hops > 0);
        change(from, -moved);
        change(way.to, +moved);
    }

    /// @param vortices that come (or go), on the scale of the table
    void change(NodeId id, std::int64_t vortices) {
        Node& node = nodes_[id.index()];
        node.place.scaled += vortices;
        selector_.update(id.index(), rates_.row(id, node.place).departure_rate());
    }

    void read_network() {
        const Landscape& landscape = model_->landscape();
        for (std::size_t e = 0; e < landscape.edge_count(); ++e) {
            const HopEdge edge = landscape.edge(EdgeId(e));
            ways_.push_back({edge.to, edge.displacement});
        }
        for (std::size_t i = 0; i < landscape.node_count(); ++i) {
            const auto [first, last] = landscape.departure_range(NodeId(i));
            nodes_.push_back({{}, static_cast<std::uint32_t>(first),
                              static_cast<std::uint32_t>(last - first)});
        }
    }

    void read_state() {
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            nodes_[i].place = rates_.place(NodeId(i), state_(NodeId(i)));
        }
        odometer_ = state_.odometer();
    }

    void write_state() {
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            state_.set(NodeId(i), rates_.occupation(nodes_[i].place));
        }
        state_.set_odometer(odometer_);
    }

    const Model* model_;
    State state_;  ///< brought up to date when it is recorded
    AttemptDeviates deviates_;
    DepartureTable rates_;
    Selector selector_;
    std::vector<Node> nodes_;
    std::vector<Way> ways_;  ///< by edge
    HopObserver* observer_;
    Clock clock_;
    double odometer_ = 0.0;
    RunSummary summary_;
    double left_over_ = 0.0;  ///< a wait that leads beyond the last grid time; a longer grid takes it up
};

}  // namespace fluxhop
