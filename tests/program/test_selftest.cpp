// The self-test as a user runs it.
#include <nlohmann/json.hpp>
#include <set>

#include "../support/workplace.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/selftest/campaign.hpp"

using fluxhop::test::contents;
using fluxhop::test::has;
using fluxhop::test::Workplace;

TEST_CASE("the self-test passes, prints a table and writes it as JSON", "[program][selftest][long]") {
    const Workplace here;
    const auto outcome = here.run("selftest --json report.json");
    INFO(outcome.out << outcome.err);
    CHECK(outcome.code == 0);
    CHECK(outcome.err.empty());
    CHECK(has(outcome.out, "immigration and death"));
    CHECK(has(outcome.out, "with a probability of at most 0.0001"));
    const auto report = nlohmann::json::parse(contents(here.path() / "report.json"));
    CHECK(report["passed"] == true);
    std::set<std::string> engines, on_ranks;
    for (const auto& test : report["tests"]) {
        CHECK(test["p_value"].get<double>() > test["limit"].get<double>());
        engines.insert(test["engine"].get<std::string>());
        const auto statistic = test["statistic"].get<std::string>();
        if (has(statistic, "ranks")) on_ranks.insert(test["engine"].get<std::string>());
    }
    for (const char* engine : {"linear", "sum_tree", "composition_rejection", "bounded_rejection",
                               "compiled_lattice", "compiled_network_bounded", "lockstep"}) {
        INFO(engine);
        CHECK(engines.count(engine) == 1);
        CHECK(on_ranks.count(engine) == 1);
    }
    CHECK(engines.count("compiled_network_linear") == 1);
    CHECK(engines.count("tau_leaping") == 1);
    CHECK(report["tests"].size() > 150);
}

TEST_CASE("a self-test that cannot be written says so", "[program][selftest]") {
    const Workplace here;
    const auto outcome = here.run("selftest --json /nowhere/report.json");
    CHECK(outcome.code == 3);
    CHECK(has(outcome.err, "/nowhere/report.json"));
    here.config("precious.toml", "[system]");
    CHECK(here.run("selftest --json precious.toml").code == 2);
    CHECK(contents(here.path() / "precious.toml") == "[system]");
}

TEST_CASE("an engine that ends with an error fails its test, and the others go on", "[selftest]") {
    fluxhop::selftest::Campaign campaign({}, {});
    campaign.carry_out("a model", "an engine", [] { throw fluxhop::RunError("a rate above its bound"); });
    campaign.carry_out("a model", "another", [&] { campaign.add_exact("a model", "another", "wrong", 0.0); });
    const auto report = campaign.report();
    REQUIRE(report.checks.size() == 2);
    CHECK(report.checks[0].statistic == "a rate above its bound");
    CHECK(report.checks[0].decision.rejected);
    CHECK(!report.checks[1].decision.rejected);
    CHECK(!report.passed());
}
