#include "fluxhop/selftest/conformity.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fluxhop::selftest {

TestOutcome worst_of(const std::vector<TestOutcome>& outcomes) {
    TestOutcome worst = outcomes.front();
    for (const TestOutcome& outcome : outcomes) {
        if (outcome.p_value < worst.p_value) worst = outcome;
    }
    worst.p_value = std::min(1.0, worst.p_value * static_cast<double>(outcomes.size()));
    return worst;
}

void add_conformity(Campaign& campaign, const std::string& test, const std::string& engine,
                    const Eigen::MatrixXd& numbers, const std::vector<Cumulants>& law) {
    std::vector<TestOutcome> means, spreads;
    const double runs = static_cast<double>(numbers.rows());
    double misplaced = 0.0;
    for (std::size_t t = 0; t < law.size(); ++t) {
        const auto column = numbers.col(static_cast<Eigen::Index>(t)).array();
        if (law[t].variance() == 0.0) {
            misplaced += static_cast<double>((column != law[t].mean()).count());
            continue;
        }
        means.push_back(mean_test(column.mean(), runs, law[t]));
        spreads.push_back(spread_test((column - law[t].mean()).square().mean(), runs, law[t]));
    }
    const std::string times = " of " + std::to_string(means.size()) + " times";
    const bool is_single = means.size() == 1;
    if (means.size() < law.size()) campaign.add_exact(test, engine, "runs elsewhere", misplaced);
    campaign.add({test, engine, is_single ? "Z" : "worst Z" + times, worst_of(means), {}, is_single});
    campaign.add({test, engine, is_single ? "Y" : "worst Y" + times, worst_of(spreads), {}, is_single});
}

void add_leaps(Campaign& campaign, const std::string& test, double t, const Moments& sample,
               const Expected& mean, const Expected& variance) {
    const std::uint64_t dof = sample.count() - 1;
    campaign.add({test, leaps, fmt::format("mean at {:g} s: t beyond {:g} %", t, 100.0 * leaps_mean_claim),
                  student(sample.mean() - mean.value, sample.standard_error(), dof, mean.margin), {}, false});
    campaign.add({test, leaps,
                  fmt::format("variance at {:g} s: t beyond {:g} %", t, 100.0 * leaps_variance_claim),
                  student(sample.variance() - variance.value, sample.variance_standard_error(), dof,
                          variance.margin),
                  {}, false});
}

}  // namespace fluxhop::selftest
