#include <string>

#include "../../support/catch.hpp"
#include "fluxhop/base/constants.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/base/units.hpp"

using namespace fluxhop;
using test::relative_difference;

namespace {

std::string message_of(const Units& units, const char* text, const Dimension& dimension) {
    try {
        units.parse(text, dimension);
    } catch (const UsageError& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("quantities are read into SI", "[base]") {
    Units units;
    units.set_temperature(4.2);
    CHECK(units.parse("4.2 K", dimension::temperature) == 4.2);
    CHECK(relative_difference(units.parse("-196 degC", dimension::temperature), 77.15) < 1e-14);
    CHECK(relative_difference(units.parse("22 nm", dimension::length), 22e-9) < 1e-15);
    CHECK(relative_difference(units.parse("  3.3e9 A/m^2 ", dimension::current_density), 3.3e9) <
          1e-15);
    CHECK(relative_difference(units.parse("0.33 MA/cm^2", dimension::current_density), 3.3e9) <
          1e-15);
    CHECK(units.parse("1e10 /s", dimension::frequency) == 1e10);
    CHECK(relative_difference(units.parse("300 kT", dimension::energy),
                              300.0 * constants::boltzmann * 4.2) < 1e-15);
    CHECK(relative_difference(units.parse("1 year", dimension::time), 3.155692597e7) < 1e-9);
}

TEST_CASE("the electronvolt has its exact value, not that of 1986", "[base]") {
    const Units units;
    CHECK(relative_difference(units.parse("109 meV", dimension::energy),
                              0.109 * constants::elementary_charge) < 1e-15);
}

TEST_CASE("a wrong quantity says what was expected", "[base]") {
    const Units units;
    const auto says = [&](const char* text, const char* part) {
        INFO(text << " -> " << message_of(units, text, dimension::length));
        return message_of(units, text, dimension::length).find(part) != std::string::npos;
    };
    CHECK(says("50 s", "is not a length"));
    CHECK(says("50 s", "such as \"22 nm\""));
    CHECK(says("50", "has no unit"));
    CHECK(says("50 furlogns", "is not a unit"));
    CHECK(says("nm", "does not begin with a number"));
    CHECK(says("", "is empty"));
    CHECK(says("   ", "is empty"));
    CHECK(says("nan m", "not a finite number"));
    CHECK(says("inf m", "not a finite number"));
    CHECK(says("1e400 m", "outside the range"));
    CHECK(says("1e300 Gm", "is not finite"));
    CHECK(says("22 nm; rm -rf", "is not a unit"));
}
