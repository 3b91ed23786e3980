#include <string>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/io/csv.hpp"

using namespace fluxhop;

TEST_CASE("CSV lines are counted and empty ones skipped", "[csv]") {
    CsvReader csv("a.csv", "\xEF\xBB\xBF# made by hand\n\n  \r\nx, \"y\"\r\n1,2\n,\n3,,4");
    REQUIRE(csv.next());
    CHECK(csv.place() == "a.csv:4");
    CHECK(csv.cells() == std::vector<std::string>{"x", "y"});
    REQUIRE(csv.next());
    CHECK(csv.cells() == std::vector<std::string>{"1", "2"});
    REQUIRE(csv.next());
    CHECK(csv.line() == 7);
    CHECK(csv.cells() == std::vector<std::string>{"3", "", "4"});
    CHECK_FALSE(csv.next());
    CHECK_FALSE(CsvReader("empty", "").next());
}

TEST_CASE("CSV headers name a unit", "[csv]") {
    for (const char* cell : {"U0 [meV]", "U0 (meV)", "U0[ meV ]"}) {
        const CsvColumn column = read_csv_header("a.csv:1", cell, "nm");
        CHECK(column.name == "U0");
        CHECK(column.unit == "meV");
    }
    CHECK_THROWS_WITH(read_csv_header("a.csv:1", "x", "nm"),
                      "a.csv:1: column \"x\" has no unit; write it as \"x (nm)\"");
    CHECK_THROWS_AS(read_csv_header("a.csv:1", "x ]nm[", "nm"), UsageError);
}

TEST_CASE("CSV numbers are finite and nothing else", "[csv]") {
    CHECK(read_csv_number("a.csv:2", "-1.5e-9") == -1.5e-9);
    for (const char* cell : {"", "nan", "inf", "1e999", "1 nm", "0x10", "1;2"}) {
        CHECK_THROWS_WITH(read_csv_number("a.csv:2", cell),
                          std::string("a.csv:2: \"") + cell + "\" is not a finite number");
    }
}

TEST_CASE("a line of megabytes is refused", "[csv]") {
    const std::string text = "x\n" + std::string(2 << 20, '1');
    CsvReader csv("a.csv", text);
    REQUIRE(csv.next());
    CHECK_THROWS_WITH(csv.next(), "a.csv:2: a line of more than 1048576 bytes");
}
