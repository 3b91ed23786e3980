/// Tau-leaping: many hops at once, as long as no propensity notices.
///
/// Leaps are weak trapezoidal (Anderson and Koyama, Multiscale Model. Simul. 10, 1493 (2012)), with
/// the steps, the critical hops and the return to exact steps of Cao, Gillespie and Petzold (2006;
/// leap_plan.hpp). Plain tau-leaping (Euler) errs by epsilon/2 in the variance of a decay, this one by
/// O(epsilon^2) in mean and variance.
///
/// The cost per decade of a logarithmic decay is about ln(10)/epsilon leaps at any number of vortices.
/// Close to equilibrium both directions are large and cancel; a leap is then a fraction of the
/// relaxation time and the cost grows with time, still at any number of vortices.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "fluxhop/base/random.hpp"
#include "fluxhop/engine/leap_plan.hpp"
#include "fluxhop/engine/run_summary.hpp"
#include "fluxhop/model/model.hpp"

namespace fluxhop {

/// What takes the place of a number of hops.
struct Leap {
    double wait;        ///< s
    State state;        ///< after it
    RunSummary passed;  ///< its hops
};

/// Draws leaps. The model must outlive it.
class TauLeaper {
public:
    TauLeaper(const Model& model, const LeapOptions& options, RandomStream random)
        : model_(&model), options_(options), planner_(model, options), random_(random) {}

    /// A leap from `state` of `most` seconds or less, or nothing when exact hops are the better way.
    std::optional<Leap> leap(const State& state, double most);

    template <class Archive>
    void persist(Archive& archive) {
        archive(random_);
    }

private:
    bool pays(double wait) const;
    bool hop_many(const State& state, const std::vector<double>& rates, double wait, Leap& leap);
    std::optional<Leap> try_leap(const State& state, double wait);
    std::vector<double> extrapolated_propensities(const State& midway) const;
    bool hop_critical(Leap& leap);

    const Model* model_;
    LeapOptions options_;
    LeapPlanner planner_;
    RandomStream random_;
};

}  // namespace fluxhop
