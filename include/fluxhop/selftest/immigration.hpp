/// Vortices that come from outside at a rate of their own and leave one by one: exact at all times.
#pragma once

#include "fluxhop/selftest/conformity.hpp"
#include "fluxhop/stats/cumulants.hpp"

namespace fluxhop::selftest {

/// Whole times 1, 2, ... 50 s, those of the Discrete Stochastic Model Test Suite.
TimeGrid whole_times();

/// What arrives at a rate a (1/s), each leaving at the rate mu (1/s): after t s a Poisson number of mean
/// a (1 - exp(-mu t))/mu, and a binomial rest of those that were there.
struct Immigration {
    double arrivals = 0.0;     ///< a
    double departures = 0.0;   ///< mu
    std::int64_t start = 0;    ///< there at t = 0

    Cumulants law(double t) const;
    /// One region, node 0, next to a reservoir without barriers.
    Subject subject(const std::string& name) const;
};

}  // namespace fluxhop::selftest
