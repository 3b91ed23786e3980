/// Exact kinetic Monte Carlo of a ring: every hop changes the current, and with it every barrier.
///
/// What a hop changes of a rate is a factor that all hops of one displacement along the force share;
/// what they do not share, the depth of the site and how many vortices it holds, changes on two sites
/// only. So a selector holds the weights of the sites, displacements are sorted into classes, and the
/// factor of a class has a bound over a bracket of the current. Candidates come at the sum of bound x
/// weight and are thinned (Lewis and Shedler, Nav. Res. Logist. Q. 26, 403 (1979)). A hop costs the
/// same in a ring of any size: leaving a bracket renews one bound per class.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "fluxhop/base/clock.hpp"
#include "fluxhop/base/huge_pages.hpp"
#include "fluxhop/base/interval.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/engine/run_summary.hpp"
#include "fluxhop/model/model.hpp"
#include "fluxhop/observe/recorder.hpp"
#include "fluxhop/select/bounded_rejection.hpp"

namespace fluxhop {

class FeedbackEngine {
public:
    /// Whether every hop of a model acts on all others through a current that it shares with them.
    static bool accepts(const Model& model);

    /// Requires accepts(model). The model must outlive it.
    /// @param observer is told of every hop; may be null
    FeedbackEngine(const Model& model, State initial, RandomStream random,
                   HopObserver* observer = nullptr);

    /// Runs to the last grid time of the recorder.
    RunSummary run(Recorder& recorder);

    /// At most so many candidates towards the last grid time. @return whether it has been reached
    bool advance(Recorder& recorder, std::uint64_t candidates);

    const RunSummary& summary() const { return summary_; }

    template <class Archive>
    void persist(Archive& archive) {
        archive(state_, random_, weights_, std::span(ahead_), clock_, summary_, left_over_, middle_,
                half_width_);
        set_bounds();
    }

private:
    using Deviates = BoundedRejectionSelector::Deviates;
    static constexpr std::size_t near = 2;  ///< of `ahead_`, whose node is asked for
    static constexpr std::size_t fits_cache = std::size_t{1} << 17;  ///< nodes that need no looking ahead

    /// Hops of nearly equal displacement and equal attempts.
    struct Class {
        Interval displacement;
        double log_attempts = 0.0;
        double most = 0.0;   ///< of such hops from one site, in those of its lowest saddle
        double bound = 0.0;  ///< of the factor that they share, within the bracket, times `most`

        bool holds(const HopEdge& hop) const {
            return hop.log_attempts == log_attempts && displacement.contains(hop.displacement);
        }
    };

    void find_classes();
    void find_weights();
    void count_ways(const std::vector<HopEdge>& hops, double lowest_saddle);

    Deviates draw_deviates();
    Deviates next_deviates();
    void look_ahead();
    double sum_of_bounds() const;
    void set_bounds();
    double bound_of(const Class& each, double half_width) const;
    void move_bracket();
    bool consider(double target);
    void execute(const HopEdge& hop);
    void refresh_weight(NodeId node);
    bool freeze(Recorder& recorder);

    const Model* model_;
    State state_;
    RandomStream random_;
    std::array<Deviates, 5> ahead_{};  ///< the next ones to find nodes by
    HopObserver* observer_;
    Clock clock_;
    RunSummary summary_;
    double left_over_ = 0.0;   ///< a wait that leads beyond the last grid time; a longer grid takes it up
    double shallowest_ = 0.0;  ///< least depth + saddle, kT: the weights are relative to it
    double longest_ = 0.0;     ///< displacement of a hop along or against the force
    double middle_ = 0.0, half_width_ = 0.0;  ///< the bracket, on the odometer
    bool is_large_ = false;  ///< does not fit the cache
    std::vector<Class> classes_;
    HugeVector<double> weight_;         ///< of one vortex on a node: exp(-depth - lowest saddle)
    BoundedRejectionSelector weights_;  ///< of all vortices there
};

}  // namespace fluxhop
