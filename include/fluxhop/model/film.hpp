/// Individual vortices on the pinning sites of a chain or a film, driven by a transport current.
///
/// A vortex on site i goes to a neighbour at the rate (PHYSICS 1.1, 6.7)
///     nu0 exp[-(U_i(J) + s_ij)/kT] along the force,   forward rate x exp(-W/kT) against it,
/// W being the work of the current plus what the sites differ in depth. U_i is the law of the barrier
/// plus the excess of site i. nu0 is per direction. A site holds `capacity` vortices; an attempt aims
/// at one of its places and fails when that one is taken.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "fluxhop/base/shared_numbers.hpp"
#include "fluxhop/model/box.hpp"
#include "fluxhop/model/model.hpp"
#include "fluxhop/model/neighbours.hpp"
#include "fluxhop/model/occupations.hpp"
#include "fluxhop/model/start.hpp"

namespace fluxhop {

/// Sites anywhere in a box, and which of them are a hop apart.
struct PlacedSites {
    Box box;
    std::vector<Point> points;
    std::vector<Bond> bonds;
    bool open_x = false, open_y = false;  ///< a reservoir on either side instead of a closed edge
    double reach = 0.0;                   ///< m: sites as near to an open edge hop across it
};

/// All in SI units; energies in kT.
struct FilmParameters {
    double temperature = 0.0;               ///< K
    std::variant<Lattice, PlacedSites> sites;
    double hop_length = 0.0;                ///< m, a: the spacing of a lattice
    double thickness = 0.0;                 ///< m, l: length of a vortex along the field
    double critical_current_density = 0.0;  ///< A/m^2, Jc0
    double work_at_jc0 = 0.0;               ///< of a hop by a along the force at J = Jc0
    double attempt_frequency = 0.0;         ///< 1/s per direction, nu0
    BarrierLaw barrier;                     ///< of x = |J|/Jc0 times the displacement along the force/a
    SharedNumbers depths;                   ///< excess of each site's barrier; may be empty
    SharedNumbers saddles;                  ///< extra height of each bond, s_ij; may be empty
    double capacity = 1.0;                  ///< vortices a site can hold; Landscape::unlimited
    SiteOccupations vortices;                   ///< at the start, by site
    Signal current;                         ///< imposed, J/Jc0
    Signal applied_field;                   ///< behind open edges, in vortices per site
    double feedback = 0.0;                  ///< change of J/Jc0 per hop length: the wall of a ring
};

/// The rectangle the sites lie in; x along the Lorentz force.
Box extent(const FilmParameters& film);
std::size_t site_count(const FilmParameters& film);
/// Vortices at the start.
double vortex_count(const FilmParameters& film);
/// Bonds, each once, in the order `saddles` has; 0 bonds lead outside.
std::size_t bond_count(const FilmParameters& film);
/// Positions in m, by site.
std::vector<Point> positions(const FilmParameters& film);

/// W at Jc0 in kT of a vortex of length `thickness` hopping by a: Jc0 Phi0 l a/kT (PHYSICS 0).
double work_of_hop(const FilmParameters& film);

/// Reservoirs behind open edges: left and right if x is open, then below and above if y is.
std::size_t reservoir_count(const FilmParameters& film);

/// The nodes are the sites, then the reservoirs. The depths and saddles are shared.
Model make_film(const FilmParameters& film);
State initial_state(const FilmParameters& film);
/// The same, as small as it can be kept.
Start start_of(const FilmParameters& film);

}  // namespace fluxhop
