/// The compiled form of a network where the rates of leaving a node depend on its own occupation alone
/// (a zero-range process): regions, and sites that never fill up. Rates come from a DepartureTable, a
/// node is one small record, and an edge is no more than where it leads.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "fluxhop/base/random.hpp"
#include "fluxhop/engine/clock.hpp"
#include "fluxhop/engine/departure_table.hpp"
#include "fluxhop/engine/run_summary.hpp"
#include "fluxhop/model/model.hpp"
#include "fluxhop/observe/hop_observer.hpp"
#include "fluxhop/select/event_selector.hpp"

namespace fluxhop {

template <EventSelector Selector>
class CompiledNetwork {
public:
    static bool accepts(const Model& model) { return DepartureTable::accepts(model); }

    /// Requires accepts(model). The model must outlive it.
    /// @param observer is told of every hop; may be null
    CompiledNetwork(const Model& model, State initial, RandomStream random,
                    HopObserver* observer = nullptr)
        : model_(&model),
          state_(std::move(initial)),
          random_(random),
          rates_(model),
          selector_(model.landscape().node_count()),
          observer_(observer) {
        state_.set_signals(model.schedule().at(0.0));
        odometer_ = state_.odometer();
        read_network();
    }

    /// Runs to the last grid time of the recorder.
    template <class Recorder>
    [[gnu::flatten]] RunSummary run(Recorder& recorder) {
        while (step(recorder)) {
        }
        return summary_;
    }

    double total_propensity() const { return selector_.total(); }

private:
    struct Node {
        DepartureTable::Place place;
        std::uint32_t first_way = 0, ways = 0;
    };
    struct Way {
        NodeId to;
        double displacement;  ///< along the Lorentz force, in hop lengths
    };

    /// Executes the next candidate, unless every grid time comes before it. @return whether it did
    template <class Recorder>
    bool step(Recorder& recorder) {
        const double total = selector_.total();
        if (total == 0.0) return freeze(recorder);
        const double wait = exponential(random_) / total;
        const double time = clock_.after(wait);
        if (time > recorder.next_time()) {
            write_state();
            recorder.record_until(time, state_);
            if (recorder.complete()) return false;
        }
        clock_.advance(wait);
        const Drawn drawn = selector_.draw(total, random_);
        hop_from(NodeId(drawn.channel), drawn.rest);
        return true;
    }

    template <class Recorder>
    bool freeze(Recorder& recorder) {
        write_state();
        recorder.record_until(std::numeric_limits<double>::infinity(), state_);
        summary_.frozen = true;
        return false;
    }

    void hop_from(NodeId from, double target) {
        Node& node = nodes_[from.index()];
        const DepartureTable::Row row = rates_.row(from, node.place);
        if (target > row.departure_rate()) {
            ++summary_.thinned;
            return;
        }
        const std::size_t chosen = row.choose(node.ways, target);
        const Way& way = ways_[node.first_way + chosen];
        ++summary_.hops;
        if (row.is_flux_flow(chosen)) ++summary_.flux_flow_hops;
        if (observer_) {
            observer_->on_hop(model_->landscape().edge(EdgeId(node.first_way + chosen)), clock_.now());
        }
        odometer_ += way.displacement;
        node.place.shift(-1, rates_.mask());
        nodes_[way.to.index()].place.shift(+1, rates_.mask());
        refresh_rate(from);
        refresh_rate(way.to);
    }

    void refresh_rate(NodeId node) {
        selector_.update(node.index(), rates_.row(node, nodes_[node.index()].place).departure_rate());
    }

    void read_network() {
        const Landscape& landscape = model_->landscape();
        for (std::size_t e = 0; e < landscape.edge_count(); ++e) {
            const HopEdge edge = landscape.edge(EdgeId(e));
            ways_.push_back({edge.to, edge.displacement});
        }
        for (std::size_t i = 0; i < landscape.node_count(); ++i) {
            const auto [first, last] = landscape.departure_range(NodeId(i));
            nodes_.push_back({rates_.place(NodeId(i), state_(NodeId(i))), static_cast<std::uint32_t>(first),
                              static_cast<std::uint32_t>(last - first)});
            refresh_rate(NodeId(i));
        }
    }

    void write_state() {
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            state_.set(NodeId(i), nodes_[i].place.occupation);
        }
        state_.set_odometer(odometer_);
    }

    const Model* model_;
    State state_;  ///< brought up to date when it is recorded
    RandomStream random_;
    DepartureTable rates_;
    Selector selector_;
    std::vector<Node> nodes_;
    std::vector<Way> ways_;  ///< by edge
    HopObserver* observer_;
    Clock clock_;
    double odometer_ = 0.0;
    RunSummary summary_;
};

}  // namespace fluxhop
