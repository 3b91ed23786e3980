// Runs that are killed, stopped, extended; disks that fill up; files that are damaged.
#include <random>

#include "../support/same_results.hpp"

namespace {

using fluxhop::test::check_same;
using fluxhop::test::configs;
using fluxhop::test::run_ladder;
using fluxhop::test::contents;
using fluxhop::test::has;
using fluxhop::test::signal_once_saved;
using fluxhop::test::Workplace;
namespace fs = std::filesystem;

/// A sweep of two points, with vortices that are followed: some tenths of a second.
const std::string sweep = "run '" + configs +
                          "diffusion.toml' --realizations 60 --set time.last=30 --set time.count=30 "
                          "--set 'sweep.current.density=[\"0 A/m^2\", \"1e9 A/m^2\"]' ";

/// Goes on with a run until it is done, perhaps killed again. @return how often it was begun
int resume_until_done(const Workplace& here, const std::string& killer) {
    int times = 0;
    while (fs::exists(here.path() / "cut.nc.checkpoint") && times < 50) {
        const bool last = ++times > 4;
        const auto outcome = here.run("resume cut.nc.checkpoint --checkpoint-every 5ms --threads " +
                                          std::to_string(1 + times % 3),
                                      last ? "" : killer);
        INFO(outcome.out << outcome.err);
        CHECK((outcome.code == 0 || outcome.code == 137));
    }
    return times;
}

}  // namespace

TEST_CASE("a run that is killed goes on to the numbers of one that is not", "[program][checkpoint]") {
    // Instants from a generator with a fixed seed; tests/faults/kill_study.py does two hundred. Catches
    // a realization that is lost, taken twice or taken half, and any state that is not kept.
    const Workplace here;
    REQUIRE(here.run(sweep + "-o whole.nc").code == 0);
    std::mt19937_64 engine(701);
    int resumed = 0;
    for (int i = 0; i < 6; ++i) {
        const double seconds = 0.05 + 0.4 * std::generate_canonical<double, 53>(engine);
        const std::string killer = "timeout -s KILL " + std::to_string(seconds);
        const auto outcome = here.run(sweep + "-o cut.nc --checkpoint-every 5ms", killer);
        CHECK((outcome.code == 0 || outcome.code == 137));
        resumed += resume_until_done(here, killer);
        if (!fs::exists(here.path() / "cut.nc")) continue;  // killed before there was anything to keep
        check_same(here, "whole.nc", "cut.nc");
        fs::remove(here.path() / "cut.nc");
    }
    UNSCOPED_INFO("resumed " << resumed << " times");
}

TEST_CASE("a signal stops a run, which says how it goes on", "[program][checkpoint]") {
    const Workplace here;
    const std::string long_run = "run '" + configs + "nbti_ring_4K.toml' --realizations 400000 ";
    for (const auto& [signal, code] : {std::pair{"INT", 130}, std::pair{"TERM", 143}}) {
        const auto stopped = here.run(long_run + "-o cut.nc --threads 1 --checkpoint-every 50ms",
                                      signal_once_saved(signal, "cut.nc.checkpoint"));
        INFO(stopped.err);
        CHECK(stopped.code == code);
        CHECK(has(stopped.err, "of 400000 realizations are done; go on with \"fluxhop resume "));
        CHECK(has(stopped.err, "cut.nc.checkpoint\""));
        CHECK(here.files() == 1);
        const auto again = here.run(long_run + "-o cut.nc");
        CHECK(again.code == 3);
        CHECK(has(again.err, "there is an unfinished run of the same configuration"));
        const auto other = here.run(long_run + "-o cut.nc --seed 4");
        CHECK(other.code == 3);
        CHECK(has(other.err, "of another configuration (\"seed = "));
        fs::remove(here.path() / "cut.nc.checkpoint");
    }
}

TEST_CASE("a finished run is extended to what the longer run would have been",
          "[program][checkpoint]") {
    const Workplace here;
    REQUIRE(here.run(run_ladder + "--realizations 300 --keep-state -o r.nc").code == 0);
    REQUIRE(here.run(run_ladder + "--realizations 500 -o more.nc").code == 0);
    REQUIRE(here.run(run_ladder + "--realizations 500 --set 'time.last=1e9 s' -o longer.nc").code == 0);
    const auto more = here.run("resume r.nc.checkpoint --realizations 500");
    INFO(more.err);
    CHECK(more.code == 0);
    CHECK(has(more.out, "state: "));
    check_same(here, "more.nc", "r.nc");
    const auto longer = here.run("resume r.nc.checkpoint --until '1e9 s'");
    INFO(longer.err);
    CHECK(longer.code == 0);
    check_same(here, "longer.nc", "r.nc");
    REQUIRE(here.run("resume r.nc.checkpoint --until '3.3e9 s'").code == 0);  // no whole step
    const auto odd = here.run("resume r.nc.checkpoint --until '1e10 s'");
    CHECK(odd.code == 3);
    CHECK(has(odd.err, "do not begin with those of the run"));
}

TEST_CASE("a damaged checkpoint is refused, or what is whole of it taken up",
          "[program][checkpoint]") {
    const Workplace here;
    REQUIRE(here.run(run_ladder + "--realizations 60 --keep-state -o r.nc").code == 0);
    const fs::path path = here.path() / "r.nc.checkpoint";
    const std::string earlier = contents(here.path() / "r.nc"), whole = contents(path);
    fs::copy_file(here.path() / "r.nc", here.path() / "whole.nc");
    std::mt19937_64 engine(702);
    for (int i = 0; i < 8; ++i) {
        std::string damaged = whole;
        damaged[engine() % damaged.size()] ^= static_cast<char>(1U << (engine() % 8));
        here.config("r.nc.checkpoint", damaged);
        const auto outcome = here.run("resume r.nc.checkpoint");
        INFO(outcome.err);
        CHECK(outcome.code == 3);
        CHECK(has(outcome.err, "r.nc.checkpoint: "));
        CHECK(contents(here.path() / "r.nc") == earlier);
    }
    std::string damaged = whole;
    damaged[damaged.size() / 2] ^= 1;
    here.config("r.nc.checkpoint", damaged);
    const auto repaired = here.run("resume r.nc.checkpoint --drop-damaged");
    INFO(repaired.err);
    CHECK(repaired.code == 0);
    check_same(here, "whole.nc", "r.nc");
    for (int i = 0; i < 8; ++i) {  // cut short, it is what a kill leaves
        here.config("r.nc.checkpoint", whole.substr(0, engine() % whole.size()));
        const auto outcome = here.run("resume r.nc.checkpoint");
        INFO(outcome.err);
        CHECK((outcome.code == 0 || outcome.code == 3));
        check_same(here, "whole.nc", "r.nc");
    }
    here.config("r.nc.checkpoint", "[system]\n");
    CHECK(has(here.run("resume r.nc.checkpoint").err, "not a checkpoint of fluxhop"));
    std::string later = whole;
    later[7] = 2;
    here.config("r.nc.checkpoint", later);
    CHECK(has(here.run("resume r.nc.checkpoint").err, "format version 2"));
    fs::remove(path);
    CHECK(here.run("resume r.nc.checkpoint").code == 3);
    CHECK(here.run("resume r.nc").code == 2);
    CHECK(here.run(run_ladder + "--checkpoint-every sometimes").code == 2);
}

TEST_CASE("one process at a time works on an output", "[program][checkpoint]") {
    const Workplace here;
    here.config("r.nc.fluxhop-lock", "4711");
    const auto second = here.run(run_ladder + "-o r.nc", "flock -n r.nc.fluxhop-lock");
    CHECK(second.code == 3);
    CHECK(has(second.err, "r.nc: process 4711 is at work on it"));
    const auto later = here.run(run_ladder + "-o r.nc --realizations 60");  // its owner was killed
    CHECK(later.code == 0);
    CHECK(here.files() == 1);
}

TEST_CASE("a disk that fills up costs neither the run nor what is kept", "[program][checkpoint]") {
    const Workplace here;
    REQUIRE(here.run(sweep + "-o whole.nc").code == 0);
    const std::string warning = "; the run goes on without a new checkpoint";
    for (const int blocks : {2, 16}) {  // none fits; some do, and the log does not if it is long
        const auto full = here.run(sweep + "-o r.nc --checkpoint-every 1ms",
                                   "ulimit -f " + std::to_string(blocks) + ";");
        INFO(blocks << " blocks: " << full.err);
        CHECK(full.code == 3);
        CHECK(has(full.err, "r.nc.checkpoint: cannot be written: File too large"));
        if (blocks == 2) CHECK((has(full.err, warning) && full.err.find(warning) == full.err.rfind(warning)));
        CHECK_FALSE(fs::exists(here.path() / "r.nc"));
    }
    if (!fs::exists(here.path() / "r.nc.checkpoint")) return;
    CHECK(here.run("resume r.nc.checkpoint").code == 0);
    check_same(here, "whole.nc", "r.nc");
}
