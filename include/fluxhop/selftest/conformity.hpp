/// Mean and spread at every time against the cumulants of the exact law.
#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "fluxhop/selftest/campaign.hpp"
#include "fluxhop/stats/cumulants.hpp"

namespace fluxhop::selftest {

/// The worst of several tests of one sample, p-value times their number (Bonferroni).
TestOutcome worst_of(const std::vector<TestOutcome>& outcomes);

/// Z of the mean and Y of the spread of one recorded number at every time. Of each the worst, with the
/// p-value of the worst of so many; where the law is certain, how many runs are elsewhere.
/// @param law of the number, by grid time
void add_conformity(Campaign& campaign, const std::string& test, const std::string& engine,
                    const Eigen::MatrixXd& numbers, const std::vector<Cumulants>& law);

}  // namespace fluxhop::selftest
