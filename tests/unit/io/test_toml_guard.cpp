#include <string>

#include "../../support/catch.hpp"
#include "fluxhop/io/config_error.hpp"
#include "fluxhop/io/toml_guard.hpp"

using namespace fluxhop;

namespace {

std::string repeated(const std::string& what, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += what;
    return all;
}

bool passes(const std::string& text) {
    try {
        refuse_bombs("x.toml", text);
    } catch (const ConfigError&) {
        return false;
    }
    return true;
}

}  // namespace

TEST_CASE("what would overflow the parser's stack is refused with its line", "[io][guard]") {
    CHECK_THROWS_WITH(refuse_bombs("x.toml", "\n\na = " + repeated("[", 17)),
                      "x.toml:3: values nested more than 16 deep are refused");
    CHECK_THROWS_WITH(refuse_bombs("x.toml", repeated("a.", 16) + "a = 1"),
                      "x.toml:1: keys of more than 16 parts are refused");
    CHECK_THROWS_WITH(refuse_bombs("x.toml", std::string((1 << 20) + 1, ' ')),
                      "x.toml: 1048577 bytes; a configuration of more than 1048576 bytes is refused");
    CHECK_FALSE(passes(repeated("{a=", 17)));
    CHECK_FALSE(passes("[a" + repeated("\n.\n\"b\"", 3) + repeated(".a", 16)));
    CHECK_FALSE(passes("]]]]\n" + repeated("[", 17)));
}

TEST_CASE("dots and brackets in texts, comments and lists of numbers do not count", "[io][guard]") {
    CHECK(passes("a = " + repeated("[", 16)));
    CHECK(passes("a = [" + repeated("1.5, ", 1000) + "]"));
    CHECK(passes("# " + repeated("[.", 100)));
    CHECK(passes("a = \"" + repeated("[.", 100) + "\\\"" + repeated("[.", 100) + "\""));
    CHECK(passes("a = '" + repeated("[.", 100) + "\\'"));
    CHECK(passes("a = \"\"\"\n\"\" " + repeated("[.\n", 100) + "\"\"\"\"\""));
}

TEST_CASE("texts hide nothing that comes after them", "[io][guard]") {
    const std::string bomb = repeated("[", 17);
    for (const char* before : {"''", "'\\'", "\"\\\\\"", "\"\"\"a\"\"\"\"", "'''a'''''", "\"open\n", "#\n",
                               "\"\"\"\\\"\"\"\"", "\"\\\n"}) {
        INFO(before);
        CHECK_FALSE(passes("a = [" + std::string(before) + bomb));
    }
}
