#include <sys/stat.h>

#include <string>

#include "../../support/catch.hpp"
#include "../../support/workplace.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/io/text_file.hpp"

using namespace fluxhop;

TEST_CASE("only regular files are read, and not without end", "[io]") {
    const test::Workplace here;
    const auto path = [&](const char* name) { return (here.path() / name).string(); };
    here.config("empty.txt", "");
    here.config("text.txt", std::string(1000, 'x'));
    REQUIRE(::mkfifo(path("pipe").c_str(), 0600) == 0);
    CHECK(read_text_file(path("empty.txt"), 0).empty());
    CHECK(read_text_file(path("text.txt"), 1000) == std::string(1000, 'x'));
    CHECK_THROWS_WITH(read_text_file(path("text.txt"), 999),
                      path("text.txt") + ": holds more than 999 bytes, the most that is read of such a file");
    for (const std::string& special : {path("pipe"), std::string("/dev/zero"), std::string("/dev/null")}) {
        CHECK_THROWS_WITH(read_text_file(special, 1000),
                          special + ": is not a regular file; pipes and devices are not read");
    }
    CHECK_THROWS_WITH(read_text_file(path(""), 1000), path("") + ": is a directory");
    CHECK_THROWS_WITH(read_text_file(path("none"), 1000), path("none") + ": No such file or directory");
}
