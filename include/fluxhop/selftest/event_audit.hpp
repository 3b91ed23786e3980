/// Tests of single events that hold for any model (Evans et al. 2008 test states only).
#pragma once

#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "fluxhop/observe/hop_observer.hpp"
#include "fluxhop/selftest/campaign.hpp"
#include "fluxhop/stats/counts.hpp"
#include "fluxhop/stats/moments.hpp"

namespace fluxhop::selftest {

/// A model a second time: its hops, and their propensities by formulas of their own.
struct Propensities {
    std::vector<std::pair<std::size_t, std::size_t>> hops;  ///< from node, to node; each once
    /// Fills in the propensities (1/s) of the hops at the occupations of the nodes and, after the last
    /// of them, the odometer.
    std::function<void(const std::vector<double>&, Eigen::VectorXd&)> at;
};

/// Follows realizations hop by hop on a state of its own. Exact for a right engine, whatever the model:
///   a0 tau, the total propensity times the wait, is exponential of mean one,
///   each is uncorrelated with the one before,
///   hop c is chosen with probability a_c/a0,
///   N_c - integral of a_c dt, over the root of that integral, has mean zero and variance one, and
///   different hops are uncorrelated (a martingale; Gaussian after many events).
/// Only the first `events` hops count, so that no wait is cut off by the end of the run.
class EventAudit : public HopObserver {
public:
    EventAudit(const Propensities& propensities, std::size_t events);

    void begin(const State& initial);
    void on_hop(const HopEdge& hop, double time) override;
    void on_record(std::size_t) override {}

    /// Whether the realization had as many hops as it should.
    bool is_complete() const { return seen_ == events_; }
    void add_to(Campaign& campaign, const std::string& test, const std::string& engine) const;

private:
    void push_wait(double scaled);

    const Propensities* propensities_;
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> channel_;
    std::size_t events_, seen_ = 0;
    std::vector<double> variables_;  ///< occupations, odometer
    double before_ = 0.0, previous_ = 0.0;
    Eigen::VectorXd rates_;
    std::vector<double> uniform_;  ///< 1 - exp(-a0 tau)
    double lagged_ = 0.0, lags_ = 0.0;
    ChoiceTest choices_;
    Eigen::VectorXd hops_, integrals_;
};

}  // namespace fluxhop::selftest
