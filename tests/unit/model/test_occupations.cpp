// The start of a film. Catches: bits of the last word that count sites there are none of, a list that
// loses what it held when a site gets its second vortex.
#include "fluxhop/model/occupations.hpp"

#include "../../support/catch.hpp"
#include "fluxhop/model/start.hpp"

using namespace fluxhop;

TEST_CASE("occupations are what was set, in bits or in numbers", "[model]") {
    for (const std::int64_t most : {1, 2, 1000}) {
        SiteOccupations held(131);
        std::vector<std::int64_t> expected(131, 0);
        for (std::size_t i = 0; i < 131; i += 3) {
            const auto count = static_cast<std::int64_t>(i / 3) % (most + 1);
            held[i] = count;
            expected[i] = count;
        }
        CHECK(held.counts() == expected);
        CHECK(held.is_single() == (most == 1));
        double sum = 0.0;
        for (const std::int64_t n : expected) sum += static_cast<double>(n);
        CHECK(held.total() == sum);
        held.push_back(1);
        ++held[131];
        CHECK(held[131] == 2);
        CHECK(held.size() == 132);
        CHECK(held.total() == sum + 2.0);
    }
}

TEST_CASE("every size of a full list holds as many as it has sites", "[model]") {
    for (std::size_t sites = 0; sites < 200; ++sites) {
        CHECK(SiteOccupations(sites, 1).total() == static_cast<double>(sites));
        CHECK(SiteOccupations(sites, 3).total() == 3.0 * static_cast<double>(sites));
    }
}

TEST_CASE("a start from bits is the state of its occupations", "[model]") {
    const Signals signals{0.25, 0.5};
    State state(std::vector<std::int64_t>{1, 0, 1, 0, 0});
    state.set_signals(signals);
    const Start small(SiteOccupations{1, 0, 1}, 5, signals), same(state);
    const State back = small;
    for (std::size_t i = 0; i < Variables::count(5); ++i) {
        CHECK(small(NodeId(i)) == state(NodeId(i)));
        CHECK(same(NodeId(i)) == state(NodeId(i)));
        CHECK(back(NodeId(i)) == state(NodeId(i)));
    }
    CHECK(small.node_count() == 5);
    CHECK(back.occupations() == state.occupations());
}
