#include <string>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/base/constants.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/io/site_file.hpp"

using namespace fluxhop;

namespace {

SiteTable parse_sites(const std::string& text) { return parse_site_file("s.csv", text, 10.0); }

std::string error_of(const std::string& text) {
    try {
        parse_sites(text);
    } catch (const UsageError& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("sites are read into m and kT", "[site file]") {
    const SiteTable table = parse_sites("# sample 7\nx [nm], y [um], U0 [meV]\n12.5, 0.25, 31\n\n0, 0, 0\n");
    REQUIRE(table.points.size() == 2);
    CHECK(table.points[0].x == Approx(12.5e-9));
    CHECK(table.points[0].y == Approx(0.25e-6));
    CHECK(table.energies[0] ==
          Approx(31e-3 * constants::elementary_charge / (constants::boltzmann * 10.0)));
    CHECK(table.energies[1] == 0.0);
    CHECK(table.source == "s.csv");
}

TEST_CASE("energies of sites come in meV, K, J, kT or not at all", "[site file]") {
    const auto energy = [](const std::string& unit, const std::string& value) {
        return parse_sites("U0 [" + unit + "], x (nm), y (nm)\n" + value + ", 1, 2\n").energies.at(0);
    };
    CHECK(energy("kT", "25") == Approx(25.0));
    CHECK(energy("K", "250") == Approx(25.0));
    CHECK(energy("mK", "250") == Approx(0.025));
    CHECK(energy("J", "1.380649e-22") == Approx(1.0));
    CHECK(energy("meV", "0.8617333262") == Approx(1.0));
    CHECK(parse_sites("x [nm], y [nm]\n1, 2\n").energies.empty());
}

TEST_CASE("errors in site files name line, column and what is allowed", "[site file]") {
    const std::string header = "x [nm], y [nm], U0 [kT]\n";
    const std::vector<std::pair<std::string, std::string>> cases{
        {"x, y [nm]\n1, 2\n", "s.csv:1: column \"x\" has no unit; write it as \"x (nm)\""},
        {"x [nm], y [nm], U0\n", "s.csv:1: column \"U0\" has no unit; write it as \"U0 (meV)\""},
        {"x [nm], y [nm], U [meV]\n1, 2, 3\n",
         "s.csv:1: column \"U [meV]\" is unknown; allowed: x, y and U0, such as \"x [nm], y [nm], "
         "U0 [meV]\""},
        {"#\nx [nm], U0 [meV]\n", "s.csv:2: there is no column y, such as \"y [nm]\""},
        {"x [nm], y [nm], x [um]\n", "s.csv:1: two columns x"},
        {"x [K], y [nm]\n",
         "s.csv:1: column \"x [K]\": \"1 K\" is not a length; expected a length such as \"22 nm\""},
        {"x [nm], y [nm], U0 [degC]\n",
         "s.csv:1: column \"U0 [degC]\": \"1 degC\" is not an energy; expected an energy such as "
         "\"300 kT\""},
        {header + "1, 2, 3\n1, 2\n", "s.csv:3: 2 values under 3 columns"},
        {header + "1, 2, 3, 4\n", "s.csv:2: 4 values under 3 columns"},
        {header + "1, nan, 3\n", "s.csv:2: column y: \"nan\" is not a finite number"},
        {header + "1, 2, inf\n", "s.csv:2: column U0: \"inf\" is not a finite number"},
        {header + "1, , 3\n", "s.csv:2: column y: \"\" is not a finite number"},
        {header + "1, 2, -3\n", "s.csv:2: column U0: -3 is negative; allowed: >= 0"},
        {"x [km], y [nm]\n1e308, 1\n", "s.csv:2: column x: 1e308 is too large"}};
    for (const auto& [text, expected] : cases) CHECK(error_of(text) == expected);
}

TEST_CASE("two sites in one place are refused by their lines", "[site file]") {
    CHECK(error_of("x [nm], y [nm]\n5, 5\n1, 0\n3, 2\n# again\n1, -0\n") ==
          "s.csv:6: a site at the position of line 3; every site needs its own");
    CHECK(error_of("x [nm], y [nm]\n1, 2\n2, 1\n1, 3\n").empty());
}

TEST_CASE("a site file without sites is refused", "[site file]") {
    const std::string message =
        "s.csv: holds no sites; expected a header such as \"x [nm], y [nm], U0 [meV]\" and one line "
        "a site";
    for (const char* text : {"", "\n# nothing\n", "x [nm], y [nm]\n"}) CHECK(error_of(text) == message);
    CHECK_THROWS_WITH(read_site_file("/dev/null", 10.0),
                      "/dev/null: is not a regular file; pipes and devices are not read");
}
