/// The compiled form of a film on a periodic lattice with one vortex a site under a steady current.
///
/// There a rate depends on the depth of the departure site and on the direction alone: rate = r_d
/// exp(-depth). Vortices, not sites, are the channels. Each attempts at a rate above the one it would have
/// with all ways free; an attempt that does not get over its barrier, or finds its place taken, changes
/// nothing but the time (thinning: exact, and cheaper than keeping every neighbour's rate up to date).
/// A vortex found with all its ways blocked is laid aside until one of its neighbours leaves. The r_d are
/// read off the model.
///
/// 8 bytes a site and up to 8 a vortex, beside the depths, which the model holds.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <span>

#include "fluxhop/base/archive.hpp"
#include "fluxhop/base/huge_pages.hpp"
#include "fluxhop/base/random_ahead.hpp"
#include "fluxhop/engine/clock.hpp"
#include "fluxhop/engine/periodic_neighbours.hpp"
#include "fluxhop/engine/run_summary.hpp"
#include "fluxhop/engine/site_record.hpp"
#include "fluxhop/model/model.hpp"
#include "fluxhop/observe/recorder.hpp"
#include "fluxhop/select/thinning_bag.hpp"

namespace fluxhop {

class LatticeFilm {
public:
    /// Whether a model has such a form. It is for at most one vortex a site at the start.
    static bool accepts(const Model& model);

    /// Requires accepts(model). The model must outlive it.
    /// @param occupied callable site number -> whether there is a vortex at the start
    /// @param observer is told of every hop; may be null
    template <std::predicate<std::size_t> Occupied>
    LatticeFilm(const Model& model, Occupied&& occupied, RandomStream random,
                HopObserver* observer = nullptr)
        : LatticeFilm(model, random, observer) {
        for (std::size_t i = 0; i < sites_.size(); ++i) {
            if (occupied(i)) place_vortex(static_cast<std::uint32_t>(i));
        }
    }

    LatticeFilm(const Model& model, const State& initial, RandomStream random,
                HopObserver* observer = nullptr)
        : LatticeFilm(model, [&](std::size_t i) { return initial[NodeId(i)] > 0; }, random, observer) {}

    /// Runs to the last grid time of the recorder.
    RunSummary run(Recorder& recorder);

    /// At most about so many attempts towards the last grid time. @return whether it has been reached
    bool advance(Recorder& recorder, std::uint64_t attempts);

    const RunSummary& summary() const { return summary_; }

    template <class Archive>
    void persist(Archive& archive) {
        archive(std::span(sites_), bag_, random_, deviate_, clock_, odometer_, summary_);
    }

    /// The rate of one attempt, 1/s, as the hot loop has it.
    double attempt_rate(std::size_t site, std::size_t direction) const;

    /// What is recorded: the occupation of a site, or the odometer.
    double operator()(NodeId variable) const;

private:
    static constexpr std::size_t most_directions = 6;
    static constexpr std::size_t most_sites = 0xffffffff;  ///< a site is a 32-bit number
    static constexpr std::size_t fits_cache = std::size_t{1} << 19;  ///< sites that need no looking ahead
    static constexpr std::size_t words_per_attempt = 3;  ///< for its wait, group, and member with the rest
    static constexpr std::size_t at_once = 4;            ///< attempts that are looked at together
    static constexpr std::size_t members_ahead = 16, sites_ahead = 8;  ///< attempts

    /// The next attempts, as they are if all before them fail.
    struct Volley {
        ThinningBag::Attempt attempt[at_once];
        std::size_t direction[at_once];
        std::uint32_t to[at_once];
        double deviate[at_once];  ///< the product of the uniform deviates of the waits up to here
        bool blocked[at_once];
        unsigned successes = 0;  ///< one bit each
    };

    LatticeFilm(const Model& model, RandomStream random, HopObserver* observer);
    void read_directions();
    void read_sites();
    void open_groups();
    void place_vortex(std::uint32_t site);

    void aim(Volley& volley);
    bool succeed(Recorder& recorder, const Volley& volley, std::size_t number);
    bool fail(Recorder& recorder, const Volley& volley);
    bool pass(Recorder& recorder, double deviate);
    bool pass_time(Recorder& recorder, double wait);
    void take(std::size_t attempts);
    void hop(const ThinningBag::Attempt& attempt, std::uint32_t to, std::size_t direction);
    void look_ahead();
    std::uint32_t neighbour(std::uint32_t site, std::size_t direction) const;
    bool is_caged(std::uint32_t site) const;
    void lay_aside(const ThinningBag::Attempt& attempt);
    void release_neighbours(std::uint32_t site);

    const Model* model_;
    PeriodicNeighbours neighbours_;
    std::size_t directions_;
    double scale_ = 0.0;  ///< total rate of a vortex on a site of depth zero, 1/s
    std::array<double, most_directions> share_{};  ///< of each direction in a site's total rate
    std::array<double, most_directions> bound_{};  ///< their running sum; one from the last on
    std::array<double, most_directions> step_{};   ///< displacement along the force
    HugeVector<SiteRecord> sites_;
    ThinningBag bag_;  ///< the sites of the vortices that are not laid aside
    RandomAhead random_;
    std::size_t members_asked_ = 0, sites_asked_ = 0;  ///< attempts, from the next on
    double deviate_ = 1.0;  ///< product of the uniform deviates of the waits that the clock has not passed
    HopObserver* observer_;
    Clock clock_;
    double odometer_ = 0.0;
    RunSummary summary_;
};

}  // namespace fluxhop
