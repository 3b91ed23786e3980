/// The compiled form of a film on a periodic lattice with one vortex a site under a steady current.
///
/// There a rate depends on the depth of the departure site and on the direction alone: rate = r_d
/// exp(-depth), depth being counted from the shallowest site. So the ways out of a site have clocks
/// of their own, which nothing but a hop of its vortex changes: an entry of a calendar is the clock
/// of some ways out of one site, and attempts one of them when it is due. An attempt that finds its
/// place taken changes nothing (thinning: exact). The ways then found blocked have no clock until the
/// vortex in the way leaves, who is watched for it; clocks have no memory, so a new one is as good.
/// For the same reason the clocks of a site stay when its vortex hops by another one: the next vortex
/// there takes them over. The r_d are read off the model.
///
/// 8 bytes a site and 17 to 23 a clock, of which there are a few more than vortices, beside the
/// depths, which the model holds.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <span>

#include "fluxhop/base/archive.hpp"
#include "fluxhop/base/huge_pages.hpp"
#include "fluxhop/engine/attempt_deviates.hpp"
#include "fluxhop/engine/periodic_neighbours.hpp"
#include "fluxhop/engine/run_summary.hpp"
#include "fluxhop/engine/site_record.hpp"
#include "fluxhop/model/model.hpp"
#include "fluxhop/observe/recorder.hpp"
#include "fluxhop/select/calendar.hpp"

namespace fluxhop {

class LatticeFilm {
public:
    /// Whether a model has such a form. It is for at most one vortex a site at the start.
    static bool accepts(const Model& model);

    /// A lattice must have fewer sites than these; else the generic engine takes it, whose indices have 64 bits.
    static constexpr std::size_t most_sites(std::size_t directions) {
        return std::size_t{1} << std::min<std::size_t>(Calendar::bits_of_what - directions, 32);
    }

    /// Requires accepts(model). The model must outlive it.
    /// @param occupied callable site number -> whether there is a vortex at the start
    /// @param observer is told of every hop; may be null
    template <std::predicate<std::size_t> Occupied>
    LatticeFilm(const Model& model, Occupied&& occupied, RandomStream random,
                HopObserver* observer = nullptr)
        : LatticeFilm(model, random, observer) {
        for (std::size_t i = 0; i < sites_.size(); ++i) {
            sites_[i].set_taken(occupied(i));
        }
        start_clocks();
    }

    LatticeFilm(const Model& model, const State& initial, RandomStream random,
                HopObserver* observer = nullptr)
        : LatticeFilm(
              model, [&](std::size_t i) { return initial[NodeId(i)] > 0; }, random, observer) {}

    /// Runs to the last grid time of the recorder.
    RunSummary run(Recorder& recorder);

    /// At most about so many attempts towards the last grid time. @return whether it has been
    /// reached
    bool advance(Recorder& recorder, std::uint64_t attempts);

    const RunSummary& summary() const { return summary_; }

    template <class Archive>
    void persist(Archive& archive) {
        archive(std::span(sites_), calendar_, deviates_, odometer_, summary_);
    }

    /// The rate of one attempt, 1/s, as the hot loop has it.
    double attempt_rate(std::size_t site, std::size_t direction) const;

    /// What is recorded: the occupation of a site, or the odometer.
    double operator()(NodeId variable) const;

private:
    using Directions = std::array<double, SiteRecord::most_ways>;
    using Ways = SiteRecord::Ways;
    /// Sites that need no looking ahead.
    static constexpr std::size_t fits_cache = std::size_t{1} << 19;
    static constexpr std::size_t choices = std::size_t{1} << SiteRecord::most_ways;

    LatticeFilm(const Model& model, RandomStream random, HopObserver* observer);
    void read_directions(double shallowest);
    void read_sites(double shallowest);
    void start_clocks();
    void start_clock(std::uint32_t site, Ways ways);

    // The number of directions at compile time, so that loops over them are none.
    template <unsigned directions>
    bool advance_on(Recorder& recorder, std::uint64_t attempts);
    template <unsigned directions>
    void attempt();
    template <unsigned directions>
    std::size_t choose(Ways ways) const;
    template <unsigned directions>
    void go_on(std::uint32_t site, Ways ways);
    template <unsigned directions>
    Ways watch_blocked(std::uint32_t site);
    template <unsigned directions>
    void release_neighbours(std::uint32_t site);
    void hop(std::uint32_t from, std::uint32_t to, std::size_t direction);
    double wait(std::uint32_t site, Ways ways) const;
    void look_ahead();
    std::uint32_t neighbour(std::uint32_t site, std::size_t direction) const;

    const Model* model_;
    PeriodicNeighbours neighbours_;
    std::size_t directions_;
    double scale_ = 0.0;  ///< total rate of a vortex on the shallowest site, 1/s
    std::array<double, choices> longer_{};      ///< by which a wait is, for some of the ways only
    std::array<Directions, choices> bounds_{};  ///< of each direction among some ways: running sums
    Directions step_{};                         ///< displacement along the force
    HugeVector<SiteRecord> sites_;
    bool is_large_ = false;      ///< does not fit the cache
    Calendar calendar_{0, 1.0};  ///< the clocks
    AttemptDeviates deviates_;
    HopObserver* observer_;
    double odometer_ = 0.0;
    RunSummary summary_;
};

}  // namespace fluxhop
