/// The states realizations end in, against their law.
#pragma once

#include <functional>
#include <string>

#include "fluxhop/selftest/campaign.hpp"
#include "fluxhop/stats/counts.hpp"

namespace fluxhop::selftest {

/// How often each combination of the recorded numbers was found at one of the times.
/// @param first the recorded numbers from this one on
StateCounts states_at(const Ensemble& ensemble, std::size_t time, std::size_t first = 0);

/// Chi-square of the recorded numbers at the last time, in every engine.
void add_law(Campaign& campaign, unsigned test, const Subject& subject, std::size_t usual,
             const StateLaw& law);

void add_chi_square(Campaign& campaign, const std::string& test, const std::string& engine,
                    const StateCounts& counts, const StateLaw& law, const std::string& when = {});

/// Every number of every state larger by `by`.
StateLaw shifted(const StateLaw& law, std::int64_t by);

/// The law after t s from one state, of the generator whose hops `rates` lists: calls
/// rates(state, visit) with visit(state after, 1/s). States that cannot be reached are left out.
using Hops = std::function<void(const DiscreteState&, double)>;
StateLaw law_after(const DiscreteState& start, double t,
                   const std::function<void(const DiscreteState&, const Hops&)>& rates);

}  // namespace fluxhop::selftest
