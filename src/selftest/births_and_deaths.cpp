// Birth, death and immigration, in the manner of the Discrete Stochastic Model Test Suite.
#include <cmath>

#include "fluxhop/selftest/immigration.hpp"
#include "fluxhop/selftest/samples.hpp"

namespace fluxhop::selftest {
namespace {

std::vector<Cumulants> laws_at(const TimeGrid& grid, const auto& model) {
    std::vector<Cumulants> laws;
    for (const double time : grid.times()) laws.push_back(model.law(time));
    return laws;
}

/// Every one of X vortices splits at the rate `births` and leaves at the rate `deaths`, 1/s (Kendall,
/// Ann. Math. Stat. 19, 1 (1948)).
struct BirthAndDeath {
    double births = 0.0;
    double deaths = 0.0;
    std::int64_t start = 0;

    /// The offspring of one: P(0) = a, P(n) = (1 - a)(1 - b) b^(n-1).
    Cumulants law(double t) const {
        const double growth = std::exp((births - deaths) * t);
        const double a = deaths * (growth - 1.0) / (births * growth - deaths);
        const double b = births * (growth - 1.0) / (births * growth - deaths);
        std::vector<double> offspring{a};
        // NOLINTNEXTLINE: a geometric series
        for (double p = (1.0 - a) * (1.0 - b); p > 1e-30; p *= b) offspring.push_back(p);
        return cumulants_of(offspring).repeated(static_cast<double>(start));
    }

    /// A reservoir that sees how many it has let in: the barrier ln(1/x) of its field x makes a rate
    /// proportional to x, and x = X/ceiling, exactly, for its own count is start - X.
    Subject subject(const std::string& name) const {
        constexpr double ceiling = 1 << 20;
        const NodeId region{0}, outside{1};
        Landscape landscape({Multiplicity::occupancy, Multiplicity::constant},
                            {{region, outside, std::log(deaths)},
                             {outside, region, std::log(births * ceiling)}});
        const double field = static_cast<double>(start) / ceiling;
        Model model(std::move(landscape), {NoBarrier{}, PowerLawBarrier{1.0, 0.0}},
                    RegionField{{{0.0, 0.0}, {-1.0 / ceiling, field}}});
        return {name, std::move(model), State({start, 0}), whole_times(), {region}};
    }
};

void test_model(Campaign& campaign, unsigned test, const std::string& name, const auto& model) {
    const Subject subject = model.subject(name);
    const auto laws = laws_at(subject.grid, model);
    campaign.in_every_engine(subject, test, 10'000, [&](const char* engine, const Ensemble& ensemble) {
        add_conformity(campaign, name, engine, ensemble.series(0), laws);
    });
}

/// A million vortices in the end, from none: by single hops at first, by leaps from there on.
void test_immigration_by_leaps(Campaign& campaign, unsigned test) {
    const Immigration model{1e5, 0.1, 0};
    Subject subject = model.subject("immigration and death, by leaps");
    subject.grid = TimeGrid({1.0, 5.0, 20.0, 50.0});
    campaign.by_leaps(subject, test, 5'000, [&](const Ensemble& ensemble) {
        const std::vector<Moments> numbers = ensemble.moments(0);
        for (std::size_t t = 0; t < subject.grid.size(); ++t) {
            const Cumulants law = model.law(subject.grid[t]);
            add_leaps(campaign, subject.name, subject.grid[t], numbers[t],
                      {law.mean(), leaps_mean_claim * law.mean()},
                      {law.variance(), leaps_variance_claim * law.variance()});
        }
    });
}

}  // namespace

TimeGrid whole_times() { return TimeGrid::linear(1.0, 50.0, 50); }

Cumulants Immigration::law(double t) const {
    const double stays = std::exp(-departures * t);
    const double one[] = {1.0 - stays, stays};
    return poisson_cumulants(arrivals * (1.0 - stays) / departures) +
           cumulants_of(one).repeated(static_cast<double>(start));
}

Subject Immigration::subject(const std::string& name) const {
    const double gauss = arrivals / departures;  // a vortex is a gauss
    const RegionNetwork network{{{"inside", one_gauss_area, start, 1.0, NoBarrier{}}},
                                {{.name = "outside", .field = gauss * 1e-4}},
                                {{0, 1, departures}}};
    return {name, make_region_network(network), initial_state(network), whole_times(), {NodeId(0)}};
}

void test_conformity(Campaign& campaign) {
    test_model(campaign, 10, "immigration and death", Immigration{1.0, 0.1, 0});
    test_model(campaign, 11, "immigration and death, fast", Immigration{10.0, 0.1, 30});
    test_model(campaign, 12, "birth and death", BirthAndDeath{0.1, 0.11, 100});
    test_model(campaign, 13, "birth and death, fast", BirthAndDeath{1.0, 1.1, 20});
    test_immigration_by_leaps(campaign, 14);
}

}  // namespace fluxhop::selftest
