// The program under mpirun: results are those of one process bit for bit, and it speaks with one voice.
// Catches: ranks that number their realizations or make up a seed by themselves, dwell times and
// trajectories of the first rank only, every rank printing, writing or failing by itself.
#include <cmath>

#include "../support/same_results.hpp"

namespace {

using fluxhop::test::check_same;
using fluxhop::test::configs;
using fluxhop::test::contents;
using fluxhop::test::has;
using fluxhop::test::signal_once_saved;
using fluxhop::test::Workplace;
namespace fs = std::filesystem;

/// Also as root, on a machine with fewer cores than ranks, and in a container.
std::string mpirun(int ranks) {
    return "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 "
           "OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_btl_vader_single_copy_mechanism=none "
           "'" FLUXHOP_MPIEXEC "' -n " +
           std::to_string(ranks);
}

int count(const std::string& text, const std::string& part) {
    int found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

/// Kills mpirun and its ranks in the midst of the work, once there is a checkpoint.
void kill_job(const Workplace& here, const std::string& arguments, int ranks) {
    here.config("kill.sh", "env " + mpirun(ranks) + " '" FLUXHOP_PROGRAM "' " + arguments +
                               " >/dev/null 2>&1 & job=$!\n"
                               "while kill -0 $job; do sleep 0.05; [ -s cut.nc.checkpoint ] && break; done\n"
                               "sleep 0.2; ranks=$(cat /proc/$job/task/$job/children)\n"
                               "kill -KILL $job $ranks; wait $job\n");
    const std::string command = "cd '" + here.path().string() + "' && sh kill.sh >/dev/null 2>&1";
    REQUIRE(std::system(command.c_str()) != -1);
    fs::remove(here.path() / "kill.sh");
}

void check_same_on_ranks(const Workplace& here, const std::string& arguments, int ranks) {
    const auto alone = here.run(arguments + " -o alone.nc --threads 1");
    const auto shared = here.run(arguments + " -o shared.nc", mpirun(ranks));
    INFO(arguments << "\n" << alone.err << shared.out << shared.err);
    CHECK(shared.code == alone.code);
    CHECK(count(shared.out, "results: shared.nc") == 1);
    check_same(here, "alone.nc", "shared.nc");
}

}  // namespace

TEST_CASE("mpirun gives the numbers of one process", "[program][mpi]") {
    const Workplace here;
    check_same_on_ranks(here, "run '" + configs + "ladder.toml' --realizations 7", 2);
    check_same_on_ranks(here, "compare '" + configs + "flux_exchange_log.toml' --realizations 500", 3);
}

TEST_CASE("mpirun gives the vortices' histories of one process", "[program][mpi]") {
    const Workplace here;
    check_same_on_ranks(here, "run '" + configs + "diffusion.toml' --realizations 3", 2);
    const std::string film = "run '" + configs + "film_2d.toml' --set sites.columns=30 "
                             "--set sites.rows=30 --realizations 2";
    check_same_on_ranks(here, film, 2);
    CHECK(contents(here.path() / "alone.xyz") == contents(here.path() / "shared.xyz"));
    CHECK(contents(here.path() / "alone.xyz").size() > 1000);
}

TEST_CASE("ranks share a seed that is made up", "[program][mpi]") {
    const Workplace here;
    std::string text = contents(configs + "ladder.toml");
    text.erase(text.find("seed"), text.find('\n', text.find("seed")) - text.find("seed"));
    here.config("noseed.toml", text);
    const auto shared = here.run("run noseed.toml --realizations 6 --json", mpirun(2));
    INFO(shared.out << shared.err);
    REQUIRE(shared.code == 0);
    const auto at = shared.out.find("\"seed\": ") + 8;
    const std::string seed = shared.out.substr(at, shared.out.find_first_of(",\n", at) - at);
    CHECK(here.run("run noseed.toml --realizations 6 -o alone.nc --seed " + seed).code == 0);
    check_same(here, "alone.nc", "noseed.nc");
}

TEST_CASE("a job of ranks that is killed goes on, on any number of them", "[program][mpi][checkpoint]") {
    // Catches: a realization that only its rank knew to be finished, one that is dealt twice or not at all.
    const Workplace here;
    const std::string work = "run '" + configs + "nbti_ring_4K.toml' --realizations 4000 ";
    REQUIRE(here.run(work + "-o alone.nc --threads 1").code == 0);
    for (const std::string& next : {mpirun(2), mpirun(4), std::string()}) {
        kill_job(here, work + "-o cut.nc --checkpoint-every 20ms", 3);
        if (!fs::exists(here.path() / "cut.nc.checkpoint")) continue;  // it was too fast to be killed
        const auto resumed = here.run("resume cut.nc.checkpoint", next);
        INFO(next << resumed.out << resumed.err);
        CHECK(resumed.code == 0);
        CHECK(count(resumed.out, "results: ") == 1);
        CHECK_FALSE(fs::exists(here.path() / "cut.nc.checkpoint"));
        check_same(here, "alone.nc", "cut.nc");
        fs::remove(here.path() / "cut.nc");
    }
}

TEST_CASE("a signal stops all ranks, and the first one says how to go on", "[program][mpi][checkpoint]") {
    const Workplace here;
    const std::string work = "run '" + configs + "nbti_ring_4K.toml' --realizations 4000 ";
    REQUIRE(here.run(work + "-o alone.nc --threads 1").code == 0);
    const std::string long_work = "run '" + configs + "nbti_ring_4K.toml' --realizations 400000 -o cut.nc "
                                  "--checkpoint-every 100ms";
    const auto stopped = here.run(
        long_work, signal_once_saved("TERM", "cut.nc.checkpoint") + " env " + mpirun(3));
    INFO(stopped.out << stopped.err);
    CHECK(stopped.code != 0);
    CHECK(count(stopped.err, "of 400000 realizations are done; go on with \"fluxhop resume ") == 1);
    const auto fewer = here.run("resume cut.nc.checkpoint --realizations 4000", mpirun(3));
    INFO(fewer.err);
    CHECK(fewer.code == 0);
    check_same(here, "alone.nc", "cut.nc");
}

TEST_CASE("under mpirun a run is extended by realizations, to later times without",
          "[program][mpi][checkpoint]") {
    const Workplace here;
    const std::string work = "run '" + configs + "ladder.toml' --keep-state -o r.nc --realizations 30";
    REQUIRE(here.run(work, mpirun(3)).code == 0);
    REQUIRE(here.run("run '" + configs + "ladder.toml' -o more.nc --realizations 50").code == 0);
    CHECK(here.run("resume r.nc.checkpoint --realizations 50", mpirun(2)).code == 0);
    check_same(here, "more.nc", "r.nc");
    const auto later = here.run("resume r.nc.checkpoint --until '1e9 s'", mpirun(2));
    CHECK(later.code == 3);
    CHECK(count(later.err, "go on without mpirun") == 1);
    CHECK(here.run("resume r.nc.checkpoint --until '1e9 s'").code == 0);
}

TEST_CASE("under mpirun an error is told once and ends all ranks", "[program][mpi]") {
    const Workplace here;
    const auto misspelt =
        here.run("run '" + configs + "ladder.toml' --set ladder.rung=3", mpirun(3));
    CHECK(misspelt.code == 2);
    CHECK(count(misspelt.err, "did you mean") == 1);
    const auto usage = here.run("run", mpirun(2));
    CHECK(usage.code == 2);
    CHECK(count(usage.err, "required") == 1);
    CHECK(count(here.run("--version", mpirun(2)).out, "fluxhop") == 1);
}

TEST_CASE("ranks of one machine share its memory", "[program][mpi][memory]") {
    // Catches: ranks that each think they have the machine alone. Nothing is run: results that take seven
    // tenths of the memory are there twice, at the first rank and on their way to it.
    const Workplace here;
    const std::string ladder = "'" + configs + "ladder.toml' --set time.per_decade=100 ";
    const auto number = [](const std::string& text, const std::string& word) {
        REQUIRE(has(text, word));
        return std::stod(text.substr(text.find(word) + word.size()));
    };
    const auto refused = here.run("run " + ladder + "--realizations 1000000000", "timeout 60");
    const double machine = 1e9 * number(refused.err, "this machine has ");
    const double bytes = number(here.run("check --json " + ladder + "--set ensemble.realizations=1000000").out,
                                "\"memory_bytes\": ");
    const std::string many = std::to_string(std::lround(1e6 * 0.7 * machine / bytes));
    const auto shared = here.run("run " + ladder + "--realizations " + many, "timeout 60 env " + mpirun(2));
    INFO(many << "\n" << shared.err);
    CHECK(shared.code != 0);
    CHECK(has(shared.err, " in 2 processes; this machine has"));
    CHECK(count(shared.err, "this machine has") == 1);
    CHECK(has(shared.err, "realizations, processes or threads"));
}
