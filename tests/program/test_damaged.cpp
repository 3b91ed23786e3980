// Result files that are not what was written: one message, exit code 3, no crash.
#include <random>

#include "../support/workplace.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/io/netcdf.hpp"

namespace {

using fluxhop::test::configs;
using fluxhop::test::contents;
using fluxhop::test::has;
using fluxhop::test::Workplace;

const std::string make = "run '" + configs + "ladder.toml' --realizations 40 -o r.nc";
constexpr std::size_t seal = 24;  // bytes at the end; without them the file can be read as well

int lines(const std::string& text) {
    return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

bool is_refused(const Workplace& here, const std::string& bytes) {
    here.config("d.nc", bytes);
    try {
        fluxhop::read_dataset((here.path() / "d.nc").string());
        return false;
    } catch (const fluxhop::RunError&) {
        return true;
    } catch (const fluxhop::UsageError&) {
        return bytes.empty();
    }
}

}  // namespace

TEST_CASE("every flipped bit and every cut of a result is found", "[program][damage]") {
    const Workplace here;
    REQUIRE(here.run(make).code == 0);
    const std::string whole = contents(here.path() / "r.nc");
    CHECK_FALSE(is_refused(here, whole));
    std::mt19937_64 engine(801);
    for (int i = 0; i < 200; ++i) {
        std::string damaged = whole;
        const std::size_t at = engine() % (whole.size() - seal);
        damaged[at] = static_cast<char>(damaged[at] ^ (1 << engine() % 8));
        INFO("byte " << at);
        CHECK(is_refused(here, damaged));
    }
    for (int i = 0; i < 100; ++i) {
        const std::size_t length = engine() % (whole.size() - seal);
        INFO(length << " bytes");
        CHECK(is_refused(here, whole.substr(0, length)));
    }
}

TEST_CASE("a damaged result is refused with one message", "[program][damage]") {
    const Workplace here;
    REQUIRE(here.run(make).code == 0);
    const std::string whole = contents(here.path() / "r.nc");
    std::string flipped = whole;
    flipped[whole.size() / 2] ^= 4;
    for (const std::string& bytes :
         {flipped, whole.substr(0, whole.size() / 2), whole.substr(0, 20)}) {
        here.config("d.nc", bytes);
        for (const std::string command : {"info d.nc", "rerun d.nc"}) {
            const auto outcome = here.run(command);
            CHECK(outcome.code == 3);
            CHECK(has(outcome.err, "d.nc: damaged: "));
            CHECK(lines(outcome.err) == 1);
        }
    }
    here.config("empty.nc", "");
    here.config("text.nc", "time,flux\n");
    for (const auto& [name, what] :
         {std::pair{"empty.nc", "is empty"}, std::pair{"text.nc", "not a netCDF file"},
          std::pair{".", "is a directory"}, std::pair{"none.nc", "no such file"}}) {
        for (const std::string command : {"info ", "rerun "}) {
            const auto outcome = here.run(command + name);
            CHECK(outcome.code == 2);
            CHECK(has(outcome.err, std::string(name) + ": " + what));
        }
    }
    const auto against =
        here.run("compare '" + configs + "ladder.toml' --realizations 300 --against d.nc");
    CHECK(against.code == 2);
    CHECK(lines(against.err) == 1);
}

TEST_CASE("results without a seal are read as before", "[program][damage]") {
    const Workplace here;
    REQUIRE(here.run(make).code == 0);
    const std::string whole = contents(here.path() / "r.nc");
    here.config("r.nc", whole.substr(0, whole.size() - seal));
    CHECK(here.run("info r.nc").code == 0);
    CHECK(here.run("rerun r.nc").code == 0);
}
