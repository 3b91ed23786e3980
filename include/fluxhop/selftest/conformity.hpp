/// Mean and spread at every time against the cumulants of the exact law.
#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "fluxhop/selftest/campaign.hpp"
#include "fluxhop/stats/cumulants.hpp"
#include "fluxhop/stats/moments.hpp"

namespace fluxhop::selftest {

/// The worst of several tests of one sample, p-value times their number (Bonferroni).
TestOutcome worst_of(const std::vector<TestOutcome>& outcomes);

/// Z of the mean and Y of the spread of one recorded number at every time. Of each the worst, with the
/// p-value of the worst of so many; where the law is certain, how many runs are elsewhere.
/// @param law of the number, by grid time
void add_conformity(Campaign& campaign, const std::string& test, const std::string& engine,
                    const Eigen::MatrixXd& numbers, const std::vector<Cumulants>& law);

/// How far tau-leaping may be off, by what it claims at its default options: in what has moved, and of
/// its variance (docs/tau_leaping.md has the errors it makes, which are a tenth of it).
inline constexpr double leaps_mean_claim = 0.001, leaps_variance_claim = 0.02;

/// What is expected of a sample, give or take a margin.
struct Expected {
    double value = 0.0;
    double margin = 0.0;
};

/// Student tests of the mean and of the variance of leaping realizations at time t.
void add_leaps(Campaign& campaign, const std::string& test, double t, const Moments& sample,
               const Expected& mean, const Expected& variance);

}  // namespace fluxhop::selftest
