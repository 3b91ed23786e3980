#include <fmt/format.h>

#include <filesystem>

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
    if (in.failed()) return lattice;
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
    // Edges are numbered with 32 bits.
    const double edges = static_cast<double>(lattice.columns) * static_cast<double>(lattice.rows) *
                         static_cast<double>(lattice.directions());
    if (edges > 4e9) {
        in.error({"sites", "columns"}, fmt::format("{:.3g} hops between sites; at most 4e9", edges));
    }
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

/// Bonds between all sites that are not farther apart than `reach`.
PlacedSites connected(TomlReader& in, PlacedSites placed) {
    if (in.failed()) return placed;
    try {
        placed.bonds = neighbours_within(placed.points, placed.box, placed.reach);
    } catch (const UsageError& error) {
        in.error({"sites", "reach"}, error.what());
    }
    return placed;
}

PlacedSites read_random_sites(TomlReader& in, RandomStream stream) {
    PlacedSites placed = read_box(in);
    const auto count =
        static_cast<std::size_t>(in.integer({"sites", "count"}, 2, 100'000'000));
    const double apart = in.quantity({"sites", "minimum_distance"}, dim::length,
                                     {0.0, Range::any().high}, "0 m");
    if (!in.failed()) {
        try {
            placed.points = apart > 0.0 ? place_apart(count, placed.box, apart, stream)
                                        : place_poisson(count, placed.box, stream);
        } catch (const UsageError& error) {
            in.error({"sites", "minimum_distance"}, error.what());
        }
    }
    return connected(in, std::move(placed));
}

PlacedSites read_file_sites(TomlReader& in, const std::string& folder, double temperature,
                            std::vector<double>& energies) {
    PlacedSites placed = read_box(in);
    const std::string name = in.text({"sites", "file"}, "");
    SiteTable table;
    if (name.empty()) {
        in.error({"sites", "file"}, "missing; give the path of a CSV file of sites");
    } else {
        const auto path = std::filesystem::path(folder) / name;
        try {
            table = read_site_file(path.string(), temperature);
        } catch (const UsageError& error) {
            in.error({"sites", "file"}, error.what());
        }
    }
    energies = table.energies;
    placed.points = std::move(table.points);
    return connected(in, std::move(placed));
}

}  // namespace

void read_sites(TomlReader& in, FilmParameters& film, const std::string& folder,
                const SampleStreams& streams, std::vector<double>& energies) {
    const auto arrangement = in.choice({"sites", "arrangement"},
                                       {"chain", "square", "triangular", "random", "file"});
    film.hop_length = in.quantity({"sites", "hop_length"}, dim::length, Range::positive());
    film.thickness = in.quantity({"sites", "thickness"}, dim::length, Range::positive());
    if (!arrangement) in.stop_if_failed();
    if (*arrangement < 3) film.sites = read_lattice(in, static_cast<LatticeKind>(*arrangement));
    if (*arrangement == 3) {
        film.sites = read_random_sites(in, streams.stream(SampleStreams::Part::positions));
    }
    if (*arrangement == 4) film.sites = read_file_sites(in, folder, film.temperature, energies);
}

}  // namespace fluxhop
