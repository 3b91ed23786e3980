#include <limits>
#include <numeric>

#include "../../support/catch.hpp"
#include "../../support/systems.hpp"
#include "fluxhop/theory/state_space.hpp"

using namespace fluxhop;

namespace {

std::string refusal(std::int64_t vortices, std::size_t nodes) {
    try {
        const StateSpace space(vortices, nodes);
    } catch (const UsageError& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("the number of states is a binomial, exact until 64 bits end", "[theory]") {
    CHECK(state_space_size(40, 2) == 41);
    CHECK(state_space_size(12, 3) == 91);
    CHECK(state_space_size(0, 7) == 1);
    CHECK(state_space_size(9, 1) == 1);
    CHECK(state_space_size(33, 34) == 7219428434016265740u);  // C(66, 33)
    CHECK(state_space_size(34, 35) == std::numeric_limits<std::uint64_t>::max());
    CHECK(state_space_size(1'000'000, 100) == std::numeric_limits<std::uint64_t>::max());
}

TEST_CASE("states and their numbers correspond one to one", "[theory]") {
    for (const auto& [count, nodes] :
         {std::pair{5, 1}, {0, 3}, {1, 6}, {40, 2}, {9, 3}, {6, 5}}) {
        const int vortices = count;  // clang 14 captures no structured bindings
        const StateSpace space(vortices, std::size_t(nodes));
        std::uint64_t visited = 0;
        std::vector<std::int64_t> previous;
        space.for_each([&](std::uint64_t rank, const std::vector<std::int64_t>& n) {
            REQUIRE(rank == visited++);
            REQUIRE(std::accumulate(n.begin(), n.end(), std::int64_t{0}) == vortices);
            REQUIRE((previous.empty() || previous < n));
            REQUIRE(space.rank(n) == rank);
            REQUIRE(space.unrank(rank) == n);
            previous = n;
        });
        CHECK(visited == state_space_size(vortices, std::size_t(nodes)));
    }
}

TEST_CASE("a space too large or without bounds is refused by name", "[theory]") {
    CHECK(StateSpace(999'999, 2).size() == 1'000'000);
    CHECK(refusal(1'000'000, 2).find("1000001 states") != std::string::npos);
    CHECK(refusal(1'000'000, 100).find("more than 1.8e19 states") != std::string::npos);
    const auto ladder = test::ladder({1.0});
    CHECK_THROWS_AS(make_state_space(ladder.model, ladder.initial), UsageError);
}
