#include "fluxhop/selftest/state_counts.hpp"

#include <cmath>

#include "fluxhop/theory/propagator.hpp"

namespace fluxhop::selftest {

StateCounts states_at(const Ensemble& ensemble, std::size_t time, std::size_t first) {
    StateCounts counts;
    const std::size_t width = ensemble.width(), stride = ensemble.times() * width;
    for (std::size_t r = 0; r < ensemble.realizations(); ++r) {
        DiscreteState state;
        for (std::size_t i = first; i < width; ++i) {
            state.push_back(std::llround(ensemble.values()[r * stride + time * width + i]));
        }
        counts[state] += 1.0;
    }
    return counts;
}

void add_law(Campaign& campaign, unsigned test, const Subject& subject, std::size_t usual,
             const StateLaw& law) {
    campaign.in_every_engine(subject, test, usual, [&](const char* engine, const Ensemble& ensemble) {
        const std::size_t last = ensemble.times() - 1;
        add_chi_square(campaign, subject.name, engine, states_at(ensemble, last), law);
    });
}

void add_chi_square(Campaign& campaign, const std::string& test, const std::string& engine,
                    const StateCounts& counts, const StateLaw& law, const std::string& when) {
    const PearsonOutcome outcome = pearson(counts, law);
    campaign.add({test, engine, "chi-square of " + std::to_string(outcome.cells) + " states" + when,
                  outcome.test});
}

StateLaw shifted(const StateLaw& law, std::int64_t by) {
    StateLaw result;
    for (const auto& entry : law) {
        DiscreteState state = entry.first;
        for (std::int64_t& number : state) number += by;
        result.emplace(std::move(state), entry.second);
    }
    return result;
}

StateLaw law_after(const DiscreteState& start, double t,
                   const std::function<void(const DiscreteState&, const Hops&)>& rates) {
    std::map<DiscreteState, Eigen::Index> rank{{start, 0}};
    std::vector<DiscreteState> states{start};
    std::vector<Eigen::Triplet<double>> entries;
    for (std::size_t from = 0; from < states.size(); ++from) {
        const auto row = static_cast<Eigen::Index>(from);
        const DiscreteState before = states[from];
        rates(before, [&](const DiscreteState& after, double rate) {
            const auto found = rank.emplace(after, static_cast<Eigen::Index>(states.size()));
            if (found.second) states.push_back(after);
            entries.emplace_back(found.first->second, row, rate);
            entries.emplace_back(row, row, -rate);
        });
    }
    const auto size = static_cast<Eigen::Index>(states.size());
    Generator generator(size, size);
    generator.setFromTriplets(entries.begin(), entries.end());
    Propagator propagator(generator, Propagation::automatic);
    const Eigen::VectorXd p = propagator.advance(Eigen::VectorXd::Unit(size, 0), t);
    StateLaw law;
    for (std::size_t i = 0; i < states.size(); ++i) law[states[i]] = p[static_cast<Eigen::Index>(i)];
    return law;
}

}  // namespace fluxhop::selftest
