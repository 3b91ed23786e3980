// Includes may only point down the layers of the design, and libraries stay in their rooms.
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "../support/catch.hpp"

namespace fs = std::filesystem;

namespace {

/// What each room may include besides itself. A room not listed here may not exist.
const std::map<std::string, std::set<std::string>> allowed{
    {"base", {}},
    {"model", {"base"}},
    {"select", {"base"}},
    {"observe", {"base", "model"}},
    {"engine", {"base", "model", "select", "observe"}},
    {"theory", {"base", "model", "observe"}},
    {"stats", {"base"}},
    {"ensemble", {"base", "model", "observe", "engine", "theory", "stats"}},
    {"io", {"base", "model", "observe", "engine", "theory", "stats", "ensemble"}},
    {"app", {"base", "model", "observe", "engine", "theory", "stats", "ensemble", "io"}}};

/// The rooms in which a library's headers may appear.
const std::vector<std::pair<std::regex, std::set<std::string>>> libraries{
    {std::regex("toml\\+\\+.*"), {"io"}},
    {std::regex("netcdf.*"), {"io"}},
    {std::regex("CLI/.*"), {"app"}},
    {std::regex("spdlog/.*"), {"app"}},
    {std::regex("nlohmann/.*"), {"app"}},
    {std::regex("(cvode|nvector|sunlinsol|sunmatrix|sundials)/.*"), {"theory"}},
    {std::regex("tbb/.*"), {"ensemble"}},
    {std::regex("udunits2?\\.h"), {"base"}},
    {std::regex("Random123/.*"), {"base"}},
    {std::regex("boost/math/.*"), {"model", "theory", "stats"}},
    {std::regex("boost/random/.*"), {"base"}}};

/// The complaints about one file's text in a room.
std::vector<std::string> complaints(const std::string& room, const std::string& text) {
    if (!allowed.count(room)) return {"unknown room " + room};
    static const std::regex include("#include [<\"]([^>\"]+)[>\"]");
    std::vector<std::string> found;
    for (std::sregex_iterator match(text.begin(), text.end(), include), end; match != end; ++match) {
        const std::string header = (*match)[1];
        if (header.rfind("fluxhop/", 0) == 0) {
            if (header == "fluxhop/version.hpp" && room == "app") continue;
            const std::string target = header.substr(8, header.find('/', 8) - 8);
            if (target != room && !allowed.at(room).count(target)) {
                found.push_back(room + " includes " + header);
            }
        }
        for (const auto& [pattern, rooms] : libraries) {
            if (std::regex_match(header, pattern) && !rooms.count(room)) {
                found.push_back(room + " includes " + header);
            }
        }
    }
    return found;
}

bool includes_mpi(const std::string& text) {
    static const std::regex include("# *include *[<\"](openmpi/)?mpi\\.h[>\"]");
    return std::regex_search(text, include);
}

std::string contents(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("no file includes upward, and libraries stay in their rooms", "[architecture]") {
    int files = 0;
    for (const char* tree : {"include/fluxhop", "src"}) {
        const fs::path root = fs::path(FLUXHOP_SOURCE_DIR) / tree;
        for (const auto& entry : fs::recursive_directory_iterator(root)) {
            const std::string extension = entry.path().extension();
            if (extension != ".hpp" && extension != ".cpp") continue;
            ++files;
            const std::string room = fs::relative(entry.path(), root).begin()->string();
            for (const std::string& complaint : complaints(room, contents(entry.path()))) {
                FAIL_CHECK(entry.path().string() << ": " << complaint);
            }
        }
    }
    CHECK(files > 50);
}

TEST_CASE("SUNDIALS stays in source files", "[architecture]") {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(FLUXHOP_SOURCE_DIR) / "include")) {
        if (entry.path().extension() != ".hpp") continue;
        CHECK(contents(entry.path()).find("#include <cvode") == std::string::npos);
    }
}

TEST_CASE("one file sees MPI", "[architecture]") {
    std::vector<std::string> seen;
    for (const char* tree : {"include", "src"}) {
        const fs::path root = fs::path(FLUXHOP_SOURCE_DIR) / tree;
        for (const auto& entry : fs::recursive_directory_iterator(root)) {
            if (!entry.is_regular_file() || !includes_mpi(contents(entry.path()))) continue;
            seen.push_back(fs::relative(entry.path(), FLUXHOP_SOURCE_DIR).string());
        }
    }
    CHECK(seen == std::vector<std::string>{"src/ensemble/mpi.cpp"});
    CHECK(includes_mpi("#include <vector>\n#  include \"mpi.h\"\n"));
}

TEST_CASE("the layer test sees a planted upward include", "[architecture]") {
    CHECK(complaints("model", "#include \"fluxhop/engine/run.hpp\"").size() == 1);
    CHECK(complaints("select", "#include \"fluxhop/model/model.hpp\"").size() == 1);
    CHECK(complaints("io", "#include \"fluxhop/app/study.hpp\"").size() == 1);
    CHECK(complaints("engine", "#include <spdlog/spdlog.h>").size() == 1);
    CHECK(complaints("basement", "").size() == 1);
    CHECK(complaints("engine", "#include \"fluxhop/model/model.hpp\"\n#include <vector>").empty());
}
