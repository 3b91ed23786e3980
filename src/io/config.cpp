#include "fluxhop/io/config.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <sstream>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/io/toml_reader.hpp"

namespace fluxhop {
namespace {

namespace dim = dimension;

/// A barrier this far from Jc0 Phi0 d a/2 is worth a word.
constexpr double consistency_tolerance = 0.02;

void derive_barrier(TomlReader& in, RingParameters& ring) {
    ring.barrier.height = derive(ring).consistent_barrier;
    in.note_derived({"barrier", "U0"}, fmt::format("{:.10g} kT", ring.barrier.height));
}

void note_inconsistent_barrier(const RingParameters& ring, std::vector<std::string>& notes) {
    const double consistent = derive(ring).consistent_barrier;
    const double ratio = ring.barrier.height / consistent;
    if (std::abs(ratio - 1.0) < consistency_tolerance) return;
    notes.push_back(fmt::format(
        "barrier.U0 = {:.4g} kT, while a hop of length a of a vortex of length d has Jc0 Phi0 d a/2 "
        "= {:.4g} kT. Both are kept: U0 sets the barrier, and the ring's own energy sets the work "
        "of a hop, so that detailed balance is exact. Leave U0 out to derive it.",
        ring.barrier.height, consistent));
}

void read_barrier(TomlReader& in, RingParameters& ring, double thermal_energy) {
    ring.barrier.mu = in.number({"barrier", "mu"}, {-10.0, 10.0}, -1.0);
    const auto height = in.optional_quantity({"barrier", "U0"}, dim::energy, Range::positive());
    ring.barrier.height = height.value_or(0.0) / thermal_energy;
    ring.critical_current_density =
        in.quantity({"barrier", "Jc0"}, dim::current_density, Range::positive());
}

RingParameters read_ring(TomlReader& in, std::vector<std::string>& notes) {
    RingParameters ring;
    ring.temperature = in.quantity({"system", "temperature"}, dim::temperature, Range::positive());
    in.units().set_temperature(ring.temperature);
    read_barrier(in, ring, constants::boltzmann * ring.temperature);

    ring.mean_radius = in.quantity({"ring", "mean_radius"}, dim::length, Range::positive());
    ring.wall_width = in.quantity({"ring", "wall_width"}, dim::length, Range::positive());
    ring.wall_thickness = in.quantity({"ring", "wall_thickness"}, dim::length, Range::positive());
    const auto inductance =
        in.optional_quantity({"ring", "inductance"}, dim::inductance, Range::positive());
    ring.hop_length = in.quantity({"ring", "hop_length"}, dim::length, Range::positive());
    ring.hop_sites =
        static_cast<double>(in.integer({"ring", "hop_sites"}, 1, 1'000'000'000'000, 1));
    ring.attempt_frequency =
        in.quantity({"ring", "attempt_frequency"}, dim::frequency, Range::positive());
    ring.applied_flux = in.quantity({"ring", "applied_flux"}, dim::flux, Range::any(), "0 Wb");
    ring.initial_current_density = in.quantity({"ring", "initial_current_density"},
                                               dim::current_density, Range::any());
    if (in.failed()) return ring;

    if (ring.wall_width >= 2.0 * ring.mean_radius) {
        in.error({"ring", "wall_width"}, "must be less than twice the mean radius");
    }
    if (ring.hop_length > ring.wall_width) {
        in.error({"ring", "hop_length"}, "must not exceed the wall width");
    }
    if (std::abs(ring.initial_current_density) > ring.critical_current_density) {
        in.error({"ring", "initial_current_density"},
                 fmt::format("exceeds Jc0 = {:g} A/m^2: that is flux flow, not creep",
                             ring.critical_current_density));
    }
    ring.inductance = inductance.value_or(
        thin_ring_inductance(ring.mean_radius, ring.wall_width, ring.wall_thickness));
    if (!inductance && !(ring.inductance > 0.0)) {
        in.error({"ring", "mean_radius"},
                 "the thin-ring formula gives no positive inductance; give ring.inductance");
    }
    if (in.failed()) return ring;
    if (!inductance) {
        in.note_derived({"ring", "inductance"}, fmt::format("{:.10g} H", ring.inductance));
    }
    if (ring.barrier.height == 0.0) {
        derive_barrier(in, ring);
    } else {
        note_inconsistent_barrier(ring, notes);
    }
    if (std::abs(derive(ring).initial_units) > (std::int64_t{1} << 52)) {
        in.error({"ring", "initial_current_density"}, "the ring would hold more than 2^52 flux units");
    }
    return ring;
}

LadderParameters read_ladder(TomlReader& in, double end_time) {
    LadderParameters ladder;
    ladder.barrier_step = in.number({"ladder", "barrier_step"}, {1e-9, 100.0});
    ladder.attempt_frequency =
        in.quantity({"ladder", "attempt_frequency"}, dim::frequency, Range::positive(), "1 /s");
    ladder.rungs = in.integer({"ladder", "rungs"}, 1, std::int64_t{1} << 52);
    if (in.failed()) return ladder;
    // On the last rung a hop must still be rarer than e^-40 within the run.
    const double needed =
        (std::max(0.0, std::log(ladder.attempt_frequency * end_time)) + 40.0) / ladder.barrier_step;
    if (static_cast<double>(ladder.rungs) < needed) {
        in.error({"ladder", "rungs"},
                 fmt::format("{} rungs end before the run does; this g, nu and last time need at "
                             "least {:.0f}",
                             ladder.rungs, std::ceil(needed)));
    }
    return ladder;
}

GridConfig read_time(TomlReader& in) {
    GridConfig grid;
    const auto spacing =
        in.choice({"time", "spacing"}, {"logarithmic", "linear"}, "logarithmic");
    grid.spacing = static_cast<GridConfig::Spacing>(spacing.value_or(0));
    grid.first = in.quantity({"time", "first"}, dim::time, Range::positive());
    grid.last = in.quantity({"time", "last"}, dim::time, Range::positive());
    if (grid.spacing == GridConfig::Spacing::logarithmic) {
        grid.per_decade = in.integer({"time", "per_decade"}, 1, 10'000, 10);
    } else {
        grid.count = in.integer({"time", "count"}, 2, 10'000'000);
    }
    if (!in.failed() && grid.last <= grid.first) {
        in.error({"time", "last"}, "must be later than time.first");
    }
    return grid;
}

void read_ensemble(TomlReader& in, Config& config) {
    config.realizations = in.integer({"ensemble", "realizations"}, 1, 1'000'000'000, 1000);
    config.seed_was_given = in.has({"ensemble", "seed"});
    const auto fresh = config.seed_was_given ? 0 : static_cast<std::int64_t>(fresh_seed());
    config.seed = static_cast<std::uint64_t>(in.integer(
        {"ensemble", "seed"}, 0, std::numeric_limits<std::int64_t>::max(), fresh));
    config.keep_realizations = in.flag({"output", "realizations"}, true);
    const auto selector = in.choice({"engine", "selector"}, {"auto", "linear", "sum_tree"}, "auto");
    config.selector = static_cast<SelectorKind>(selector.value_or(0));
}

ComparisonOptions read_comparison(TomlReader& in) {
    const Range probability{1e-12, 0.5};
    return {.false_alarm = in.number({"compare", "false_alarm"}, probability, 1e-3),
            .power = in.number({"compare", "power"}, {0.5, 0.999999}, 0.9)};
}

}  // namespace

Config parse_config(const std::string& source, std::string_view text,
                    const std::vector<std::string>& overrides) {
    TomlReader in(source, text);
    for (const std::string& assignment : overrides) in.override_with(assignment);
    Config config;
    config.title = in.text({"system", "title"}, "");
    const auto kind = in.choice({"system", "kind"}, {"ring", "ladder"});
    if (!kind) in.stop_if_failed();  // without it no other key can be judged
    config.time = read_time(in);
    if (*kind == 0) config.system = read_ring(in, config.notes);
    if (*kind == 1) config.system = read_ladder(in, config.time.last);
    read_ensemble(in, config);
    config.comparison = read_comparison(in);
    in.finish();
    config.effective = in.effective();
    return config;
}

Config load_config(const std::string& path, const std::vector<std::string>& overrides) {
    std::ifstream file(path, std::ios::binary);
    require(file.good(), fmt::format("{}: {}", path, std::strerror(errno)));
    std::ostringstream text;
    text << file.rdbuf();
    require(file.good() && !text.fail(), fmt::format("{}: cannot be read as a file", path));
    return parse_config(path, text.str(), overrides);
}

}  // namespace fluxhop
