#include "fluxhop/model/film.hpp"

#include <cmath>

#include "fluxhop/base/constants.hpp"

namespace fluxhop {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

/// Hops out and in across the open edges of a box.
void add_open_edges(std::vector<HopEdge>& edges, const FilmParameters& film,
                    const PlacedSites& placed) {
    const double attempts = std::log(film.attempt_frequency), a = film.hop_length;
    const std::size_t sites = placed.points.size();
    const auto connect = [&](std::size_t site, std::size_t reservoir, double x, double y) {
        if (std::abs(x) + std::abs(y) > placed.reach) return;
        const NodeId inside(site), outside(sites + reservoir);
        edges.push_back({inside, outside, attempts, x / a, y / a});
        edges.push_back({outside, inside, attempts, -x / a, -y / a});
    };
    for (std::size_t site = 0; site < sites; ++site) {
        const Point at = placed.points[site];
        if (placed.open_x) {
            connect(site, 0, -at.x, 0.0);
            connect(site, 1, placed.box.width - at.x, 0.0);
        }
        if (placed.open_y) {
            const std::size_t below = placed.open_x ? 2 : 0;
            connect(site, below, 0.0, -at.y);
            connect(site, below + 1, 0.0, placed.box.height - at.y);
        }
    }
}

Landscape make_landscape(const FilmParameters& film, const PlacedSites& placed) {
    const double attempts = std::log(film.attempt_frequency);
    std::vector<HopEdge> edges;
    edges.reserve(2 * placed.bonds.size());
    for (std::size_t i = 0; i < placed.bonds.size(); ++i) {
        const Bond& bond = placed.bonds[i];
        const double x = bond.dx / film.hop_length, y = bond.dy / film.hop_length;
        const double saddle = film.saddles.empty() ? 0.0 : film.saddles[i];
        edges.push_back({bond.from, bond.to, attempts, x, y, saddle});
        edges.push_back({bond.to, bond.from, attempts, -x, -y, saddle});
    }
    add_open_edges(edges, film, placed);
    std::vector<Multiplicity> nodes(placed.points.size(), Multiplicity::occupancy);
    nodes.resize(nodes.size() + reservoir_count(film), Multiplicity::reservoir);
    return {std::move(nodes), std::move(edges), film.capacity};
}

}  // namespace

Box extent(const FilmParameters& film) {
    return std::visit(
        Overloaded{[](const PlacedSites& placed) { return placed.box; },
                   [&](const Lattice& lattice) -> Box {
                       const double a = film.hop_length;
                       return {static_cast<double>(lattice.columns) * a,
                               static_cast<double>(lattice.rows) * lattice.row_height() * a,
                               lattice.edges_x == EdgeKind::periodic,
                               lattice.edges_y == EdgeKind::periodic};
                   }},
        film.sites);
}

std::size_t site_count(const FilmParameters& film) {
    return std::visit(
        Overloaded{[](const PlacedSites& placed) { return placed.points.size(); },
                   [](const Lattice& lattice) { return lattice.sites(); }},
        film.sites);
}

std::size_t bond_count(const FilmParameters& film) {
    return std::visit(
        Overloaded{[](const PlacedSites& placed) { return placed.bonds.size(); },
                   [](const Lattice& lattice) {
                       return lattice.sites() * lattice.directions() / 2;
                   }},
        film.sites);
}

std::vector<Point> positions(const FilmParameters& film) {
    return std::visit(
        Overloaded{[](const PlacedSites& placed) { return placed.points; },
                   [&](const Lattice& lattice) {
                       std::vector<Point> points;
                       for (std::size_t site = 0; site < lattice.sites(); ++site) {
                           const Step at = lattice.position(site);
                           points.push_back({at.x * film.hop_length, at.y * film.hop_length});
                       }
                       return points;
                   }},
        film.sites);
}

double work_of_hop(const FilmParameters& film) {
    return film.critical_current_density * constants::flux_quantum * film.thickness *
           film.hop_length / (constants::boltzmann * film.temperature);
}

std::size_t reservoir_count(const FilmParameters& film) {
    return std::visit(
        Overloaded{[](const PlacedSites& placed) -> std::size_t {
                       return (placed.open_x ? 2 : 0) + (placed.open_y ? 2 : 0);
                   },
                   [](const Lattice& lattice) { return lattice.reservoirs(); }},
        film.sites);
}

Model make_film(const FilmParameters& film) {
    Landscape landscape = std::visit(
        Overloaded{[&](const PlacedSites& placed) { return make_landscape(film, placed); },
                   [&](const Lattice& lattice) {
                       return Landscape(lattice, std::log(film.attempt_frequency), film.capacity,
                                        film.saddles);
                   }},
        film.sites);
    const std::size_t nodes = landscape.node_count();
    return {std::move(landscape),
            {film.barrier},
            TransportCurrent{Variables::current(nodes), Variables::odometer(nodes),
                             film.work_at_jc0, film.feedback},
            film.depths,
            {film.current, film.applied_field}};
}

double vortex_count(const FilmParameters& film) {
    return film.vortices.total();
}

Start start_of(const FilmParameters& film) {
    FLUXHOP_ASSERT(film.vortices.size() == site_count(film));
    const Start start(film.vortices, site_count(film) + reservoir_count(film),
                      {film.current.value(0.0), film.applied_field.value(0.0)});
    // A State costs the same where sites hold many, and need not be made again for each realization.
    return film.vortices.is_single() ? start : Start(State(start));
}

State initial_state(const FilmParameters& film) { return start_of(film); }

}  // namespace fluxhop
