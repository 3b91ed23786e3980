#include "fluxhop/app/stack.hpp"

#include <cmath>

#include "../../support/catch.hpp"
#include "fluxhop/base/require.hpp"

using namespace fluxhop;

namespace {

using Reals = std::vector<double>;
using Wholes = std::vector<std::int64_t>;

/// Two times, the second at `last`, and as many dwell times as given.
Dataset point(double last, const Wholes& dwell_counts = {5}) {
    Dataset data;
    data.dimensions = {{"time", 2}, {"dwell_bin", dwell_counts.size()}};
    data.add("time", {"time"}, Reals{1.0, last}, "time since the start", "s");
    data.add("hops_mean", {"time"}, Reals{0.0, 10.0 * last}, "hops");
    data.add("dwell_count", {"dwell_bin"}, dwell_counts, "stays");
    return data;
}

const std::vector<SweepAxis> over_currents{{"current.density", {"1 A/m^2", "2 A/m^2"}}};

const Variable* find(const Dataset& data, const std::string& name) {
    for (const Variable& variable : data.variables) {
        if (variable.name == name) return &variable;
    }
    return nullptr;
}

}  // namespace

TEST_CASE("times that all points share stay the coordinate of a sweep", "[app]") {
    const Dataset all = stack({point(2.0), point(2.0)}, over_currents);
    REQUIRE(find(all, "time"));
    CHECK(find(all, "time")->dimensions == std::vector<std::string>{"time"});
    CHECK_FALSE(find(all, "time_s"));
    CHECK(find(all, "hops_mean")->dimensions == std::vector<std::string>{"density", "time"});
}

TEST_CASE("times that differ gain the dimensions of the sweep", "[app]") {
    const Dataset all = stack({point(2.0), point(3.0)}, over_currents);
    CHECK_FALSE(find(all, "time"));
    REQUIRE(find(all, "time_s"));
    CHECK(find(all, "time_s")->dimensions == std::vector<std::string>{"density", "time"});
    CHECK(std::get<Reals>(find(all, "time_s")->values) == Reals{1.0, 2.0, 1.0, 3.0});
    CHECK(std::get<Reals>(find(all, "hops_mean")->values) == Reals{0.0, 20.0, 0.0, 30.0});
}

TEST_CASE("histograms of different lengths are filled up", "[app]") {
    const Dataset all = stack({point(2.0, {1, 2}), point(2.0, {3, 4, 5})}, over_currents);
    CHECK(std::get<Wholes>(find(all, "dwell_count")->values) == Wholes{1, 2, 0, 3, 4, 5});
    for (const auto& [name, size] : all.dimensions) {
        if (name == "dwell_bin") CHECK(size == 3);
    }
}

TEST_CASE("different numbers of times are refused", "[app]") {
    Dataset longer = point(2.0);
    longer.dimensions[0].second = 3;
    CHECK_THROWS_AS(stack({point(2.0), longer}, over_currents), UsageError);
}

TEST_CASE("attributes are told apart by name, and those that some points lack are left empty there", "[app]") {
    Dataset decays = point(2.0), stays = point(2.0);
    decays.attributes = {{"selector", "linear"}, {"decay_variable", "magnetization"}, {"verdict", "accepted"}};
    stays.attributes = {{"selector", "linear"}, {"verdict", "rejected"}};
    for (const bool first : {true, false}) {
        const Dataset all = stack(first ? std::vector{decays, stays} : std::vector{stays, decays}, over_currents);
        REQUIRE(all.attributes.size() == 1);
        CHECK(all.attributes[0].first == "selector");
        using Texts = std::vector<std::string>;
        REQUIRE((find(all, "decay_variable") && find(all, "verdict")));
        CHECK(std::get<Texts>(find(all, "decay_variable")->values) ==
              (first ? Texts{"magnetization", ""} : Texts{"", "magnetization"}));
        CHECK(std::get<Texts>(find(all, "verdict")->values) ==
              (first ? Texts{"accepted", "rejected"} : Texts{"rejected", "accepted"}));
    }
}

TEST_CASE("an axis has no name that an attribute may need", "[app]") {
    Dataset one = point(2.0), other = point(2.0);
    one.attributes = {{"selector", "linear"}};
    other.attributes = {{"selector", "sum_tree"}};
    const Dataset all = stack({one, other}, {{"engine.selector", {"\"linear\"", "\"sum_tree\""}}});
    REQUIRE(find(all, "selector"));
    CHECK(find(all, "selector")->dimensions == std::vector<std::string>{"engine_selector"});
}
