#include "fluxhop/engine/attempt_deviates.hpp"

#include <cmath>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/stats/hypothesis.hpp"

using namespace fluxhop;

// Planted errors they catch: a direction one too far, waits and directions from the same words, a block
// whose first or last attempt is left out.
TEST_CASE("attempts wait exponentially and go by the shares, one thing not knowing of the other", "[engine]") {
    const std::vector<double> shares{0.5, 0.3, 0.15, 0.05};
    AttemptDeviates deviates(RandomStream(601, 0, Purpose::events));
    deviates.set_shares(shares);
    constexpr int attempts = 400'000;
    // Eight classes of equal probability for the wait, for each direction.
    std::vector<double> counts(32, 0.0), tails;
    for (int i = 0; i < attempts; ++i) {
        deviates.next();
        const double tail = std::exp(-deviates.wait());
        if (i < 20'000) tails.push_back(tail);
        REQUIRE(deviates.direction() < 4);
        counts[deviates.direction() * 8 + static_cast<std::size_t>(8.0 * tail)] += 1.0;
    }
    double chi_square = 0.0;
    for (std::size_t cell = 0; cell < 32; ++cell) {
        const double expected = attempts * shares[cell / 8] / 8.0;
        chi_square += (counts[cell] - expected) * (counts[cell] - expected) / expected;
    }
    CHECK(chi_square_p_value(chi_square, 31.0) > test::false_alarm);
    CHECK(kolmogorov_smirnov_uniform(tails).p_value > test::false_alarm);
}

TEST_CASE("attempts drawn in blocks are those of the stream", "[engine]") {
    const std::vector<double> shares{0.25, 0.75};
    AttemptDeviates deviates(RandomStream(602, 0, Purpose::events));
    deviates.set_shares(shares);
    RandomStream words(602, 0, Purpose::events);
    for (int block = 0; block < 3; ++block) {
        std::vector<double> waits;
        for (int i = 0; i < 64; ++i) waits.push_back(-std::log(uniform_open(words)));
        for (int i = 0; i < 64; ++i) {
            deviates.next();
            CHECK(test::relative_difference(deviates.wait(), waits[static_cast<std::size_t>(i)]) < 1e-15);
            CHECK(deviates.direction() == (uniform_open(words) > 0.25 ? 1U : 0U));
        }
    }
}
