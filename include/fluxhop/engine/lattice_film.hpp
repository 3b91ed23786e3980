/// The compiled form of a film on a periodic lattice with one vortex a site under a steady current.
///
/// There a rate depends on the depth of the departure site and on the direction alone: rate = r_d
/// exp(-depth). Vortices, not sites, are the channels, each with the rate it would have with all ways
/// free; an attempt that finds its place taken changes nothing but the time (thinning: exact, and
/// cheaper than keeping every neighbour's rate up to date). The r_d are read off the model.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "fluxhop/base/random.hpp"
#include "fluxhop/engine/clock.hpp"
#include "fluxhop/engine/run_summary.hpp"
#include "fluxhop/model/model.hpp"
#include "fluxhop/observe/recorder.hpp"
#include "fluxhop/select/composition_rejection.hpp"

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

    /// The rate of one attempt, 1/s, as the hot loop has it.
    double attempt_rate(std::size_t site, std::size_t direction) const;

private:
    static constexpr std::size_t most_directions = 6;

    void place_vortices(const State& initial);
    double total_rate(std::size_t site) const;
    std::size_t draw_direction();
    void report(std::size_t from, std::size_t direction) const;
    std::size_t neighbour(std::size_t site, std::size_t direction) const;
    bool is_taken(std::size_t site) const { return (taken_[site / 64] >> (site % 64)) & 1U; }
    void flip(std::size_t site) { taken_[site / 64] ^= std::uint64_t{1} << (site % 64); }
    void attempt(std::uint32_t vortex);
    void write_state();

    const Model* model_;
    Lattice lattice_;
    std::size_t directions_;
    std::array<double, most_directions> rate_{};        ///< r_d at depth zero, 1/s
    std::array<double, most_directions> cumulative_{};  ///< their running sum
    std::array<double, most_directions> step_{};        ///< displacement along the force
    std::vector<std::uint32_t> site_of_;                ///< by vortex
    std::vector<std::uint64_t> taken_;                  ///< one bit a site
    CompositionRejectionSelector selector_{0};          ///< channels are vortices
    RandomStream random_;
    HopObserver* observer_;
    Clock clock_;
    double odometer_ = 0.0;
    State state_;  ///< brought up to date when it is recorded
    RunSummary summary_;
};

}  // namespace fluxhop
