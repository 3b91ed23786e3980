#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/io/config_sample.hpp"
#include "fluxhop/io/site_file.hpp"
#include "fluxhop/model/site_placement.hpp"

namespace fluxhop {
namespace {

namespace dim = dimension;

constexpr std::int64_t most_sites = 1'000'000'000;

EdgeKind read_edges(TomlReader& in, const char* name) {
    const auto kind = in.choice({"sites", name}, {"periodic", "closed", "open"}, "periodic");
    return static_cast<EdgeKind>(kind.value_or(0));
}

Lattice read_lattice(TomlReader& in, LatticeKind kind) {
    Lattice lattice{.kind = kind};
    lattice.columns = static_cast<std::size_t>(in.integer({"sites", "columns"}, 2, most_sites));
    lattice.edges_x = read_edges(in, "edges_x");
    if (kind != LatticeKind::chain) {
        lattice.rows = static_cast<std::size_t>(in.integer({"sites", "rows"}, 2, most_sites));
        lattice.edges_y = read_edges(in, "edges_y");
    }
    if (!in.sound({"sites"})) return lattice;
    // With two sites around a ring both neighbours would be the same one.
    if (lattice.edges_x == EdgeKind::periodic && lattice.columns < 3) {
        in.error({"sites", "columns"}, "a periodic axis needs at least 3 sites");
    }
    const bool has_rows = kind != LatticeKind::chain;
    if (has_rows && lattice.edges_y == EdgeKind::periodic && lattice.rows < 3) {
        in.error({"sites", "rows"}, "a periodic axis needs at least 3 sites");
    }
    if (kind == LatticeKind::triangular && lattice.edges_y == EdgeKind::periodic &&
        lattice.rows % 2 == 1) {
        in.error({"sites", "rows"}, "a triangular lattice periodic along y needs an even number");
    }
    const double sites = static_cast<double>(lattice.columns) * static_cast<double>(lattice.rows);
    if (sites > 1e12) in.error({"sites", "columns"}, fmt::format("{:.3g} sites; at most 1e12", sites));
    return lattice;
}

PlacedSites read_box(TomlReader& in) {
    PlacedSites placed;
    Box& box = placed.box;
    box.width = in.quantity({"sites", "width"}, dim::length, Range::positive());
    box.height = in.quantity({"sites", "length"}, dim::length, Range::positive());
    placed.reach = in.quantity({"sites", "reach"}, dim::length, Range::positive());
    const EdgeKind x = read_edges(in, "edges_x"), y = read_edges(in, "edges_y");
    box.periodic_x = x == EdgeKind::periodic;
    box.periodic_y = y == EdgeKind::periodic;
    placed.open_x = x == EdgeKind::open;
    placed.open_y = y == EdgeKind::open;
    return placed;
}

void read_random_keys(TomlReader& in, SiteKeys& keys) {
    keys.at_random = true;
    keys.count = static_cast<std::size_t>(in.integer({"sites", "count"}, 2, 100'000'000));
    keys.minimum_distance = in.quantity({"sites", "minimum_distance"}, dim::length,
                                        {0.0, Range::any().high}, "0 m");
}

/// Whether a path stays in a folder once links are followed.
bool stays_in(const std::filesystem::path& folder, const std::filesystem::path& path) {
    const auto home = std::filesystem::weakly_canonical(folder.empty() ? "." : folder);
    const auto [end, rest] = std::mismatch(home.begin(), home.end(),
                                           std::filesystem::weakly_canonical(path).begin());
    return end == home.end();
}

/// A configuration may come from somebody else. It reads what lies beside it; the user of the command
/// line reads what he names.
std::string site_path(const TomlReader& in, const Key& key, const std::string& folder,
                      const std::string& name) {
    require(name.find('\0') == std::string::npos, "a path cannot contain a NUL character");
    const auto path = std::filesystem::path(folder) / name;
    require(in.is_set_by_user(key) || stays_in(folder, path),
            fmt::format("{} lies outside the folder of the configuration, which is all that it may read; "
                        "to read it, say --set sites.file=PATH",
                        path.string()));
    return path.string();
}

void read_file_sites(TomlReader& in, const std::string& folder, double temperature,
                     PlacedSites& placed, SiteKeys& keys) {
    const Key key{"sites", "file"};
    const std::string name = in.text(key, "");
    if (!in.sound({key.path()})) return;
    if (name.empty()) return in.error(key, "missing; give the path of a CSV file of sites");
    if (!in.sound({"system.temperature"})) return;
    try {
        SiteTable table = read_site_file(site_path(in, key, folder, name), temperature);
        keys.file = InputFile{table.source, table.sha256};
        keys.energies = std::move(table.energies);
        placed.points = std::move(table.points);
    } catch (const UsageError& error) {
        in.error(key, error.what());
    } catch (const std::filesystem::filesystem_error& error) {
        in.error(key, error.what());
    }
}

/// Beyond, disks cannot lie anywhere (hexagonal packing), however long one tries.
void refuse_packing(TomlReader& in, const PlacedSites& placed, const SiteKeys& keys) {
    const double apart = keys.minimum_distance;
    const double room = (placed.box.width + apart) * (placed.box.height + apart);
    const double disks = static_cast<double>(keys.count) * constants::pi * apart * apart / 4.0;
    if (disks <= 0.91 * room) return;
    in.error({"sites", "minimum_distance"},
             fmt::format("{} sites this far apart do not fit into {:g} m x {:g} m", keys.count,
                         placed.box.width, placed.box.height));
}

}  // namespace

SiteKeys read_sites(TomlReader& in, FilmParameters& film, const std::string& folder) {
    SiteKeys keys;
    const auto arrangement = in.choice({"sites", "arrangement"},
                                       {"chain", "square", "triangular", "random", "file"});
    film.hop_length = in.quantity({"sites", "hop_length"}, dim::length, Range::positive());
    film.thickness = in.quantity({"sites", "thickness"}, dim::length, Range::positive());
    if (!arrangement) {
        in.pass_over("sites", {"columns", "rows", "edges_x", "edges_y", "width", "length", "reach",
                               "count", "minimum_distance", "file"});
        return keys;
    }
    if (*arrangement < 3) {
        film.sites = read_lattice(in, static_cast<LatticeKind>(*arrangement));
        return keys;
    }
    PlacedSites placed = read_box(in);
    if (*arrangement == 3) read_random_keys(in, keys);
    if (*arrangement == 4) read_file_sites(in, folder, film.temperature, placed, keys);
    film.sites = std::move(placed);
    return keys;
}

void check_sites(TomlReader& in, const SampleRecipe& recipe, const SampleLimits& limits) {
    const auto* placed = std::get_if<PlacedSites>(&recipe.film->sites);
    if (!placed) return;
    if (recipe.sites.minimum_distance > 0.0) refuse_packing(in, *placed, recipe.sites);
    if (!in.sound({"sites"})) return;
    const double sites = static_cast<double>(site_count(recipe));
    const double bonds = 0.5 * sites * sites * constants::pi * placed->reach * placed->reach / placed->box.area();
    const double bytes = std::min(bonds, 0.5 * sites * sites) * (sizeof(Bond) + 4 * sizeof(HopEdge));
    if (bytes > limits.bytes) {
        in.error({"sites", "reach"},
                 fmt::format("about {:.3g} hops between sites need {:.3g} GB of memory; this machine has "
                             "{:.3g} GB", 2.0 * bonds, bytes / 1e9, limits.bytes / 1e9));
    }
}

void place_sites(TomlReader& in, const SampleRecipe& recipe, const SampleLimits& limits) {
    auto* placed = std::get_if<PlacedSites>(&recipe.film->sites);
    if (!placed) return;
    const SiteKeys& keys = recipe.sites;
    const double apart = keys.minimum_distance;
    try {
        if (keys.at_random) {
            RandomStream stream = recipe.streams.stream(SampleStreams::Part::positions);
            placed->points = apart > 0.0 ? place_apart(keys.count, placed->box, apart, stream)
                                         : place_poisson(keys.count, placed->box, stream);
        }
    } catch (const UsageError& error) {
        return in.error({"sites", "minimum_distance"}, error.what());
    }
    try {
        placed->bonds = neighbours_within(placed->points, placed->box, placed->reach, limits.steps);
    } catch (const UsageError& error) {
        in.error({"sites", "reach"}, error.what());
    }
}

}  // namespace fluxhop
