#include <string>

#include "../../support/catch.hpp"
#include "fluxhop/base/text.hpp"

using namespace fluxhop;

TEST_CASE("UTF-8 is told from what only looks like it", "[text]") {
    for (const char* good : {"", "plain", "5 \xc2\xb5m", "\xe2\x82\xac", "\xf0\x9f\x98\x80",
                             "\xf4\x8f\xbf\xbf"}) {
        CHECK(is_utf8(good));
    }
    // Alone, cut off, longer than need be, surrogates, above U+10FFFF.
    for (const char* bad : {"\x80", "\xc2", "\xe2\x82", "\xc0\xaf", "\xe0\x80\xaf", "\xf0\x80\x80\xaf",
                            "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xff", "a\xc2 b"}) {
        CHECK_FALSE(is_utf8(bad));
    }
}

TEST_CASE("messages hold nothing a terminal would obey", "[text]") {
    CHECK(legible("two\nlines, 5 \xc2\xb5m") == "two\nlines, 5 \xc2\xb5m");
    CHECK(legible("\x1b[31m\r\x7f") == "\\x1b[31m\\x0d\\x7f");
    CHECK(legible("\xc2\x9b\xff") == "\\xc2\\x9b\\xff");
    CHECK(legible(std::string("a\0b", 3)) == "a\\x00b");
    CHECK(legible(std::string(5000, 'x') + "\nnext") == std::string(500, 'x') + " ...\nnext");
}
