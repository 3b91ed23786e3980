// Films of sites by the program: every reading of a small film agrees with its Monte Carlo.
#include <nlohmann/json.hpp>
#include <string>

#include "../support/config_text.hpp"
#include "../support/workplace.hpp"

using fluxhop::test::has;
using fluxhop::test::replaced;
using fluxhop::test::Workplace;

namespace {

const std::string lattice = R"([system]
kind = "sites"
temperature = "20 K"
[sites]
arrangement = "square"
columns = 6
rows = 5
hop_length = "50 nm"
thickness = "100 nm"
capacity = "unlimited"
[vortices]
count = 20
[barrier]
U0 = "5 kT"
Jc0 = "1e9 A/m^2"
attempt_frequency = "100 /s"
[current]
density = "3e8 A/m^2"
[time]
first = "0.1 s"
last = "10 s"
per_decade = 4
[ensemble]
realizations = 400
seed = 20260701
)";

}  // namespace

TEST_CASE("films without blocking accept their exact theory", "[program][long]") {
    // Vortices by themselves: mean field and noise are exact, at rest, under a ramp, with traps and on
    // random sites; as the wall of a ring to the order of the noise. False-alarm level 1e-3 each, one
    // seed, chosen before the first run.
    const Workplace here;
    here.config("film.toml", lattice);
    here.config("random.toml",
                replaced(replaced(lattice, "\"square\"", "\"random\""), "columns = 6\nrows = 5",
                         "count = 40\nwidth = \"320 nm\"\nlength = \"320 nm\"\nreach = \"75 nm\""));
    for (const std::string arguments :
         {"film.toml", "random.toml", "film.toml --set 'sites.arrangement=\"triangular\"' --set sites.rows=4",
          "film.toml --set 'current.shape=\"ramp\"' --set 'current.final=\"8e8 A/m^2\"' "
          "--set 'current.ramp_end=\"5 s\"'",
          "film.toml --set 'disorder.sites=\"lognormal\"' --set 'disorder.sites_deviation=\"0.5 kT\"'",
          "film.toml --set 'sites.edges_x=\"open\"' --set 'field.applied=\"0.5 T\"'",
          "film.toml --set 'wall.inductance=\"1e-8 H\"' --set 'current.density=\"5e8 A/m^2\"'"}) {
        const auto outcome = here.run("compare " + arguments + " -o r.nc");
        INFO(arguments << '\n' << outcome.out << outcome.err);
        CHECK(outcome.code == 0);
    }
}

TEST_CASE("films that block are judged by a margin, and small ones do not fit it", "[program][long]") {
    // Twenty places on a site: the closure is good to 1 %. One place and 30 sites: its current is too
    // small by L/(L - 1), 3.4 %, and it lets a spread-out vortex block itself; 2 % are not enough.
    const Workplace here;
    here.config("film.toml", lattice);
    const auto many = here.run(
        "compare film.toml --set sites.capacity=20 --set vortices.count=200 --realizations 100");
    INFO(many.out << many.err);
    CHECK(many.code == 0);
    CHECK(many.out.find("within 2 %") != std::string::npos);
    const auto few = here.run(
        "compare film.toml --set sites.capacity=1 --set vortices.count=10 --set 'time.last=\"100 s\"'");
    CHECK(few.code == 1);
}

TEST_CASE("a margin that too few hops can see is undecided, and says what would tell", "[program]") {
    const Workplace here;
    here.config("film.toml", lattice);
    const std::string sparse =
        "compare film.toml --set sites.capacity=20 --set vortices.count=10 --realizations 50 "
        "--set 'current.density=\"1e8 A/m^2\"' ";
    const auto text = here.run(sparse);
    INFO(text.out << text.err);
    CHECK(text.code == 4);
    CHECK(text.out.find("verdict: undecided") != std::string::npos);
    CHECK(text.out.find("realizations would tell") != std::string::npos);
    const auto json = nlohmann::json::parse(here.run(sparse + "--json").out);
    CHECK(json["comparison"]["verdict"] == "undecided");
    CHECK(json["comparison"]["accepted"] == false);
    CHECK(json["comparison"]["tests"][0]["rejected"] == false);
    CHECK(json["comparison"]["series"][0]["deciding_realizations"] > 50.0);
    // Of nothing, which rounding must not make something, nothing is a fraction.
    CHECK(here.run(sparse + "--set 'current.density=\"0 A/m^2\"'").out.find("its mean is zero") !=
          std::string::npos);
    // A margin that fifty runs can see is settled.
    CHECK(here.run(sparse + "--set compare.margin=0.5").code == 0);
}

TEST_CASE("a stored configuration of a film runs again to the same numbers", "[program]") {
    const Workplace here;
    here.config("film.toml", replaced(lattice, "capacity = \"unlimited\"", "capacity = 3"));
    const auto first = here.run("run film.toml --realizations 20 --json -o a.nc");
    REQUIRE(first.code == 0);
    const auto check = here.run("check film.toml");
    REQUIRE(check.code == 0);
    here.config("again.toml", check.out.substr(check.out.find("[system]")));
    const auto second = here.run("run again.toml --realizations 20 --json -o a.nc");
    INFO(check.out << second.err);
    REQUIRE(second.code == 0);
    const auto hops = [](const std::string& json) { return nlohmann::json::parse(json)["hops"]; };
    CHECK(hops(first.out) == hops(second.out));
}

TEST_CASE("every point of a sweep is read before the first sample is drawn", "[program]") {
    // Catches: a sample of the first point, which may take minutes, before the mistake of the second; here
    // it cannot be drawn at all (random sites jam at 0.55 of the area).
    const Workplace here;
    const std::string sweep = "[sweep]\nsites.minimum_distance = [\"17 nm\", ";
    const std::string random =
        replaced(replaced(lattice, "\"square\"", "\"random\""), "columns = 6\nrows = 5",
                 "count = 300\nwidth = \"320 nm\"\nlength = \"320 nm\"\nreach = \"75 nm\"");
    here.config("jam.toml", random + sweep + "\"1 nm\"]\n");
    here.config("two.toml", random + sweep + "\"-1 nm\"]\n");
    for (const std::string command : {"check ", "run "}) {
        const auto drawn = here.run(command + "jam.toml"), read = here.run(command + "two.toml");
        INFO(command << '\n' << drawn.err << read.err);
        CHECK(drawn.code == 2);
        CHECK(has(drawn.err, "17 nm"));
        CHECK(read.code == 2);
        CHECK(has(read.err, "\"-1 nm\" is out of range"));
    }
}
