#include <array>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/observe/recorder.hpp"
#include "fluxhop/observe/time_grid.hpp"

using namespace fluxhop;

TEST_CASE("a grid time records the state before the first event later than it", "[observe]") {
    const TimeGrid grid({1.0, 2.0, 3.0, 4.0});
    const std::vector<Probe> nodes{NodeId(0)};
    std::vector<double> out(4, -1.0);
    Recorder recorder(grid, nodes, out);
    const HopEdge hop{NodeId(0), NodeId(1), 0.0};
    State state({10, 0});

    recorder.record_until(0.5, state);  // an event before the first grid time
    state.apply(hop);
    recorder.record_until(2.0, state);  // an event exactly at a grid time counts as passed
    state.apply(hop);
    recorder.record_until(3.5, state);  // an event that crosses two grid times
    state.apply(hop);
    CHECK_FALSE(recorder.complete());
    recorder.record_until(1e300, state);
    CHECK(recorder.complete());
    CHECK(out == std::vector<double>{9, 8, 8, 7});
}

TEST_CASE("logarithmic grids hit their decades and their end", "[observe]") {
    const TimeGrid grid = TimeGrid::logarithmic(1e-8, 1e8, 10);
    CHECK(grid.size() == 161);
    CHECK(grid[0] == 1e-8);
    CHECK(grid.end() == 1e8);
    CHECK(test::relative_difference(grid[80], 1.0) < 1e-13);
    const TimeGrid uneven = TimeGrid::logarithmic(1.0, 50.0, 4);
    CHECK(uneven.end() == 50.0);
    CHECK(uneven.size() == 8);

    const auto marks = grid.decade_marks();
    CHECK(marks.size() == 17);
    CHECK(marks.front() == 0);
    CHECK(marks.back() == 160);
    CHECK(uneven.decade_marks().size() == 2);
}

TEST_CASE("a longer grid begins with a shorter one", "[observe]") {
    // 1e-7 x 10^3 is not 1e-4 to the last bit, which extending a run would stumble over.
    for (int from = -12; from <= 3; ++from) {
        for (int to = from + 1; to <= from + 12; ++to) {
            const double first = std::stod("1e" + std::to_string(from)), last = std::stod("1e" + std::to_string(to));
            const auto shorter = TimeGrid::logarithmic(first, last, 5).times();
            const auto longer = TimeGrid::logarithmic(first, std::stod("1e" + std::to_string(to + 1)), 5).times();
            REQUIRE(longer.size() == shorter.size() + 5);
            CHECK(std::equal(shorter.begin(), shorter.end(), longer.begin()));
        }
    }
}

TEST_CASE("linear grids and grids that make no sense", "[observe]") {
    CHECK(TimeGrid::linear(1.0, 3.0, 3).times() == std::vector<double>{1.0, 2.0, 3.0});
    CHECK_THROWS_AS(TimeGrid({}), UsageError);
    CHECK_THROWS_AS(TimeGrid({0.0, 1.0}), UsageError);
    CHECK_THROWS_AS(TimeGrid({2.0, 2.0}), UsageError);
    CHECK_THROWS_AS(TimeGrid({1.0, std::nan(""), 3.0}), UsageError);
    CHECK_THROWS_AS(TimeGrid::logarithmic(2.0, 1.0, 10), UsageError);
}
