/// From a configuration to what runs. The only place that knows both.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "fluxhop/io/config.hpp"
#include "fluxhop/model/model.hpp"
#include "fluxhop/observe/observable.hpp"
#include "fluxhop/observe/time_grid.hpp"

namespace fluxhop {

/// A model with its starting state and what to record of it.
struct System {
    Model model;
    State initial;
    std::vector<NodeId> recorded;     ///< nodes whose occupations are recorded
    std::vector<std::string> labels;  ///< their names; empty when there is one without a name
    std::vector<std::size_t> judged;  ///< recorded nodes that a comparison tests
    std::vector<Observable> observables;
    std::vector<std::pair<std::string, std::string>> derived;  ///< label, value: for people

    /// The observable whose decay is analysed: that of a single node without a name.
    const Observable* decaying() const { return labels.empty() ? &observables.back() : nullptr; }
};

System assemble(const Config& config);
TimeGrid make_grid(const GridConfig& grid);

}  // namespace fluxhop
