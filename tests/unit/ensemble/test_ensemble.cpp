#include <vector>

#include "../../support/catch.hpp"
#include "../../support/systems.hpp"
#include "fluxhop/ensemble/ensemble.hpp"

using namespace fluxhop;

namespace {

std::vector<double> numbers(Ensemble& ensemble) {
    std::vector<double> all;
    for (std::size_t id = 0; id < ensemble.realizations(); ++id) {
        const auto one = ensemble.realization(id);
        all.insert(all.end(), one.begin(), one.end());
        all.push_back(static_cast<double>(ensemble.summaries()[id].hops));
    }
    return all;
}

}  // namespace

TEST_CASE("an ensemble is the same bit for bit on 1, 2 and 7 threads", "[ensemble]") {
    const auto system = test::make_system(test::nbti_ring(), {1e-8, 1e-7, 1e-6});
    for (const std::size_t realizations : {1u, 40u}) {
        auto one = run_ensemble(system.experiment(81), realizations, 1);
        auto two = run_ensemble(system.experiment(81), realizations, 2);
        auto seven = run_ensemble(system.experiment(81), realizations, 7);
        CHECK(numbers(one) == numbers(two));
        CHECK(numbers(one) == numbers(seven));
    }
}

TEST_CASE("a realization does not depend on the others, and selectors agree", "[ensemble]") {
    const auto system = test::make_system(test::nbti_ring(), {1e-8, 1e-7});
    auto many = run_ensemble(system.experiment(82), 5, 2);
    std::vector<double> alone(2), by_scan(2), with_tree(2);
    run_realization(system.experiment(82), 3, alone);
    run_realization(system.experiment(82, SelectorKind::linear), 3, by_scan);
    run_realization(system.experiment(82, SelectorKind::sum_tree), 3, with_tree);
    const auto third = many.realization(3);
    CHECK(std::vector<double>(third.begin(), third.end()) == alone);
    CHECK(with_tree == by_scan);
    CHECK(numbers(many) != [&] {
        auto other = run_ensemble(system.experiment(83), 5, 2);
        return numbers(other);
    }());
}

TEST_CASE("progress counts every realization once", "[ensemble]") {
    const auto system = test::ladder({10.0});
    std::vector<std::size_t> seen;
    run_ensemble(system.experiment(84), 20, 2, [&](std::size_t finished, std::size_t total) {
        CHECK(total == 20);
        seen.push_back(finished);
    });
    REQUIRE(seen.size() == 20);
    CHECK(std::is_sorted(seen.begin(), seen.end()));
    CHECK(seen.back() == 20);
}
