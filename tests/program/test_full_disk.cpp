// Disks that fill up while something is written: what was there stays, and nothing half done is
// left.
#include "../support/same_results.hpp"

namespace {

using fluxhop::test::check_same;
using fluxhop::test::configs;
using fluxhop::test::run_ladder;
using fluxhop::test::contents;
using fluxhop::test::has;
using fluxhop::test::Workplace;
namespace fs = std::filesystem;

/// A folder on a disk of few kilobytes; where none may be mounted, files may be no longer than
/// that.
class SmallDisk {
public:
    SmallDisk(const fs::path& path, int kilobytes) : path_(path), kilobytes_(kilobytes) {
        fs::create_directory(path);
        is_mounted_ = mount("size=" + std::to_string(kilobytes) + "k");
    }
    ~SmallDisk() {
        if (is_mounted_) std::system(("umount '" + path_.string() + "'").c_str());
    }
    std::string limit() const {
        return is_mounted_ ? "" : "ulimit -f " + std::to_string(2 * kilobytes_) + ";";
    }
    const char* refusal() const {
        return is_mounted_ ? "No space left on device" : "File too large";
    }
    /// Somebody has tidied up.
    void grow() {
        if (is_mounted_) mount("remount,size=64m");
        kilobytes_ = 1 << 16;
    }
    bool has_part() const {
        for (const auto& entry : fs::directory_iterator(path_)) {
            if (entry.path().extension() == ".fluxhop-part") return true;
        }
        return false;
    }

private:
    bool mount(const std::string& options) const {
        const std::string command =
            "mount -t tmpfs -o " + options + " tmpfs '" + path_.string() + "' 2>/dev/null";
        return std::system(command.c_str()) == 0;
    }

    fs::path path_;
    int kilobytes_;
    bool is_mounted_ = false;
};

const std::string many = "--realizations 4000 ";

}  // namespace

TEST_CASE("a result that does not fit leaves the earlier one", "[program][damage]") {
    const Workplace here;
    const SmallDisk disk(here.path() / "disk", 200);
    REQUIRE(here.run(run_ladder + "--realizations 20 -o disk/r.nc").code == 0);
    const std::string earlier = contents(here.path() / "disk/r.nc");
    const auto full = here.run(run_ladder + many + "-o disk/r.nc", disk.limit());
    INFO(full.err);
    CHECK(full.code == 3);
    CHECK(has(full.err, std::string("disk/r.nc: cannot be written: ") + disk.refusal()));
    CHECK(contents(here.path() / "disk/r.nc") == earlier);
    CHECK_FALSE(disk.has_part());
}

TEST_CASE("a checkpoint that does not fit is tried again, and the result told to have failed",
          "[program][damage]") {
    const Workplace here;
    SmallDisk disk(here.path() / "disk", 200);
    REQUIRE(here.run(run_ladder + many + "-o whole.nc").code == 0);
    const auto full = here.run(run_ladder + many + "-o disk/r.nc --checkpoint-every 1ms", disk.limit());
    INFO(full.err);
    CHECK(full.code == 3);
    CHECK(has(full.err, disk.refusal()));
    CHECK_FALSE(disk.has_part());
    CHECK_FALSE(fs::exists(here.path() / "disk/r.nc"));
    disk.grow();
    const bool is_kept = fs::exists(here.path() / "disk/r.nc.checkpoint");
    CHECK(here.run(is_kept ? "resume disk/r.nc.checkpoint" : run_ladder + many + "-o disk/r.nc").code ==
          0);
    check_same(here, "whole.nc", "disk/r.nc");
}

TEST_CASE("what a killed process left half done is gone after the next run", "[program][damage]") {
    const Workplace here;
    here.config("r.nc.fluxhop-part", "half a result");
    here.config("r.nc.checkpoint.fluxhop-part", "half a checkpoint");
    REQUIRE(here.run(run_ladder + "--realizations 20 -o r.nc").code == 0);
    CHECK(here.files() == 1);
    CHECK(here.run("info r.nc").code == 0);
}

TEST_CASE("a log or an output on a full disk does not change how the program ends", "[program][damage]") {
    // Catches an exception of the last message itself, which would end the program by SIGABRT.
    const Workplace here;
    REQUIRE(here.run(run_ladder + "--realizations 20 -o r.nc").code == 0);
    const std::string no_log = R"(sh -c 'exec "$@" 2>/dev/full' sh)";
    CHECK(here.run("run nowhere.toml", no_log).code == 2);
    CHECK(here.run(run_ladder + "-o r.nc/r.nc", no_log).code == 3);
    CHECK(here.run(run_ladder + "--realizations 20 -o again.nc", no_log).code == 0);
    check_same(here, "r.nc", "again.nc");
    for (const char* command : {"info r.nc", "info r.nc --json"}) {
        const auto silent = here.run(command, R"(sh -c 'exec "$@" >/dev/full' sh)");
        CHECK(silent.code == 3);
        CHECK(has(silent.err, "fluxhop: "));
    }
    CHECK(has(here.run("--version", R"(sh -c 'exec "$@" >/dev/full' sh)").err,
              "standard output: cannot be written: No space left on device"));
}
