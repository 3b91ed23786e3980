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
#include "fluxhop/base/interval.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/engine/run_summary.hpp"
#include "fluxhop/model/model.hpp"
#include "fluxhop/model/start.hpp"
#include "fluxhop/observe/recorder.hpp"
#include "fluxhop/select/bounded_rejection.hpp"

namespace fluxhop {

class FeedbackEngine {
public:
    /// Whether every hop of a model acts on all others through a current that it shares with them.
    static bool accepts(const Model& model);

    /// Requires accepts(model). The model must outlive it.
    /// @param observer is told of every hop; may be null
    FeedbackEngine(const Model& model, const Start& initial, RandomStream random,
                   HopObserver* observer = nullptr);

    /// Runs to the last grid time of the recorder.
    RunSummary run(Recorder& recorder);

    /// At most so many candidates towards the last grid time. @return whether it has been reached
    bool advance(Recorder& recorder, std::uint64_t candidates);

    const RunSummary& summary() const { return summary_; }

    /// A variable as the model's formulas read it.
    double operator()(NodeId variable) const {
        const std::size_t i = variable.index(), nodes = sites_.size();
        if (i < nodes) return sites_[i].vortices;
        if (i == nodes) return odometer_;
        return variable == model_->field() ? signals_.field : signals_.current;
    }

    template <class Archive>
    void persist(Archive& archive) {
        archive(sites_, odometer_, random_, std::span(ahead_), next_, clock_, summary_, left_over_, middle_,
                half_width_);
        require_saved(next_ <= block, "candidates drawn ahead end before they begin");
        set_bounds();
    }

private:
    /// All that a hop reads and changes of a node, in half a cache line.
    struct alignas(32) Site : BoundedChannel {
        double vortices = 0.0;
        double depth = 0.0;   ///< kT
        double weight = 0.0;  ///< of one vortex there: exp(-depth - lowest saddle)

        template <class Archive>
        void persist(Archive& archive) {
            BoundedChannel::persist(archive);
            archive(vortices);
            require_saved(is_count(vortices), "an occupation is no whole number");
        }
    };
    using Sites = BoundedRejection<Site>;  ///< by the weights of all vortices on each
    using Deviates = Sites::Deviates;

    /// Candidates for which memory is asked at once: their addresses are translated side by side.
    static constexpr std::size_t block = 4;
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

    void read_sites(const Start& initial);
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
    HopDepths depths(const HopEdge& hop) const;
    double tries(NodeId node) const;
    void refresh_weight(NodeId node);
    bool freeze(Recorder& recorder);

    const Model* model_;
    Signals signals_;
    double odometer_ = 0.0;
    RandomStream random_;
    std::array<Deviates, 3 * block> ahead_{};  ///< the next ones to find nodes by
    std::size_t next_ = 0;                     ///< of these
    HopObserver* observer_;
    Clock clock_;
    RunSummary summary_;
    double left_over_ = 0.0;   ///< a wait that leads beyond the last grid time; a longer grid takes it up
    double shallowest_ = 0.0;  ///< least depth + saddle, kT: the weights are relative to it
    double longest_ = 0.0;     ///< displacement of a hop along or against the force
    double middle_ = 0.0, half_width_ = 0.0;  ///< the bracket, on the odometer
    bool is_large_ = false;  ///< does not fit the cache
    std::vector<Class> classes_;
    Sites sites_;
};

}  // namespace fluxhop
