#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "../../support/catch.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/io/dataset.hpp"
#include "fluxhop/io/netcdf.hpp"
#include "fluxhop/io/result_file.hpp"
#include "fluxhop/io/spelling.hpp"

using namespace fluxhop;
namespace fs = std::filesystem;

namespace {

/// A fresh folder, removed with everything in it.
struct Folder {
    fs::path path = fs::temp_directory_path() / ("fluxhop-test-" + std::to_string(::getpid()));
    Folder() { fs::create_directory(path); }
    ~Folder() { fs::remove_all(path); }
    std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(path), fs::directory_iterator()));
    }
};

Dataset small_dataset() {
    Dataset data;
    data.dimensions = {{"time", 2}, {"realization", 3}};
    data.attributes = {{"title", std::string("test")}, {"seed", std::int64_t{7}}, {"x", 0.5}};
    data.add("time", {"time"}, std::vector<double>{1.0, 2.0}, "time", "s");
    data.add("n", {"realization", "time"}, std::vector<std::int64_t>{1, 2, 3, 4, 5, 6}, "hops");
    data.add("name", {"time"}, std::vector<std::string>{"a", "b"}, "name");
    data.add("scalar", {}, std::vector<double>{3.0}, "a number");
    return data;
}

}  // namespace

TEST_CASE("a result file appears whole or not at all", "[io]") {
    const Folder folder;
    const std::string path = folder.path / "r.nc";
    SECTION("written, it holds what was put in") {
        {
            ResultFile file(path);
            CHECK_FALSE(fs::exists(path));
            file.write(NetcdfImage(small_dataset()).bytes());
        }
        CHECK(folder.files() == 1);
        const Dataset header = read_header(path);
        CHECK(header.dimensions.size() == 2);
        CHECK(header.variables.size() == 4);
        for (const auto& [name, value] : header.attributes) {
            if (name == "seed") CHECK(std::get<std::int64_t>(value) == 7);
            if (name == "title") CHECK(std::get<std::string>(value) == "test");
            if (name == "x") CHECK(std::get<double>(value) == 0.5);
        }
        const Dataset read = read_dataset(path);
        REQUIRE(read.variables.size() == 4);
        for (const Variable& variable : small_dataset().variables) {
            const auto same = std::ranges::find(read.variables, variable.name, &Variable::name);
            REQUIRE(same != read.variables.end());
            CHECK(same->values == variable.values);
            CHECK(same->dimensions == variable.dimensions);
        }
    }
    SECTION("abandoned, it leaves nothing, and an earlier result stays") {
        std::ofstream(path) << "earlier";
        { ResultFile file(path); }
        CHECK(folder.files() == 1);
        CHECK(fs::file_size(path) == 7);
    }
    SECTION("in a place that cannot be written it is refused before the work") {
        CHECK_THROWS_AS(ResultFile((folder.path / "none" / "r.nc").string()), RunError);
        CHECK_THROWS_AS(ResultFile(folder.path.string()), UsageError);
        CHECK(folder.files() == 0);
    }
}

TEST_CASE("what is no result file is told so", "[io]") {
    const Folder folder;
    const std::string path = folder.path / "text.nc";
    CHECK_THROWS_AS(read_header(path), UsageError);
    std::ofstream(path) << "not netCDF";
    CHECK_THROWS_AS(read_header(path), UsageError);
}

TEST_CASE("misspelt words find their neighbours", "[io]") {
    const std::vector<std::string> keys{"hop_length", "hop_sites", "U0", "Jc0", "mu"};
    CHECK(nearest_word("hop_lenght", keys) == "hop_length");
    CHECK(nearest_word("HOP_SITES", keys) == "hop_sites");
    CHECK(nearest_word("hopsites", keys) == "hop_sites");
    CHECK(nearest_word("u0", keys) == "U0");
    CHECK(nearest_word("temperature", keys).empty());
    CHECK(nearest_word(std::string(10'000, 'x'), keys).empty());
}
