#include "fluxhop/selftest/event_audit.hpp"

#include <cmath>

#include "fluxhop/stats/cumulants.hpp"

namespace fluxhop::selftest {

EventAudit::EventAudit(const Propensities& propensities, std::size_t events)
    : propensities_(&propensities),
      events_(events),
      rates_(static_cast<Eigen::Index>(propensities.hops.size())),
      choices_(propensities.hops.size()),
      hops_(Eigen::VectorXd::Zero(rates_.size())),
      integrals_(hops_) {
    for (const auto& hop : propensities.hops) channel_.emplace(hop, channel_.size());
}

void EventAudit::begin(const State& initial) {
    const auto occupations = initial.occupations();
    variables_.assign(occupations.begin(), occupations.end());
    variables_.push_back(initial.odometer());
    seen_ = 0;
    before_ = 0.0;
}

void EventAudit::on_hop(const HopEdge& hop, double time) {
    if (seen_ == events_) return;
    propensities_->at(variables_, rates_);
    const double total = rates_.sum(), wait = time - before_;
    push_wait(total * wait);
    const std::size_t channel = channel_.at({hop.from.index(), hop.to.index()});
    if (rates_.size() > 1) choices_.push(channel, rates_ / total);
    hops_[static_cast<Eigen::Index>(channel)] += 1.0;
    integrals_ += wait * rates_;
    variables_[hop.from.index()] -= 1.0;
    variables_[hop.to.index()] += 1.0;
    variables_.back() += hop.displacement;
    before_ = time;
    ++seen_;
}

void EventAudit::push_wait(double scaled) {
    uniform_.push_back(-std::expm1(-scaled));
    if (seen_ > 0) {
        lagged_ += (scaled - 1.0) * (previous_ - 1.0);
        lags_ += 1.0;
    }
    previous_ = scaled;
}

void EventAudit::add_to(Campaign& campaign, const std::string& test, const std::string& engine) const {
    campaign.add({test, engine, "waits: KS of a0 tau", kolmogorov_smirnov_uniform(uniform_)});
    const double z = lagged_ / std::sqrt(lags_);  // products of variance one, uncorrelated
    campaign.add({test, engine, "waits: lag-1 correlation", {z, skewed_p_value(z, 4.0 / std::sqrt(lags_))}});
    if (rates_.size() > 1) campaign.add({test, engine, "choice of the hop", choices_.outcome()});
    const double residuals = ((hops_ - integrals_).array().square() / integrals_.array()).sum();
    campaign.add({test, engine, "martingale residuals",
                  {residuals, chi_square_p_value(residuals, static_cast<double>(rates_.size()))}});
}

}  // namespace fluxhop::selftest
