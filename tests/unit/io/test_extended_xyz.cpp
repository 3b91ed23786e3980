#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/io/extended_xyz.hpp"

using namespace fluxhop;
namespace fs = std::filesystem;

namespace {

struct Frame {
    std::map<std::string, std::string> keys;        ///< of the comment line
    std::vector<std::vector<std::string>> columns;  ///< one row a particle
};

/// key=value and key="several values"
std::map<std::string, std::string> parse_comment(const std::string& line) {
    std::map<std::string, std::string> keys;
    std::size_t at = 0;
    while (at < line.size()) {
        const std::size_t equals = line.find('=', at);
        const bool quoted = line.at(equals + 1) == '"';
        const std::size_t begin = equals + (quoted ? 2 : 1);
        const std::size_t end = std::min(line.find(quoted ? '"' : ' ', begin), line.size());
        keys[line.substr(at, equals - at)] = line.substr(begin, end - begin);
        at = end + (quoted ? 2 : 1);
    }
    return keys;
}

/// A reader of its own, after the format's definition and not after the writer.
std::vector<Frame> parse(const std::string& text) {
    std::vector<Frame> frames;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        const std::size_t count = std::stoul(line);
        REQUIRE(std::getline(in, line));
        Frame frame{parse_comment(line), {}};
        for (std::size_t i = 0; i < count; ++i) {
            REQUIRE(std::getline(in, line));
            std::istringstream row(line);
            frame.columns.emplace_back();
            for (std::string word; row >> word;) frame.columns.back().push_back(word);
        }
        frames.push_back(frame);
    }
    return frames;
}

/// The first column of each property, from Properties=name:type:columns:...
std::map<std::string, std::size_t> layout(const Frame& frame) {
    std::map<std::string, std::size_t> first;
    std::istringstream in(frame.keys.at("Properties"));
    std::size_t next = 0;
    std::string name, type, columns;
    while (std::getline(in, name, ':') && std::getline(in, type, ':') &&
           std::getline(in, columns, ':')) {
        first[name] = next;
        next += std::stoul(columns);
    }
    for (const auto& row : frame.columns) CHECK(row.size() == next);
    return first;
}

const XyzCell cell{1e-6, 0.5e-6, 10e-9, true, false, false};

std::string two_frames() {
    const std::vector<XyzVortex> vortices{{7, "vortex", 12.55e-9, 340.2e-9, 0.0},
                                          {9, "antivortex", 1e-6 / 3.0, 0.0, 5e-9}};
    std::string text;
    append_xyz_frame(text, cell, 0.0, {});
    append_xyz_frame(text, cell, 1.25e-7, vortices);
    return text;
}

}  // namespace

TEST_CASE("frames of vortices are read back by an independent reader", "[xyz]") {
    const auto frames = parse(two_frames());
    REQUIRE(frames.size() == 2);
    CHECK(frames[0].columns.empty());
    const Frame& frame = frames[1];
    CHECK(frame.keys.at("Lattice") == "10000 0 0 0 5000 0 0 0 100");
    CHECK(frame.keys.at("pbc") == "T F F");
    CHECK(std::stod(frame.keys.at("Time")) == 1.25e-7);
    const auto first = layout(frame);
    REQUIRE(frame.columns.size() == 2);
    const auto& row = frame.columns[1];
    CHECK(row.at(first.at("species")) == "antivortex");
    CHECK(row.at(first.at("id")) == "9");
    CHECK(std::abs(std::stod(row.at(first.at("pos"))) - 1e4 / 3.0) < 1e-5);  // Angstrom
    CHECK(row.at(first.at("pos") + 1) == "0");
    CHECK(row.at(first.at("pos") + 2) == "50");
    CHECK(frame.columns[0].at(first.at("pos")) == "125.5");
}

TEST_CASE("programs that know only plain XYZ find species and position first", "[xyz]") {
    const auto first = layout(parse(two_frames()).at(1));
    CHECK(first.at("species") == 0);
    CHECK(first.at("pos") == 1);
}

TEST_CASE("an XYZ file appears whole, in place of the earlier one", "[xyz]") {
    const fs::path here = fs::temp_directory_path() / ("fluxhop_xyz_" + std::to_string(::getpid()));
    fs::create_directory(here);
    const std::string path = here / "vortices.xyz";
    std::ofstream(path) << "an earlier run\n";
    write_xyz(ResultFile(path), two_frames());
    std::ostringstream written;
    written << std::ifstream(path).rdbuf();
    CHECK(written.str() == two_frames());
    CHECK(std::distance(fs::directory_iterator(here), fs::directory_iterator()) == 1);
    fs::remove_all(here);
    CHECK_THROWS_AS(ResultFile((here / "vortices.xyz").string()), RunError);
}
