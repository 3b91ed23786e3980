// Single vortices as the program writes them: trajectories, and sweeps whose points differ in time.
#include <cmath>
#include <map>
#include <set>

#include "../support/workplace.hpp"

namespace {

using fluxhop::test::contents;
using fluxhop::test::has;
using fluxhop::test::Workplace;
namespace fs = std::filesystem;

/// Ten vortices on a ring of 40 sites; their places are kept.
const std::string followed = R"([system]
kind = "sites"
temperature = "77 K"
[sites]
arrangement = "chain"
columns = 40
hop_length = "20 nm"
thickness = "200 nm"
[vortices]
count = 10
[barrier]
U0 = "8 kT"
Jc0 = "1e10 A/m^2"
attempt_frequency = "1e10 /s"
[current]
density = "1e9 A/m^2"
[time]
unit = "waiting_time"
spacing = "linear"
first = 1
last = 5
count = 5
[ensemble]
realizations = 3
[record]
vortices = true
trajectories = true
)";

/// Frames of an extended XYZ file, each vortex as its x in Angstrom by its number.
std::vector<std::map<int, double>> frames_of(const fs::path& path) {
    std::ifstream file(path);
    std::vector<std::map<int, double>> frames;
    int count = 0;
    std::string line, species;
    while (file >> count) {
        std::getline(file, line);
        std::getline(file, line);
        REQUIRE(has(line, "Lattice=\"8000 0 0 0 200 0 0 0 2000\""));
        REQUIRE(has(line, "pbc=\"T"));
        auto& frame = frames.emplace_back();
        for (int i = 0; i < count; ++i) {
            double x = 0.0, y = 0.0, z = 0.0;
            int id = -1;
            REQUIRE(file >> species >> x >> y >> z >> id);
            frame[id] = x;
        }
    }
    return frames;
}

}  // namespace

TEST_CASE("trajectories are written beside the results and can be read back", "[program]") {
    const Workplace here;
    const std::string run = "run " + here.config("chain.toml", followed) + " --seed 4";
    const auto outcome = here.run(run);
    REQUIRE(outcome.code == 0);
    CHECK(has(outcome.out, "trajectories: chain.xyz"));
    const auto frames = frames_of(here.path() / "chain.xyz");
    REQUIRE(frames.size() == 5);
    bool moved = false;
    for (const auto& frame : frames) {
        REQUIRE(frame.size() == 10);
        std::set<double> places;
        for (const auto& [id, x] : frame) {
            CHECK(std::abs(std::remainder(x - frames[0].at(id), 200.0)) < 1e-6);  // whole hops
            moved = moved || x != frames[0].at(id);
            places.insert(x);
        }
        CHECK(places.size() == 10);  // a site holds one vortex
    }
    CHECK(moved);
    CHECK(here.run(run).code == 0);  // a trajectory replaces a trajectory
    here.config("chain.xyz", "my notes");
    CHECK(here.run(run).code == 2);
    CHECK(contents(here.path() / "chain.xyz") == "my notes");
}

TEST_CASE("a sweep has a trajectory, times and dwell times of each point", "[program]") {
    const Workplace here;
    here.config("chain.toml", followed + "[sweep]\nbarrier.U0 = [\"4 kT\", \"9 kT\"]\n");
    REQUIRE(here.run("run chain.toml").code == 0);
    CHECK(fs::exists(here.path() / "chain_0.xyz"));
    CHECK(fs::exists(here.path() / "chain_1.xyz"));
    CHECK(has(here.run("info chain.nc").out, "time_s(U0, time)"));
}

TEST_CASE("trajectories too large for any disk are refused at once", "[program]") {
    const Workplace here;
    here.config("chain.toml", followed);
    const auto outcome = here.run("run chain.toml --set time.count=10000000");
    CHECK(outcome.code == 2);
    CHECK(has(outcome.err, "about 4 GB"));
}
