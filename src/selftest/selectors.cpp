// Event selectors by themselves: every channel as often as its rate says.
#include <cmath>

#include "fluxhop/selftest/campaign.hpp"
#include "fluxhop/stats/counts.hpp"

namespace fluxhop::selftest {
namespace {

/// Rates just above a power of two in some octaves and just below the next in others: a selector by
/// rejection accepts every second draw in the ones and every draw in the others, so that one which
/// draws a new octave after a rejection prefers the others by far. Equal rates would not show it.
std::vector<double> rates_at_octave_edges() {
    std::vector<double> rates;
    for (int octave = -4; octave < 4; ++octave) {
        for (int i = 0; i < 5; ++i) {
            const double place = octave % 2 == 0 ? 1.0 + 1e-9 * (i + 1) : 2.0 - 1e-9 * (i + 1);
            rates.push_back(std::ldexp(place, octave));
        }
    }
    return rates;
}

/// Forty decades, as creep spans them, with the few that matter in between.
std::vector<double> rates_over_decades() {
    std::vector<double> rates;
    rates.reserve(43);
    for (int i = 0; i < 40; ++i) rates.push_back(std::pow(10.0, -i - 200));
    rates[17] = 0.0;
    rates.insert(rates.end(), {3e-200, 2.1e-200, 1.7e-200});
    return rates;
}

/// The rates after a history in which each has been anything over many decades.
template <class Selector>
Selector worn(const std::vector<double>& rates, RandomStream& random) {
    Selector selector(rates.size());
    for (int round = 0; round < 2000; ++round) {
        for (std::size_t i = 0; i < rates.size(); ++i) {
            const double decades = -300.0 + 600.0 * uniform_open(random);
            selector.update(i, round % 3 == 0 ? 0.0 : std::pow(10.0, decades));
        }
    }
    for (std::size_t i = 0; i < rates.size(); ++i) selector.update(i, rates[i]);
    return selector;
}

template <class Selector>
void test_rates(Campaign& campaign, const std::string& name, const std::vector<double>& rates,
                unsigned test, SelectorKind kind) {
    RandomStream random(campaign.seed(test, kind), 0, Purpose::events);
    const auto selector = worn<Selector>(rates, random);
    double sum = 0.0;
    StateLaw law;
    for (std::size_t i = 0; i < rates.size(); ++i) {
        sum += rates[i];
        if (rates[i] > 0.0) law[{static_cast<std::int64_t>(i)}] = rates[i];
    }
    const double drift = std::abs(selector.total() / sum - 1.0);
    campaign.add_exact(name, name_of(kind), "total less sum of rates",
                       drift < 1e-14 * static_cast<double>(rates.size()) ? 0.0 : drift);
    StateCounts counts;
    const std::size_t draws = campaign.runs(300'000);
    for (std::size_t i = 0; i < draws; ++i) {
        const Drawn drawn = selector.draw(selector.total(), random);
        counts[{static_cast<std::int64_t>(drawn.channel)}] += 1.0;
    }
    const PearsonOutcome outcome = pearson(counts, normalized(std::move(law)));
    campaign.add({name, name_of(kind), "chi-square of " + std::to_string(outcome.cells) + " channels",
                  outcome.test});
}

}  // namespace

void test_selectors(Campaign& campaign) {
    campaign.announce("selectors");
    for_each_selector([&]<class Selector>(SelectorKind kind) {
        test_rates<Selector>(campaign, "rates at octave edges", rates_at_octave_edges(), 1, kind);
        test_rates<Selector>(campaign, "rates over 40 decades", rates_over_decades(), 2, kind);
    });
}

}  // namespace fluxhop::selftest
