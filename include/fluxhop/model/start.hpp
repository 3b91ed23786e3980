/// Where every realization of an experiment starts.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "fluxhop/model/occupations.hpp"
#include "fluxhop/model/state.hpp"

namespace fluxhop {

/// A State that nobody changes and copies share; in a large film, where a double a site would be most of
/// the memory, its occupations alone. Those of nodes behind the last site are zero.
class Start {
public:
    Start(State state) : state_(std::make_shared<const State>(std::move(state))) {}  // NOLINT: it is one
    /// @param nodes the sites and what lies behind them
    Start(SiteOccupations sites, std::size_t nodes, const Signals& signals)
        : sites_(std::make_shared<const SiteOccupations>(std::move(sites))), nodes_(nodes), signals_(signals) {}

    std::size_t node_count() const { return state_ ? state_->node_count() : nodes_; }
    std::int64_t operator[](NodeId node) const {
        if (state_) return (*state_)[node];
        return node.index() < sites_->size() ? (*sites_)[node.index()] : 0;
    }
    /// A variable as the model's formulas read it.
    double operator()(NodeId variable) const {
        if (state_) return (*state_)(variable);
        if (variable == Variables::current(nodes_)) return signals_.current;
        if (variable == Variables::field(nodes_)) return signals_.field;
        return static_cast<double>((*this)[variable]);
    }

    operator State() const {  // NOLINT: it is one
        if (state_) return *state_;
        State state(nodes_);
        for (std::size_t i = 0; i < sites_->size(); ++i) {
            if (const auto held = (*sites_)[i]) state.set(NodeId(i), static_cast<double>(held));
        }
        state.set_signals(signals_);
        return state;
    }

    /// Of memory.
    double bytes() const {
        return state_ ? static_cast<double>(8 * state_->node_count()) : static_cast<double>(sites_->bytes().size());
    }

private:
    std::shared_ptr<const State> state_;
    std::shared_ptr<const SiteOccupations> sites_;
    std::size_t nodes_ = 0;
    Signals signals_;
};

}  // namespace fluxhop
