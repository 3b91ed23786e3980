// A result file is run again from what it says of itself.
// Catches: a sweep that loses its points, a made-up seed that is not kept, a site file or reference that
// has changed, a number off by its last bit.
#include <cmath>

#include "../support/workplace.hpp"
#include "fluxhop/app/difference.hpp"
#include "fluxhop/io/netcdf.hpp"
#include "fluxhop/io/result_file.hpp"

namespace {

using namespace fluxhop;
using fluxhop::test::configs;
using fluxhop::test::contents;
using fluxhop::test::has;
using fluxhop::test::Workplace;
namespace fs = std::filesystem;

void check_reruns(const Workplace& here, const std::string& arguments) {
    const auto first = here.run(arguments + " -o r.nc");
    INFO(arguments << "\n" << first.err);
    REQUIRE(first.code == 0);
    const auto again = here.run("rerun r.nc");
    CHECK(again.code == 0);
    CHECK(has(again.out, "the same to the last bit"));
}

}  // namespace

TEST_CASE("runs, sweeps and comparisons rerun to the same numbers", "[program][long]") {
    const Workplace here;
    check_reruns(here, "run '" + configs + "ladder.toml' --realizations 20 --set ladder.rungs=900");
    check_reruns(here, "compare '" + configs + "flux_exchange_log.toml' --realizations 500 --threads 1");
    check_reruns(here, "run '" + configs + "disordered_traps.toml' --realizations 2");
    std::string text = contents(configs + "ladder.toml");
    text.erase(text.find("seed"), text.find('\n', text.find("seed")) - text.find("seed"));
    check_reruns(here, "run " + here.config("noseed.toml", text) + " --realizations 5");
}

TEST_CASE("a result file says what made it", "[program]") {
    const Workplace here;
    REQUIRE(here.run("run '" + configs + "ladder.toml' --realizations 5 -o r.nc").code == 0);
    const auto info = here.run("info r.nc").out;
    for (const std::string name : {"command = run", "configuration_file = /", "seed = ", "host = ",
                                   "processor = ", "compiler = ", "libraries = Boost", "glibc",
                                   "program_version = ", "git_hash = ", "start_time = "}) {
        INFO(name);
        CHECK(has(info, name));
    }
}

TEST_CASE("a changed number is found and named", "[program]") {
    const Workplace here;
    REQUIRE(here.run("run '" + configs + "ladder.toml' --realizations 5 -o r.nc").code == 0);
    Dataset data = read_dataset(here.path() / "r.nc");
    for (Variable& variable : data.variables) {
        if (variable.name != "reduced_current") continue;
        double& number = std::get<std::vector<double>>(variable.values)[3];
        number = std::nextafter(number, 2.0);
    }
    ResultFile(here.path() / "r.nc").write(NetcdfImage(data).bytes());
    const auto again = here.run("rerun r.nc");
    CHECK(again.code == 1);
    CHECK(has(again.out, "reduced_current(0, 3): "));
    CHECK(has(again.out, "it was changed"));
}

TEST_CASE("a result whose input files have changed is not rerun", "[program]") {
    const Workplace here;
    here.config("ode.csv", "time (s),p (gauss),q (gauss)\n1,18.806197,21.193803\n"
                           "100,13.700512,26.299488\n1e4,8.1896917,31.8103083\n");
    const std::string arguments = "compare '" + configs + "flux_exchange_linear.toml' "
                                  "--realizations 2000 --against ode.csv -o r.nc "
                                  "--set 'sweep.contacts.pq.exchange=[\"0.1 /s\"]'";
    const auto first = here.run(arguments);
    INFO(first.out << first.err);
    REQUIRE(first.code <= 1);
    CHECK(here.run("rerun r.nc").code == 0);
    here.config("ode.csv", contents(here.path() / "ode.csv") + "1e6,3.1270679,36.8729321\n");
    const auto again = here.run("rerun r.nc");
    CHECK(again.code == 2);
    CHECK(has(again.err, "ode.csv: has changed since the result was written"));
}

TEST_CASE("a result made from a site file reruns, wherever the file lies", "[program]") {
    const Workplace here;
    std::string table = "x [nm], y [nm]\n";
    for (int i = 0; i < 16; ++i) {
        table += std::to_string(100 + i % 4 * 250) + "," + std::to_string(90 + i / 4 * 250) + "\n";
    }
    const auto config = [&](const std::string& name, const std::string& file) {
        return here.config(name, R"([system]
kind = "sites"
temperature = "77 K"
[sites]
arrangement = "file"
hop_length = "20 nm"
thickness = "200 nm"
width = "1 um"
length = "1 um"
reach = "300 nm"
)" + file + R"([vortices]
count = 3
[barrier]
U0 = "8 kT"
Jc0 = "1e10 A/m^2"
attempt_frequency = "1e10 /s"
[time]
first = "1e-8 s"
last = "1e-6 s"
per_decade = 2
[ensemble]
realizations = 3
seed = 1
)");
    };
    fs::create_directories(here.path() / "there");
    here.config("there/sites.csv", table);
    here.config("elsewhere.csv", table);
    check_reruns(here, "run " + config("there/beside.toml", "file = \"sites.csv\"\n"));
    config("there/named.toml", "");
    const std::string whole_path = (here.path() / "elsewhere.csv").string();
    for (const std::string& file : {std::string("sites.csv"), std::string("../elsewhere.csv"), whole_path}) {
        check_reruns(here, "run there/named.toml --set 'sites.file=" + file + "'");
    }
    here.config("elsewhere.csv", table + "50,50\n");
    CHECK(has(here.run("rerun r.nc").err, "elsewhere.csv: has changed since the result was written"));
}

TEST_CASE("what is no result of a run is not rerun", "[program]") {
    const Workplace here;
    CHECK(here.run("rerun missing.nc").code == 2);
    REQUIRE(here.run("theory '" + configs + "ladder.toml' -o t.nc").code == 0);
    const auto theory = here.run("rerun t.nc");
    CHECK(theory.code == 2);
    CHECK(has(theory.err, "fluxhop theory"));
}
