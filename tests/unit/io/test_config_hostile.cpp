// Configurations made to hurt: sizes, numbers and paths.
#include <filesystem>
#include <limits>
#include <string>

#include "../../support/catch.hpp"
#include "../../support/workplace.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/io/config.hpp"
#include "fluxhop/io/config_error.hpp"

using namespace fluxhop;
namespace fs = std::filesystem;

namespace {

const std::string film = R"([system]
kind = "sites"
temperature = "20 K"
[sites]
hop_length = "50 nm"
thickness = "100 nm"
[barrier]
U0 = "20 meV"
Jc0 = "1e9 A/m^2"
attempt_frequency = "1e9 /s"
[time]
first = "1e-8 s"
last = "1e4 s"
)";

const std::vector<std::string> lattice{"sites.arrangement=triangular", "sites.columns=100",
                                       "sites.rows=100", "vortices.count=10"};

std::string error_of(const std::string& source, std::vector<std::string> set,
                     const std::vector<std::string>& more) {
    set.insert(set.end(), more.begin(), more.end());
    try {
        parse_config(source, film, {.command_line = set, .sweep_point = {}, .limits = {1e8, 1e6}});
    } catch (const UsageError& error) {
        return error.what();
    }
    return "";
}

bool refuses(const std::vector<std::string>& more, const std::string& part) {
    return test::has(error_of("my.toml", lattice, more), part);
}

}  // namespace

TEST_CASE("samples that do not fit into the machine are refused before they are made", "[io][hostile]") {
    CHECK(error_of("my.toml", lattice, {}).empty());
    CHECK(refuses({"sites.columns=100000", "sites.rows=1000"}, "this machine has 0.1 GB"));
    CHECK(refuses({"sites.columns=1000000000", "sites.rows=1000000000"}, "at most 1e12"));
    CHECK(refuses({"sites.capacity=unlimited", "vortices.count=4000000000000000"}, "this machine has"));
    CHECK(refuses({"sites.capacity=1000000"}, "looks at each of 1e+10 places"));
    CHECK(error_of("my.toml", lattice, {"sites.capacity=1000000", "vortices.placement=even"}).empty());
    const std::vector<std::string> box{"sites.arrangement=random", "sites.count=20000",
                                       "sites.width=1 mm", "sites.length=1 um", "vortices.count=5"};
    CHECK(error_of("my.toml", box, {"sites.reach=400 nm"}).empty());
    CHECK(test::has(error_of("my.toml", box, {"sites.reach=1 mm", "sites.edges_x=closed",
                                              "sites.edges_y=closed"}),
                    "hops between sites need"));
    CHECK(test::has(error_of("my.toml", box, {"sites.reach=100 nm", "sites.minimum_distance=1 um"}),
                    "do not fit"));
}

TEST_CASE("all keys are judged before a sample is drawn, and then nothing is left to judge", "[io][hostile]") {
    // Catches: a draw among the reading of keys. This film would take 14 GB for its depths alone.
    const std::vector<std::string> huge{
        "sites.arrangement=square", "sites.columns=60000", "sites.rows=60000", "vortices.filling=0.05",
        "disorder.sites=gamma", "disorder.sites_deviation=1 meV"};
    const auto mistakes = [&](std::vector<std::string> more) {
        more.insert(more.begin(), huge.begin(), huge.end());
        constexpr double any = std::numeric_limits<double>::infinity();
        try {
            read_config("my.toml", film, {.command_line = more, .sweep_point = {}, .limits = {any, any}});
        } catch (const ConfigError& error) {
            return error.mistakes().size();
        }
        return std::size_t{0};
    };
    CHECK(mistakes({}) == 0);
    CHECK(mistakes({"sites.colums=3"}) == 1);
    CHECK(mistakes({"ensemble.realisation=3", "engine.selector=best", "compare.power=2", "nothing.at=1"}) == 4);
    CHECK(mistakes({"vortices.filling=2", "disorder.sites_deviation=1e9 meV", "output.all=1"}) == 3);
    CHECK(refuses({"disorder.sites=normal", "disorder.sites_deviation=80 meV", "sites.colums=3"}, "columns"));
    CHECK(refuses({"disorder.sites=normal", "disorder.sites_deviation=80 meV"}, "negative barrier"));
}

TEST_CASE("what is read of a film is all but its sample", "[io][hostile]") {
    std::vector<std::string> set = lattice;
    set.insert(set.end(), {"disorder.sites=gamma", "disorder.sites_deviation=1 meV"});
    UndrawnConfig read = read_config("my.toml", film, {.command_line = set, .sweep_point = {}});
    const auto film_in = [](const Config& config) { return *std::get<FilmConfig>(config.system).film; };
    CHECK(film_in(read.keys()).depths.empty());
    CHECK(film_in(read.keys()).vortices.size() == 0);
    const std::string effective = read.keys().effective;
    const Config drawn = std::move(read).draw();
    CHECK(film_in(drawn).depths.size() == 10'000);
    CHECK(film_in(drawn).vortices.size() == 10'000);
    CHECK(drawn.effective == effective);
}

TEST_CASE("numbers that leave double precision together are refused", "[io][hostile]") {
    CHECK(refuses({"system.temperature=1e-310 K"}, "must be finite and above zero"));
    CHECK(refuses({"barrier.Jc0=1e300 A/m^2", "barrier.segment=1e200 m"}, "must be finite"));
    CHECK(refuses({"time.first=1e-300 s", "time.last=1e300 s"}, "more than 300 decades"));
    CHECK(refuses({"disorder.sites=gamma", "disorder.sites_deviation=1e-12 meV"}, "0.001 to 4 means"));
    CHECK(refuses({"disorder.saddles=lognormal", "disorder.saddles_deviation=1 meV"},
                  "at most 1e6 means"));
    CHECK(refuses({"system.temperature=1e-17 K", "disorder.sites=normal", "disorder.sites_deviation=1 meV"},
                  "a deviation of 1e18 kT"));
    CHECK(error_of("my.toml", lattice, {"system.temperature=1e-17 K"}).empty());
    CHECK(refuses({"barrier.U0=-0 meV"}, "allowed: > 0 J"));
    CHECK(refuses({"barrier.U0="}, "the quantity is empty"));
}

TEST_CASE("a configuration reads what lies beside it, the user what he names", "[io][hostile]") {
    const test::Workplace here;
    const std::string sites = "x [nm], y [nm]\n100, 100\n200, 200\n300, 150\n";
    fs::create_directory(here.path() / "mine");
    here.config("outside.csv", sites);
    here.config("mine/inside.csv", sites);
    fs::create_symlink("../outside.csv", here.path() / "mine/link.csv");
    fs::create_symlink("inside.csv", here.path() / "mine/alias.csv");
    const std::string source = (here.path() / "mine/my.toml").string();
    const std::string box = "[sites]\narrangement = \"file\"\nwidth = \"1 um\"\nlength = \"1 um\"\n"
                            "reach = \"200 nm\"\n";
    const auto error = [&](const std::string& file, const std::vector<std::string>& set) {
        const std::string text =
            std::string(film).replace(film.find("[sites]\n"), 8, box + file) + "[vortices]\ncount = 1\n";
        try {
            parse_config(source, text, {.command_line = set, .sweep_point = {}});
        } catch (const UsageError& wrong) {
            return std::string(wrong.what());
        }
        return std::string();
    };
    CHECK(error("file = \"inside.csv\"\n", {}).empty());
    CHECK(error("file = \"../mine/alias.csv\"\n", {}).empty());
    for (const std::string path : {"../outside.csv", "link.csv", "/etc/passwd", "no/../../outside.csv"}) {
        CHECK(test::has(error("file = \"" + path + "\"\n", {}),
                        "lies outside the folder of the configuration"));
    }
    CHECK(error("", {"sites.file=../outside.csv"}).empty());
    CHECK(error("", {"sites.file=link.csv"}).empty());
    CHECK(test::has(error("file = \".\"\n", {}), "is a directory"));
    CHECK(test::has(error("file = \"a\\u0000b\"\n", {}), "NUL"));
}
