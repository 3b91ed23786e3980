// Texts that the fuzzers start from, and those that they, or we, once broke the program with.
#include <filesystem>

#include "../support/catch.hpp"
#include "../support/workplace.hpp"
#include "targets.hpp"

namespace fs = std::filesystem;
using namespace fluxhop;

namespace {

/// Feeds every file of a folder. @return how many there were
int replay(const fs::path& folder, void (*target)(std::string_view)) {
    int files = 0;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        INFO(entry.path().string());
        CHECK_NOTHROW(target(test::contents(entry.path())));
        ++files;
    }
    return files;
}

const fs::path root = FLUXHOP_SOURCE_DIR;
const fs::path corpus = root / "tests/fuzz/corpus";

}  // namespace

TEST_CASE("the fuzzers' corpus is taken or refused with a reason", "[fuzz]") {
    CHECK(replay(root / "configs", fuzz::config) > 10);
    CHECK(replay(corpus / "config", fuzz::config) > 10);
    CHECK(replay(corpus / "quantity", fuzz::quantity) > 10);
    CHECK(replay(corpus / "site_file", fuzz::site_file) > 5);
    CHECK(replay(corpus / "reference", fuzz::reference) > 2);
    CHECK(replay(corpus / "checkpoint", fuzz::checkpoint) > 30);
}

TEST_CASE("any beginning of a configuration is taken or refused with a reason", "[fuzz]") {
    for (const char* name : {"ladder.toml", "flux_exchange_log.toml", "slab_ramp.toml"}) {
        const std::string text = test::contents(root / "configs" / name);
        for (std::size_t size = 0; size < text.size(); size += 7) {
            INFO(name << ", " << size << " bytes");
            CHECK_NOTHROW(fuzz::config(text.substr(0, size)));
        }
    }
}
