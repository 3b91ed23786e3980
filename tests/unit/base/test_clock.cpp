#include "../../support/catch.hpp"
#include "fluxhop/base/clock.hpp"

using namespace fluxhop;

TEST_CASE("the clock keeps short waits after a long time", "[engine]") {
    // In plain double precision 1e10 + 1e-7 == 1e10 and the flicker would take no time.
    Clock clock;
    clock.advance(1e10);
    for (int i = 0; i < 1'000'000; ++i) clock.advance(1e-7);
    CHECK(std::abs(clock.now() - (1e10 + 0.1)) < 2e-6);  // one ulp of 1e10
    CHECK(clock.after(0.1) > clock.now());
}

TEST_CASE("the clock keeps short times before a long wait", "[engine]") {
    Clock clock;
    for (int i = 0; i < 1000; ++i) clock.advance(1e-7);
    clock.advance(1e12);
    clock.advance(-1e12);
    CHECK(test::relative_difference(clock.now(), 1e-4) < 1e-12);
}
