/// Regions that exchange flux (R. Ma, arXiv:1303.2296; PHYSICS 1.6, sections 2 and 3).
///
/// A region of area A holds N vortices, B = N Phi0/A. Vortices hop from region i to j at the rate
///     W_ij = N_i eps_ij exp(-U_i(B_i)/kT),
/// with the field BEFORE the hop. nu0 inside eps is a total rate, the half of it that goes the right
/// way is in eps: eps_ij = L_ij s nu0/(2 A_i) for an interface of length L_ij and hops of length s.
/// A_i eps_ij = A_j eps_ji. A reservoir has a fixed field and counts the vortices it has received.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "fluxhop/model/model.hpp"

namespace fluxhop {

/// All in SI units; energies in kT.
struct Region {
    std::string name;
    double area = 0.0;           ///< m^2
    std::int64_t vortices = 0;   ///< at the start
    double maximum_field = 0.0;  ///< T, Bm: where the barrier vanishes
    BarrierLaw barrier;          ///< of x = B/Bm
};

/// The space outside, at a field that does not change.
struct Reservoir {
    std::string name;
    double field = 0.0;          ///< T, Ba
    double maximum_field = 0.0;  ///< T; only with a barrier
    BarrierLaw barrier = NoBarrier{};  ///< NoBarrier: entry without a Boltzmann factor (eq. 23)
};

/// An interface between two nodes. Nodes are numbered regions first, then reservoirs.
struct Contact {
    std::size_t first = 0;   ///< a region
    std::size_t second = 0;  ///< a region or a reservoir
    double exchange = 0.0;   ///< eps from first to second, 1/s
};

struct RegionNetwork {
    std::vector<Region> regions;
    std::vector<Reservoir> reservoirs;
    std::vector<Contact> contacts;
};

/// A long cylinder in a parallel field with a weak surface layer (eq. 23): node 0 the bulk, 1 the
/// surface, 2 the space outside.
struct CylinderGeometry {
    double radius = 0.0;     ///< m, R
    double depth = 0.0;      ///< m, delta: thickness of the surface layer
    double hop_speed = 0.0;  ///< m/s, s nu0

    double bulk_area() const;     ///< m^2, of the cross-section
    double surface_area() const;  ///< m^2
    /// eps_bs = s nu0/(R - d) and eps_se = R s nu0/[(2R - d) d]
    std::vector<Contact> contacts() const;
};

/// A closed row of equal cells, each in contact with the next.
std::vector<Contact> chain_contacts(std::size_t cells, double exchange);

/// eps of an interface seen from a region: L s nu0/(2A), 1/s.
/// @param interface_length,hop_length m  @param attempt_frequency total, 1/s  @param area m^2
double exchange_coefficient(double interface_length, double hop_length, double attempt_frequency,
                            double area);

/// T per vortex in a region of this area (m^2).
double field_per_vortex(double area);

/// Nodes in the order regions, reservoirs.
Model make_region_network(const RegionNetwork& network);

/// Occupations at the start; reservoirs count from zero.
State initial_state(const RegionNetwork& network);

}  // namespace fluxhop
