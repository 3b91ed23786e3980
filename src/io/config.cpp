#include "fluxhop/io/config.hpp"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <limits>

#include "fluxhop/base/random.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/io/config_sample.hpp"
#include "fluxhop/io/config_systems.hpp"
#include "fluxhop/io/text_file.hpp"
#include "fluxhop/io/toml_guard.hpp"
#include "fluxhop/io/toml_reader.hpp"

namespace fluxhop {
namespace {

namespace dim = dimension;

GridConfig read_time(TomlReader& in) {
    GridConfig grid;
    const auto spacing =
        in.choice({"time", "spacing"}, {"logarithmic", "linear"}, "logarithmic");
    grid.spacing = static_cast<GridConfig::Spacing>(spacing.value_or(0));
    const auto unit = in.choice({"time", "unit"}, {"second", "waiting_time"}, "second");
    grid.in_waiting_times = unit == 1;
    grid.place = in.place({"time", grid.in_waiting_times ? "unit" : "last"});
    if (!unit) {
        in.pass_over("time", {"first", "last"});
    } else if (grid.in_waiting_times) {
        grid.first = in.number({"time", "first"}, Range::positive());
        grid.last = in.number({"time", "last"}, Range::positive());
    } else {
        grid.first = in.quantity({"time", "first"}, dim::time, Range::positive());
        grid.last = in.quantity({"time", "last"}, dim::time, Range::positive());
    }
    if (!spacing) {
        in.pass_over("time", {"per_decade", "count"});
    } else if (grid.spacing == GridConfig::Spacing::logarithmic) {
        grid.per_decade = in.integer({"time", "per_decade"}, 1, 10'000, 10);
    } else {
        grid.count = in.integer({"time", "count"}, 2, 10'000'000);
    }
    if (in.sound({"time"}) && grid.last <= grid.first) {
        in.error({"time", "last"}, "must be later than time.first");
    } else if (in.sound({"time"}) && !std::isfinite(grid.last / grid.first)) {
        in.error({"time", "last"}, "more than 300 decades after time.first");
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
}

void read_engine(TomlReader& in, Config& config) {
    const auto selector = in.choice(
        {"engine", "selector"},
        {"auto", "linear", "sum_tree", "composition_rejection", "bounded_rejection"}, "auto");
    config.selector = static_cast<SelectorKind>(selector.value_or(0));
    const auto method = in.choice({"engine", "method"}, {"exact", "tau-leaping"}, "exact");
    config.method = static_cast<Method>(method.value_or(0));
    if (!method) in.pass_over("engine", {"leap_epsilon"});
    if (config.method == Method::tau_leaping) {
        config.leaps.epsilon =
            in.number({"engine", "leap_epsilon"}, {1e-6, 0.5}, config.leaps.epsilon);
    }
}

std::string folder_of(const std::string& source) {
    return std::filesystem::path(source).parent_path().string();
}

/// Leaps are for networks whose vortices neither block one another nor are told apart.
void require_leapable(TomlReader& in, const Config& config) {
    if (config.method == Method::exact) return;
    const Key key{"engine", "method"};
    if (const auto* slab = std::get_if<SlabParameters>(&config.system)) {
        if (!slab->applied_field.is_constant()) {
            in.error(key, "tau-leaping needs a constant applied field");
        }
    }
    if (std::holds_alternative<FilmConfig>(config.system)) {
        in.error(key, "tau-leaping is not for vortices on sites, a few on each; take \"exact\"");
    }
}

ComparisonOptions read_comparison(TomlReader& in) {
    const Range probability{1e-12, 0.5};
    return {.false_alarm = in.number({"compare", "false_alarm"}, probability, 1e-3),
            .power = in.number({"compare", "power"}, {0.5, 0.999999}, 0.9),
            .margin = in.number({"compare", "margin"}, {0.0, 0.5}, 0.02)};
}

SampleRecipe read_film(TomlReader& in, const std::string& folder, const SampleLimits& limits,
                       Config& config) {
    UndrawnFilm film = read_film(in, folder, config.seed, limits, config.notes);
    config.system = std::move(film.config);
    return std::move(film.recipe);
}

/// @return what the sample of a film is to be made of
std::optional<SampleRecipe> read_system(TomlReader& in, std::optional<std::size_t> kind,
                                        const std::string& folder, const SampleLimits& limits,
                                        Config& config) {
    if (!kind) {
        in.pass_over("system", {"temperature"});
        in.pass_over_other_sections();
        return std::nullopt;
    }
    switch (*kind) {
        case 0: config.system = read_ring(in, config.notes); break;
        case 1: config.system = read_ladder(in, config.time.last); break;
        case 2: config.system = read_regions(in, config.notes, config.warnings); break;
        case 3: config.system = read_cylinder(in, config.notes); break;
        case 4: config.system = read_chain(in); break;
        case 5: return read_film(in, folder, limits, config);
        default: config.system = read_slab(in, config.notes);
    }
    return std::nullopt;
}

}  // namespace

struct UndrawnConfig::Sample {
    std::unique_ptr<TomlReader> in;  ///< knows where keys stand
    SampleRecipe recipe;
    SampleLimits limits;
};

Config UndrawnConfig::draw() && {
    if (sample_) {
        make_sample(*sample_->in, sample_->recipe, sample_->limits);
        sample_->in->finish();
    }
    return std::move(config_);
}

UndrawnConfig read_config(const std::string& source, std::string_view text,
                          const Overrides& overrides) {
    auto reader = std::make_unique<TomlReader>(source, text);
    TomlReader& in = *reader;
    for (const std::string& assignment : overrides.command_line) in.override_with(assignment);
    for (const std::string& assignment : overrides.sweep_point) {
        in.override_with(assignment, source + ": [sweep]");
    }
    Config config;
    config.title = in.text({"system", "title"}, "");
    const auto kind = in.choice({"system", "kind"}, {"ring", "ladder", "regions", "cylinder", "chain",
                                                     "sites", "slab"});
    config.time = read_time(in);
    read_ensemble(in, config);
    auto recipe = read_system(in, kind, folder_of(source), overrides.limits, config);
    if (recipe && recipe->sites.file) config.input_files.push_back(*recipe->sites.file);
    read_engine(in, config);
    require_leapable(in, config);
    config.comparison = read_comparison(in);
    config.sweep = read_sweep(in);
    in.finish();
    if (in.is_overridden({"system", "temperature"}) && in.used_thermal_energy()) {
        config.notes.emplace_back(
            "energies given in kT follow the temperature that was set: U/kT stays as it is; give them "
            "in meV or J to keep the energy");
    }
    config.effective = in.effective();
    if (!recipe) return {std::move(config), nullptr};
    return {std::move(config), std::make_shared<UndrawnConfig::Sample>(UndrawnConfig::Sample{
                                   std::move(reader), std::move(*recipe), overrides.limits})};
}

Config parse_config(const std::string& source, std::string_view text, const Overrides& overrides) {
    return read_config(source, text, overrides).draw();
}

std::vector<std::vector<std::string>> sweep_points(const std::vector<SweepAxis>& sweep) {
    std::vector<std::vector<std::string>> points{{}};
    for (const SweepAxis& axis : sweep) {
        std::vector<std::vector<std::string>> longer;
        for (const auto& point : points) {
            for (const std::string& value : axis.values) {
                longer.push_back(point);
                longer.back().push_back(fmt::format("{}={}", axis.path, value));
            }
        }
        points = std::move(longer);
    }
    return points;
}

std::string read_config_text(const std::string& path) {
    return read_text_file(path, longest_configuration);
}

Config load_config(const std::string& path, const Overrides& overrides) {
    return parse_config(path, read_config_text(path), overrides);
}

}  // namespace fluxhop
