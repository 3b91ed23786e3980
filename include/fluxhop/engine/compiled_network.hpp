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
        read_network();
        read_state();
        for (std::size_t i = 0; i < nodes_.size(); ++i) refresh_rate(NodeId(i));
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
            const double wait =
                left_over_ > 0.0 ? std::exchange(left_over_, 0.0) : exponential(random_) / total;
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
            const Drawn drawn = selector_.draw(total, random_);
            hop_from(NodeId(drawn.channel), drawn.rest);
        }
        return false;
    }

    template <class Archive>
    void persist(Archive& archive) {
        write_state();
        archive(state_, random_, selector_, clock_, summary_, left_over_);
        read_state();
    }

    const RunSummary& summary() const { return summary_; }
private:
    struct Node {
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

    /// @param target a height up to the selector's bound; a hop if it is not above the rate
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
    double left_over_ = 0.0;  ///< a wait that leads beyond the last grid time; a longer grid takes it up
};

}  // namespace fluxhop
