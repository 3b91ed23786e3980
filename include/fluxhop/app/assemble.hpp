/// From a configuration to what runs. The only place that knows both.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fluxhop/io/config.hpp"
#include "fluxhop/model/box.hpp"
#include "fluxhop/model/model.hpp"
#include "fluxhop/model/start.hpp"
#include "fluxhop/observe/observable.hpp"
#include "fluxhop/observe/probe.hpp"
#include "fluxhop/observe/time_grid.hpp"
#include "fluxhop/observe/vortex_tracker.hpp"

namespace fluxhop {

/// Where single vortices can be, for pictures.
struct SiteMap {
    Box box;
    std::vector<Point> sites;
    double thickness = 0.0;  ///< m
};

/// Something imposed from outside, at the grid times.
struct Imposed {
    std::string name;       ///< as a variable in the result file
    std::string long_name;  ///< for people and axes
    std::string units;      ///< UDUNITS text
    std::vector<double> values;
};

/// A model with its starting state and what to record of it.
struct System {
    Model model;
    Start initial;
    TimeGrid grid;
    std::vector<Probe> recorded;      ///< the numbers that are recorded
    std::vector<std::string> labels;  ///< their names, one each; empty for one that needs none
    std::vector<std::size_t> judged;  ///< recorded numbers that a comparison tests
    std::vector<Observable> observables;
    std::vector<Axis> axes;           ///< those that observables name
    std::vector<Imposed> imposed = {};
    std::optional<std::size_t> decaying = {};  ///< the observable whose decay is analysed
    /// Whether the mean field leaves out more than a finite size does: vortices that block each other.
    bool mean_field_is_closure = false;
    std::optional<TrackingOptions> tracking = {};
    std::optional<SiteMap> map = {};
    std::vector<std::pair<std::string, std::string>> derived = {};  ///< label, value: for people
};

/// The observable of that name, or nothing.
const Observable* find_observable(const System& system, std::string_view name);

/// What a recorded number counts: "vortices", or "hop lengths" of displacement.
const char* unit_of(const System& system, std::size_t number);

/// @param grid recorded at these times instead of the configuration's
System assemble(const Config& config, const std::optional<TimeGrid>& grid = {});

}  // namespace fluxhop
