// The program as a user meets it: commands, exit codes, files and messages.
#include <nlohmann/json.hpp>

#include "../support/workplace.hpp"

namespace {

using fluxhop::test::configs;
using fluxhop::test::contents;
using fluxhop::test::has;
using fluxhop::test::run_ladder;
using fluxhop::test::Workplace;
namespace fs = std::filesystem;

const std::string whole_ladder = "'" + configs + "ladder.toml' ";
const std::string small_ladder = whole_ladder + "--realizations 2000 ";

}  // namespace

TEST_CASE("compare accepts, writes the file and says where", "[program]") {
    const Workplace here;
    const auto outcome = here.run("compare " + small_ladder);
    CHECK(outcome.code == 0);
    CHECK(has(outcome.out, "accepts"));
    CHECK(has(outcome.out, "results: ladder.nc"));
    CHECK(outcome.err.empty());  // no progress bar into a file
    CHECK(here.files() == 1);

    const auto info = here.run("info ladder.nc");
    CHECK(info.code == 0);
    CHECK(has(info.out, "verdict = accepted"));
    CHECK(has(info.out, "generator = Philox4x64-10"));
    CHECK(has(info.out, "seed = 20260402"));
    CHECK(has(info.out, "reduced_current(realization, time)"));
    CHECK(has(info.out, "rungs = 1000"));
}

TEST_CASE("the main job accepts at its own size", "[program][long]") {
    const Workplace here;
    const auto outcome = here.run("compare '" + configs + "nbti_ring_4K.toml' --json");
    CHECK(outcome.code == 0);
    const auto report = nlohmann::json::parse(outcome.out);
    CHECK(report["comparison"]["accepted"] == true);
    CHECK(report["creep"]["is_logarithmic"] == true);
    CHECK(report["realizations"] == 1000);
    CHECK(has(outcome.err, "258.9 kT"));
}

TEST_CASE("the ring in equilibrium accepts", "[program]") {
    const Workplace here;
    const auto outcome = here.run("compare '" + configs + "thermal_ring.toml'");
    CHECK(outcome.code == 0);
}

TEST_CASE("exchanging regions accept, along a sweep and against the exact law", "[program][long]") {
    const Workplace here;
    for (const std::string config : {"flux_exchange_linear.toml", "flux_exchange_log.toml"}) {
        const auto outcome = here.run("compare '" + configs + config + "' -o r.nc");
        CHECK(outcome.code == 0);
        CHECK(has(outcome.out, "--- contacts.pq.exchange=\"0.001 /s\""));
    }
    const auto info = here.run("info r.nc");
    CHECK(has(info.out, "exchange = 5"));
    CHECK(has(info.out, "field_one_way(exchange, time, region)"));
    CHECK(has(info.out, "field_equilibrium(exchange, region)"));
    CHECK(here.run("compare '" + configs + "flux_exchange_fig2.toml'").code == 0);
    CHECK(has(info.out, "field(exchange, realization, time, region)"));
}

TEST_CASE("cylinders, chains and networks of regions accept", "[program][long]") {
    const Workplace here;
    for (const std::string arguments :
         {"surface_bulk_outside.toml' --realizations 200", "chain.toml' --realizations 100",
          "region_network.toml' --realizations 100"}) {
        const auto outcome = here.run("compare '" + configs + arguments + " -o r.nc");
        INFO(arguments << outcome.out << outcome.err);
        CHECK(outcome.code == 0);
    }
}

TEST_CASE("slabs accept, and the decay of M is logarithmic", "[program][slab][long]") {
    const Workplace here;
    const auto relaxed = here.run("compare '" + configs + "slab_relaxation.toml' --json -o r.nc "
                                  "--set slab.columns=10");
    CHECK(relaxed.code == 0);
    const auto report = nlohmann::json::parse(relaxed.out);
    CHECK(report["creep"]["is_logarithmic"] == true);
    // S = -d ln M/d ln t, M without the applied field: 1/(U/kT) in the middle of the window.
    CHECK(report["creep"]["rate"]["creep_rate"]["value"] == Approx(0.044).epsilon(0.05));
    const auto info = here.run("info r.nc");
    CHECK(has(info.out, "decay_variable = magnetization"));
    CHECK(has(info.out, "applied_field(time)"));
    const auto ramped = here.run("compare '" + configs + "slab_ramp.toml' -o r.nc "
                                 "--set slab.columns=8");
    INFO(ramped.out << ramped.err);
    CHECK(ramped.code == 0);
}

TEST_CASE("tau-leaping runs what exact hops cannot", "[program]") {
    const Workplace here;
    const auto outcome =
        here.run("run '" + configs +
                 "flux_exchange_linear.toml' --set engine.method=tau-leaping --realizations 20 -o r.nc "
                 "--set 'regions.p.area=1e8 flux_quantum/gauss' "
                 "--set 'regions.q.area=1e8 flux_quantum/gauss'");
    CHECK(outcome.code == 0);
    CHECK(has(here.run("info r.nc").out, "method = tau-leaping"));
}

TEST_CASE("an ensemble is compared with somebody else's ODE solution", "[program]") {
    // Columns of the paper's Fig. 3 by Radau; then the same with time off by 5 %.
    const Workplace here;
    const std::string one = "compare '" + configs +
                            "flux_exchange_linear.toml' --realizations 20000 -o r.nc "
                            "--set 'sweep.contacts.pq.exchange=[\"0.1 /s\"]' --against ";
    here.config("right.csv",
                "time (s),p (gauss),q (gauss)\n0,20,20\n1,18.806197,21.193803\n"
                "100,13.700512,26.299488\n1e4,8.1896917,31.8103083\n1e6,3.1270679,36.8729321\n");
    here.config("wrong.csv",
                "time (min),p (mT),q (mT)\n0.0175,1.8806197,2.1193803\n"
                "1.75,1.3700512,2.6299488\n175,0.81896917,3.18103083\n");
    const auto right = here.run(one + "right.csv");
    INFO(right.out << right.err);
    CHECK(right.code == 0);
    CHECK(here.run(one + "wrong.csv").code == 1);
    here.config("names.csv", "time (s),a (gauss)\n1,20\n10,19\n100,18\n");
    const auto names = here.run(one + "names.csv");
    CHECK(names.code == 2);
    CHECK(has(names.err, "names.csv: there is no column \"p\""));
    here.config("units.csv", "time (s),p,q (gauss)\n1,20,20\n");
    CHECK(has(here.run(one + "units.csv").err, "units.csv:1: column \"p\" has no unit"));
    here.config("hole.csv", "time (s),p (gauss),q (gauss)\n1,20\n");
    CHECK(has(here.run(one + "hole.csv").err, "hole.csv:2: 2 values under 3 columns"));
    // Of what has no such solution, before the ensemble: this one would take hours.
    const auto slab = here.run("compare '" + configs +
                               "slab_relaxation.toml' --realizations 1000000 --against right.csv");
    CHECK(slab.code == 2);
    CHECK(has(slab.err, "not films and slabs"));
    CHECK(here.run(one + "none.csv").code == 2);
}

TEST_CASE("theory prints every reading and leaves out what does not fit", "[program]") {
    const Workplace here;
    const std::string at_100_s = "--set 'time.last=100 s' "
                                 "--set 'sweep.contacts.pq.exchange=[\"0.1 /s\"]' ";
    const auto two = here.run("theory '" + configs + "flux_exchange_linear.toml' " + at_100_s);
    CHECK(two.code == 0);
    for (const char* number :
         {"13.70051216", "-0.2460550356", "0.6097412345", "13.44830301", "0.6511326071"}) {
        CHECK(has(two.out, number));
    }
    const std::string variables = here.run("info flux_exchange_linear_theory.nc").out;
    CHECK(has(variables, "lyapunov(exchange, time)"));
    CHECK(has(variables, "field_one_way(exchange, time, region)"));
    const auto ring = here.run("theory '" + configs + "nbti_ring_4K.toml' -o ring.nc");
    CHECK(ring.code == 0);
    CHECK(has(ring.out, "left out: master equation"));
    const auto refused =
        here.run("theory '" + configs + "region_network.toml' --master-equation -o none.nc");
    CHECK(refused.code == 2);
    CHECK(has(refused.err, "states"));
    const auto open =
        here.run("theory '" + configs + "surface_bulk_outside.toml' --master-equation -o none.nc");
    CHECK(open.code == 2);
    CHECK(has(open.err, "needs a closed network, and node 2 is a ring or a reservoir"));
    CHECK_FALSE(fs::exists(here.path() / "none.nc"));
}

TEST_CASE("with --json there is one object and nothing else", "[program]") {
    const Workplace here;
    for (const std::string command : {"run", "compare", "check"}) {
        const std::string options = command == "check" ? "" : "-o r.nc";
        const auto outcome = here.run(command + " '" + configs + "ladder.toml' --json " + options +
                                      (command == "check" ? "" : " --realizations 100"));
        INFO(outcome.err);
        CHECK(outcome.code == 0);
        CHECK(nlohmann::json::parse(outcome.out).is_object());
    }
    CHECK(nlohmann::json::parse(here.run("info r.nc --json").out).is_object());
}

TEST_CASE("the same seed gives the same numbers on any number of threads", "[program]") {
    const Workplace here;
    const auto numbers = [&](const std::string& options) {
        auto report = nlohmann::json::parse(here.run("compare " + small_ladder + "--json " + options).out);
        report.erase("wall_time_s");
        return report.dump();
    };
    const std::string one = numbers("--threads 1");
    CHECK(one == numbers("--threads 2"));
    CHECK(one == numbers("--threads 7"));
    CHECK(one != numbers("--seed 9"));
}

TEST_CASE("check prints a configuration that can be run", "[program]") {
    const Workplace here;
    const auto check = here.run("check '" + configs + "nbti_ring_4K.toml' --set ring.hop_sites=7");
    CHECK(check.code == 0);
    CHECK(has(check.out, "hop_sites = 7"));
    CHECK(has(check.out, "# about 9.33e+03 hops per realization"));
    CHECK(has(check.out, "applied_flux = \"0 Wb\"  # default"));
    here.config("again.toml", check.out);
    const auto again = here.run("check again.toml");
    CHECK(again.code == 0);
    CHECK(has(again.out, "hop_sites = 7"));
}

TEST_CASE("a comparison that fails exits with 1", "[program]") {
    // A false-alarm level of one half rejects about every second right ensemble: some seed will do.
    const Workplace here;
    int rejected = 0;
    for (int seed = 1; seed <= 20; ++seed) {
        const auto outcome = here.run("compare " + whole_ladder + "--realizations 200 --seed " +
                                      std::to_string(seed) + " --set compare.false_alarm=0.5");
        CHECK((outcome.code == 0 || outcome.code == 1));
        if (outcome.code == 1) {
            ++rejected;
            CHECK(has(outcome.out, "REJECTS"));
        }
    }
    CHECK(rejected > 0);
    CHECK(rejected < 20);
}

TEST_CASE("bad usage exits with 2 and one clear message", "[program]") {
    const Workplace here;
    const auto fails = [&](const std::string& arguments, const std::string& message) {
        const auto outcome = here.run(arguments);
        INFO(arguments << "\n" << outcome.out << outcome.err);
        CHECK(outcome.code == 2);
        CHECK(outcome.out.empty());
        CHECK(has(outcome.err, message));
        CHECK(here.files() == 0);
    };
    fails("", "subcommand");
    fails("frobnicate", "frobnicate: not a command; there are run, compare");
    fails("explode x.toml", "");
    fails("run", "config");
    fails("run missing.toml", "missing.toml: No such file or directory");
    fails("run .", "is a directory");
    fails("run " + small_ladder + "--speed 3", "--speed");
    fails("run " + whole_ladder + "--realizations none", "--set ensemble.realizations");
    fails("run " + whole_ladder + "--realizations 0", "from 1 to");
    fails("run " + small_ladder + "--seed -1", "from 0 to");
    fails("run " + small_ladder + "--threads -1", "threads");
    fails("run " + small_ladder + "-o .", "is a directory");
    fails("run " + small_ladder + "-o /dev/null", "is not a regular file");
    fails("check " + whole_ladder + "--set 'sweep.ladder.rung=[1]'",
          "ladder.toml: [sweep] ladder.rung: unknown key");
    fails("check " + whole_ladder +
              "--set 'sweep.ladder.rungs=[900]' --set ladder.rungs=950",
          "the key is swept");
    fails("run " + small_ladder + "--set ladder.barrier_stp=1", "did you mean \"barrier_step\"?");
    fails("run " + whole_ladder + "--realizations 1000000000", "take fewer");
    fails("compare " + whole_ladder + "--realizations 20", "at least 50 realizations");
    fails("info missing.nc", "no such file");
}

TEST_CASE("with --json errors are one object, and the exit code the same", "[program]") {
    const Workplace here;
    const auto fails = [&](const std::string& arguments, const std::string& message) {
        const auto outcome = here.run(arguments + " --json");
        INFO(arguments << "\n" << outcome.out << outcome.err);
        CHECK(outcome.code == 2);
        const auto object = nlohmann::json::parse(outcome.out);
        CHECK(object["exit_code"] == 2);
        CHECK(has(object["errors"][0]["message"].get<std::string>(), message));
        CHECK(has(outcome.err, message));
        return object["errors"][0];
    };
    here.config("wrong.toml", contents(configs + "ladder.toml") + "[compare]\npwoer = 0.8\n");
    const auto one = fails("check wrong.toml", "did you mean \"power\"?");
    CHECK(one["file"] == "wrong.toml");
    CHECK(one["line"] > 10);
    CHECK(one["key"] == "compare.pwoer");
    fails("run missing.toml", "No such file");
    fails("info missing.nc", "no such file");
    fails("run", "config");
    here.config("still.toml", "[system]\nkind=\"regions\"\ntemperature=\"77 K\"\n[regions.p]\n"
                              "area=\"1 um^2\"\nvortices=0\nlaw=\"none\"\n[time]\nfirst=1\nlast=2\n"
                              "unit=\"waiting_time\"\n");
    fails("check still.toml", "still.toml:11: time.unit: nothing moves at the start");
}

TEST_CASE("check says which point of a sweep its numbers are of", "[program]") {
    const Workplace here;
    const std::string command = "check '" + configs + "flux_exchange_log.toml'";
    CHECK(has(here.run(command).out, "# a sweep of 5 points; what follows is at the first: "
                                     "contacts.pq.exchange=\"0 /s\""));
    const auto object = nlohmann::json::parse(here.run(command + " --json").out);
    CHECK(object["points"] == 5);
    CHECK(object["derived_at"][0] == "contacts.pq.exchange=\"0 /s\"");
    CHECK_FALSE(has(here.run("check " + whole_ladder).out, "a sweep"));
}

TEST_CASE("pipes and devices are no configurations, and do not hold the program up", "[program]") {
    const Workplace here;
    REQUIRE(std::system(("mkfifo '" + (here.path() / "pipe").string() + "'").c_str()) == 0);
    for (const std::string path : {"pipe", "/dev/zero", "/dev/null"}) {
        const auto outcome = here.run("check " + path, "timeout 20");
        CHECK(outcome.code == 2);
        CHECK(has(outcome.err, path + ": is not a regular file"));
    }
}

TEST_CASE("results replace results and nothing else", "[program]") {
    const Workplace here;
    here.config("mine.toml", contents(configs + "ladder.toml"));
    const auto outcome = here.run("run mine.toml --realizations 100 -o mine.toml");
    CHECK(outcome.code == 2);
    CHECK(has(outcome.err, "mine.toml: exists and is not a netCDF file"));
    CHECK(contents(here.path() / "mine.toml") == contents(configs + "ladder.toml"));
    REQUIRE(here.run("run mine.toml --realizations 100 -o real.nc").code == 0);
    fs::create_symlink("real.nc", here.path() / "link.nc");
    CHECK(here.run("run mine.toml --realizations 200 -o link.nc").code == 0);
    CHECK(fs::is_symlink(here.path() / "link.nc"));
    CHECK(has(here.run("info real.nc").out, "realization = 200"));
}

TEST_CASE("what lies beside a result is left alone", "[program]") {
    const Workplace here;
    here.config("Cargo.lock", "[[package]]");
    here.config("Cargo.part", "half of a download");
    here.config("precious", "kept");
    fs::create_symlink("precious", here.path() / "r.nc.fluxhop-lock");
    REQUIRE(here.run(run_ladder + "--realizations 20 -o Cargo").code == 0);
    CHECK(contents(here.path() / "Cargo.lock") == "[[package]]");
    CHECK(contents(here.path() / "Cargo.part") == "half of a download");
    CHECK(here.run(run_ladder + "--realizations 20 -o r.nc").code == 3);  // not through a link
    CHECK(contents(here.path() / "precious") == "kept");
    fs::permissions(here.path() / "Cargo", fs::perms::owner_read | fs::perms::owner_write);
    REQUIRE(here.run(run_ladder + "--realizations 20 -o Cargo").code == 0);
    CHECK(fs::status(here.path() / "Cargo").permissions() == (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE("points of a sweep that one file cannot hold are refused before the first is run", "[program]") {
    const Workplace here;
    const std::string work = "'" + configs + "diffusion.toml' --set 'sweep.";
    for (const std::string axis : {"sites.columns=[10,20]'", "time.count=[5,6]'"}) {
        for (const std::string command : {"check ", "run --realizations 100000000 "}) {
            const auto outcome = here.run(command + work + axis);
            CHECK(outcome.code == 2);
            CHECK(has(outcome.err, "the points of the sweep differ in the size of"));
        }
    }
    const auto seeds = here.run("check " + work + "ensemble.seed=[1,2]'");
    CHECK(has(seeds.err, "sweep.ensemble.seed: cannot be swept"));
}

TEST_CASE("an ensemble in which too little happens to be judged is kept, undecided", "[program]") {
    const Workplace here;
    const auto outcome = here.run("compare '" + configs + "ladder.toml' --realizations 60 -o r.nc "
                                  "--set 'time.first=1e-9 s' --set 'time.last=1e-7 s'");
    INFO(outcome.out << outcome.err);
    CHECK(outcome.code == 4);
    CHECK(has(outcome.out, "Nothing to compare"));
    CHECK(has(here.run("info r.nc").out, "verdict = undecided"));
}

TEST_CASE("a log that nobody reads any more does not end a run", "[program][checkpoint]") {
    // As Ctrl-C ends `tee log` as well: the reader goes once something is kept, then the signal comes. Catches a
    // message to it that ends the program by SIGPIPE.
    const Workplace here;
    const std::string reader_goes =
        "mkfifo pipe; { (for i in $(seq 2400); do sleep 0.05; kill -0 $$ || exit; [ -s cut.nc.checkpoint ] && break; "
        "done <pipe 2>/dev/null; kill -s INT $$) & } && exec sh -c 'exec \"$@\" 2>pipe' sh";
    const auto unread = here.run("run '" + configs + "nbti_ring_4K.toml' --realizations 400000 -o cut.nc "
                                 "--checkpoint-every 50ms --threads 1", reader_goes);
    CHECK(unread.code == 130);
    CHECK(fs::exists(here.path() / "cut.nc.checkpoint"));
}

TEST_CASE("an unwritable folder is known before the work, and exits with 3", "[program]") {
    const Workplace here;
    for (const std::string path : {"none/r.nc", "/proc/r.nc"}) {
        const auto outcome = here.run("run " + small_ladder + "-o " + path);
        CHECK(outcome.code == 3);
        CHECK(has(outcome.err, path + ": cannot be written: No such file or directory"));
        CHECK(here.files() == 0);
    }
}

TEST_CASE("an interrupted run without checkpoints leaves nothing behind", "[program]") {
    const Workplace here;
    const std::string big = "'" + configs + "nbti_ring_4K.toml' --realizations 100000 -o big.nc";
    here.run("run " + big + " --checkpoint-every off", "timeout -s INT 1");
    CHECK_FALSE(fs::exists(here.path() / "big.nc"));
    CHECK_FALSE(fs::exists(here.path() / "big.nc.checkpoint"));
}

TEST_CASE("a disk that fills up exits with 3 and keeps the earlier result", "[program]") {
    const Workplace here;
    REQUIRE(here.run("run " + small_ladder).code == 0);
    const std::string earlier = contents(here.path() / "ladder.nc");
    const auto outcome = here.run("run " + small_ladder + "--seed 4", "ulimit -f 16; trap '' XFSZ;");
    CHECK(outcome.code == 3);
    CHECK(has(outcome.err, "ladder.nc: "));
    CHECK(here.files() == 1);
    CHECK(contents(here.path() / "ladder.nc") == earlier);
}

TEST_CASE("version and help", "[program]") {
    const Workplace here;
    const auto version = here.run("--version");
    CHECK(version.code == 0);
    CHECK(has(version.out, "fluxhop 0."));
    const auto help = here.run("--help");
    CHECK(help.code == 0);
    CHECK(has(help.out, "Exit codes"));
}
