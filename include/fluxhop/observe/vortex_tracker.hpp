/// Which vortex is where: identities, displacements, dwell times, trajectories.
///
/// The engine knows only how many vortices a site holds; vortices on one site are equal, so the one
/// that hops is drawn here, from a stream of its own: tracking never changes a run.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "fluxhop/base/random.hpp"
#include "fluxhop/model/start.hpp"
#include "fluxhop/observe/dwell_histogram.hpp"
#include "fluxhop/observe/hop_observer.hpp"

namespace fluxhop {

/// A vortex and the site it sits on.
struct VortexPlace {
    std::uint32_t vortex;
    NodeId site;

    template <class Archive>
    void persist(Archive& archive) {
        archive(vortex, site);
    }
};

struct LoggedHop {
    double time;  ///< s
    std::uint32_t vortex;
    NodeId from;
    NodeId to;

    template <class Archive>
    void persist(Archive& archive) {
        archive(time, vortex, from, to);
    }
};

/// What to keep besides the averages.
struct TrackingOptions {
    bool keep_frames = false;      ///< where every vortex is, at every grid time
    std::size_t longest_log = 0;   ///< so many hops are kept, the first ones
};

/// What a tracker saw that is not an average over the grid.
struct VortexHistory {
    DwellHistogram dwell{10};                      ///< s between two hops of the same vortex
    std::vector<std::vector<VortexPlace>> frames;  ///< by grid time, vortices in order
    std::vector<LoggedHop> hop_log;
    std::uint64_t hops_not_logged = 0;

    template <class Archive>
    void persist(Archive& archive) {
        archive(dwell, frames, hop_log, hops_not_logged);
    }
};

class VortexTracker : public HopObserver {
public:
    /// Averages over the vortices that were there at the start and still are: displacement along
    /// and across the force in hop lengths, and their squares in hop lengths squared.
    enum Channel : std::size_t { along, across, along_squared, across_squared, channels };

    /// @param out   where the channels of a grid time go: rows of `width` values, from `offset` on
    VortexTracker(const Landscape& landscape, const Start& initial, RandomStream random,
                  std::span<double> out, std::size_t width, std::size_t offset,
                  const TrackingOptions& options);

    void on_hop(const HopEdge& hop, double time) override;
    void on_record(std::size_t index) override;

    VortexHistory& history() { return history_; }

    template <class Archive>
    void persist(Archive& archive) {
        archive(random_, std::span(first_on_), vortices_, free_, next_name_, history_);
    }

private:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    struct Vortex {
        std::uint32_t name;         ///< no other vortex of the run has it
        NodeId site;
        std::uint32_t next = none;  ///< index of another one on the same site
        bool is_inside = true;
        double x = 0.0, y = 0.0;    ///< displacement since the start, hop lengths
        double since = 0.0;         ///< s, on this site

        template <class Archive>
        void persist(Archive& archive) {
            archive(name, site, next, is_inside, x, y, since);
        }
    };

    std::uint32_t enter(NodeId site, double time);
    std::uint32_t take_from(NodeId site);
    void put_on(NodeId site, std::uint32_t vortex);
    void keep_frame();
    void log(const HopEdge& hop, std::uint32_t name, double time);

    const Landscape* landscape_;
    RandomStream random_;
    std::span<double> out_;
    std::size_t width_, offset_;
    TrackingOptions options_;
    std::vector<std::uint32_t> first_on_;  ///< by site
    std::vector<Vortex> vortices_;     ///< those there at the start first
    std::vector<std::uint32_t> free_;  ///< indices of vortices that came in and have left
    std::uint32_t next_name_ = 0;
    std::size_t at_start_ = 0;
    VortexHistory history_;
};

}  // namespace fluxhop
