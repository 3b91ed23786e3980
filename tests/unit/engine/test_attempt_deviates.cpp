#include <cmath>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/engine/attempt_deviates.hpp"
#include "fluxhop/stats/hypothesis.hpp"

using namespace fluxhop;

// Planted errors they catch: wait and choice from the same word, a block whose first or last
// attempt is left out.
TEST_CASE("attempts wait exponentially and choose evenly, one thing not knowing of the other",
          "[engine]") {
    AttemptDeviates deviates(RandomStream(601, 0, Purpose::events));
    constexpr int attempts = 400'000;
    // Eight classes of equal probability for the wait, four for the choice.
    std::vector<double> counts(32, 0.0), tails;
    for (int i = 0; i < attempts; ++i) {
        deviates.next();
        const double tail = std::exp(-deviates.wait());
        if (i < 20'000) tails.push_back(tail);
        REQUIRE((deviates.choice() > 0.0 && deviates.choice() < 1.0));
        counts[static_cast<std::size_t>(4.0 * deviates.choice()) * 8 +
               static_cast<std::size_t>(8.0 * tail)] += 1.0;
    }
    double chi_square = 0.0;
    for (const double count : counts) {
        constexpr double expected = attempts / 32.0;
        chi_square += (count - expected) * (count - expected) / expected;
    }
    CHECK(chi_square_p_value(chi_square, 31.0) > test::false_alarm);
    CHECK(kolmogorov_smirnov_uniform(tails).p_value > test::false_alarm);
}

TEST_CASE("attempts drawn in blocks are those of the stream", "[engine]") {
    AttemptDeviates deviates(RandomStream(602, 0, Purpose::events));
    RandomStream words(602, 0, Purpose::events);
    for (int block = 0; block < 3; ++block) {
        std::vector<double> waits;
        for (int i = 0; i < 64; ++i) waits.push_back(-std::log(uniform_open(words)));
        for (int i = 0; i < 64; ++i) {
            deviates.next();
            CHECK(test::relative_difference(deviates.wait(), waits[static_cast<std::size_t>(i)]) <
                  1e-15);
            CHECK(deviates.choice() == uniform_open(words));
        }
    }
}
