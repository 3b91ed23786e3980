#include <limits>
#include <set>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/base/random.hpp"

using namespace fluxhop;

namespace {

/// A generator that always returns the same word.
struct Scripted {
    using result_type = std::uint64_t;
    std::uint64_t word;
    static constexpr std::uint64_t min() { return 0; }
    static constexpr std::uint64_t max() { return std::numeric_limits<std::uint64_t>::max(); }
    std::uint64_t operator()() const { return word; }
};

}  // namespace

TEST_CASE("uniform deviates are open at zero and closed at one", "[base]") {
    Scripted lowest{0}, highest{~std::uint64_t{0}};
    CHECK(uniform_open_at_zero(lowest) == 0x1p-53);
    CHECK(uniform_open_at_zero(highest) == 1.0);
}

TEST_CASE("open uniform deviates reach neither end, and are symmetric", "[base]") {
    Scripted lowest{0}, highest{~std::uint64_t{0}};
    CHECK(uniform_open(lowest) == 0x1p-53);
    CHECK(uniform_open(highest) == 1.0 - 0x1p-53);
}

TEST_CASE("the generator is Philox4x64-10 as published", "[base]") {
    // Known-answer test of Random123 1.14: key and counter zero. Purpose 0 is never used elsewhere.
    RandomStream stream(0, 0, Purpose{0});
    CHECK(stream() == 0x16554d9eca36314cULL);
    CHECK(stream() == 0xdb20fe9d672d0fdcULL);
    CHECK(stream() == 0xd7e772cee186176bULL);
    CHECK(stream() == 0x7e68b68aec7ba23bULL);
}

TEST_CASE("streams differ by seed, realization and purpose, and repeat", "[base]") {
    std::set<std::uint64_t> first_words;
    for (const std::uint64_t seed : {1u, 2u}) {
        for (const std::uint64_t realization : {0u, 1u, 2u}) {
            for (const Purpose purpose : {Purpose::events, Purpose::disorder}) {
                RandomStream stream(seed, realization, purpose), again(seed, realization, purpose);
                const auto word = stream();
                CHECK(word == again());
                first_words.insert(word);
            }
        }
    }
    CHECK(first_words.size() == 12);
}

TEST_CASE("filling takes the words that single calls would", "[base]") {
    RandomStream single(92, 0, Purpose::events), filled(92, 0, Purpose::events);
    for (const std::size_t count : {1UL, 2UL, 3UL, 4UL, 5UL, 8UL, 13UL, 64UL}) {
        std::vector<std::uint64_t> words(count);
        filled.fill(words);
        for (const std::uint64_t word : words) CHECK(word == single());
    }
}
