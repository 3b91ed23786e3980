/// The compiled form of a film on a periodic lattice with one vortex a site under a steady current.
///
/// There a rate depends on the depth of the departure site and on the direction alone: rate = r_d
/// exp(-depth). Vortices, not sites, are the channels, each with the rate it would have with all ways
/// free; an attempt that finds its place taken changes nothing but the time (thinning: exact, and
/// cheaper than keeping every neighbour's rate up to date). A vortex found with all its ways blocked
/// is laid aside until one of its neighbours leaves. The r_d are read off the model.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "fluxhop/base/huge_pages.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/engine/clock.hpp"
#include "fluxhop/engine/periodic_neighbours.hpp"
#include "fluxhop/engine/run_summary.hpp"
#include "fluxhop/engine/site_record.hpp"
#include "fluxhop/model/model.hpp"
#include "fluxhop/observe/recorder.hpp"
#include "fluxhop/select/rejection_bag.hpp"

namespace fluxhop {

class LatticeFilm {
public:
    /// Whether a model and a state have such a form.
    static bool accepts(const Model& model, const State& initial);

    /// Requires accepts(model, initial). The model must outlive it.
    /// @param observer is told of every hop; may be null
    LatticeFilm(const Model& model, State initial, RandomStream random,
                HopObserver* observer = nullptr);

    /// Runs to the last grid time of the recorder.
    RunSummary run(Recorder& recorder);

    /// At most so many attempts towards the last grid time. @return whether it has been reached
    bool advance(Recorder& recorder, std::uint64_t attempts);

    const RunSummary& summary() const { return summary_; }

    template <class Archive>
    void persist(Archive& archive) {
        archive(std::span(sites_), bag_, random_, ahead_, next_, clock_, odometer_, summary_,
                left_over_);
        require_saved(next_ < prospects, "a film looks ahead too far");
    }

    /// The rate of one attempt, 1/s, as the hot loop has it.
    double attempt_rate(std::size_t site, std::size_t direction) const;

private:
    static constexpr std::size_t most_directions = 6;
    static constexpr std::size_t fits_cache = std::size_t{1} << 19;///< sites that need no looking ahead
    static constexpr std::size_t most_sites = 0xffffffff;  ///< a site is a 32-bit number

    void place_vortices(const State& initial);
    /// The random numbers of an attempt, drawn some attempts before, and where it will likely look.
    struct Prospect {
        RejectionBag::Draw draw;
        std::size_t direction = 0;
        RejectionBag::Place place;

        template <class Archive>
        void persist(Archive& archive) {
            archive(draw.group, draw.member, direction, place.group, place.position);
        }
    };
    static constexpr std::size_t prospects = 16;

    double next_wait(double total);
    Prospect prepare();
    Prospect next_prospect(double total);
    std::size_t draw_direction();
    void attempt(RejectionBag::Place place, std::size_t direction);
    void move(RejectionBag::Place place, std::uint32_t to);
    bool is_caged(std::uint32_t site) const;
    void lay_aside(RejectionBag::Place place);
    void release_neighbours(std::uint32_t site);
    void write_state();

    const Model* model_;
    PeriodicNeighbours neighbour_;
    std::size_t directions_;
    std::array<double, most_directions> share_{};  ///< of each direction in a site's total rate
    std::array<double, most_directions> bound_{};  ///< their running sum; above one from the last on
    std::array<double, most_directions> step_{};   ///< displacement along the force
    HugeVector<SiteRecord> sites_;
    RejectionBag bag_;  ///< the sites of the vortices that are not laid aside
    RandomStream random_;
    std::array<Prospect, prospects> ahead_{};
    std::size_t next_ = 0;  ///< in ahead_
    HopObserver* observer_;
    Clock clock_;
    double odometer_ = 0.0;
    State state_;  ///< brought up to date when it is recorded
    RunSummary summary_;
    double left_over_ = 0.0;  ///< a wait that leads beyond the last grid time; a longer grid takes it up
};

}  // namespace fluxhop
