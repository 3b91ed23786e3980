#include "fluxhop/select/thinning_bag.hpp"

#include <cmath>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/base/random_ahead.hpp"

using namespace fluxhop;

namespace {

/// A bag that holds member i with rates[i].
ThinningBag filled(const std::vector<double>& rates) {
    ThinningBag bag(rates.size());
    std::vector<bool> seen(binary_groups::exponents, false);
    for (const double rate : rates) {
        const std::size_t exponent = binary_groups::exponent_of(rate);
        if (rate > 0.0 && !seen[exponent]) bag.open_group(exponent);
        seen[exponent] = true;
    }
    for (std::size_t i = 0; i < rates.size(); ++i) bag.insert(static_cast<std::uint32_t>(i), rates[i]);
    return bag;
}

ThinningBag::Attempt next_attempt(const ThinningBag& bag, RandomAhead& random) {
    ThinningBag::Attempt attempts[2];
    bag.draw(random.look(), 2, attempts);
    random.take(2);
    return attempts[0];
}

/// Counts the attempts that succeed, each member's times the mean rate of attempts over `attempts`.
std::vector<double> rates_seen(const ThinningBag& bag, const std::vector<double>& rates, std::size_t attempts,
                               std::uint64_t seed) {
    RandomAhead random(RandomStream(seed, 0, Purpose::events));
    std::vector<double> counts(rates.size(), 0.0);
    for (std::size_t i = 0; i < attempts; ++i) {
        const auto attempt = next_attempt(bag, random);
        if (attempt.level <= rates[attempt.member]) counts[attempt.member] += 1.0;
    }
    for (double& count : counts) count *= bag.rate() / static_cast<double>(attempts);
    return counts;
}

/// Each rate seen lies within the limit of its Poisson error of the rate it should be.
void check_rates(const ThinningBag& bag, const std::vector<double>& rates, std::uint64_t seed) {
    constexpr std::size_t attempts = 400'000;
    const auto seen = rates_seen(bag, rates, attempts, seed);
    for (std::size_t i = 0; i < rates.size(); ++i) {
        INFO("member " << i << " of rate " << rates[i] << ", seen " << seen[i]);
        const double probability = rates[i] / bag.rate();
        const double error = bag.rate() * std::sqrt(probability / static_cast<double>(attempts));
        CHECK(std::abs(seen[i] - rates[i]) <= test::sigma_limit * error + bag.rate() / attempts);
    }
}

}  // namespace

// Planted errors it catches: a top of the group below, a group's sum in place of its bound, a share that
// is not uniform, members of two groups mixed up.
TEST_CASE("members succeed at their rates, just above and below powers of two too", "[select]") {
    std::vector<double> rates;
    for (int exponent = -3; exponent <= 3; ++exponent) {
        const double edge = std::ldexp(1.0, exponent);
        for (const double rate : {std::nextafter(edge, 0.0), edge, std::nextafter(edge, 2.0 * edge)}) {
            rates.push_back(rate);
        }
    }
    check_rates(filled(rates), rates, 81);
}

TEST_CASE("groups that empty and refill leave the rates as they are", "[select]") {
    std::vector<double> rates{1e-3, 1.0, 1.5, 7.0, 900.0, 0.0};
    ThinningBag bag = filled(rates);
    const double before = bag.rate();
    RandomAhead random(RandomStream(82, 0, Purpose::events));
    for (int i = 0; i < 100'000; ++i) {
        const auto attempt = next_attempt(bag, random);
        bag.remove(attempt.place);
        bag.insert(attempt.member, rates[attempt.member]);
    }
    CHECK(bag.rate() == before);
    for (int left = 5; left > 0; --left) bag.remove(next_attempt(bag, random).place);
    CHECK(bag.rate() == 0.0);
    for (std::size_t i = 0; i < rates.size(); ++i) bag.insert(static_cast<std::uint32_t>(i), rates[i]);
    CHECK(bag.rate() == before);
    check_rates(bag, rates, 83);
}

TEST_CASE("a bag follows its total over two hundred decades", "[select]") {
    std::vector<double> rates;
    for (int decade = -200; decade <= 3; ++decade) rates.push_back(std::pow(10.0, decade));
    ThinningBag bag = filled(rates);
    RandomAhead random(RandomStream(84, 0, Purpose::events));
    // Taking the fastest out again and again, every member gets its turn at its own scale of time.
    for (std::size_t left = rates.size(); left > 0; --left) {
        const double fastest = rates[left - 1];
        CHECK(bag.rate() >= fastest);
        CHECK(bag.rate() < 4.0 * fastest);
        auto attempt = next_attempt(bag, random);
        for (int tries = 0; attempt.member != left - 1 && tries < 1000; ++tries) {
            attempt = next_attempt(bag, random);
        }
        REQUIRE(attempt.member == left - 1);
        bag.remove(attempt.place);
    }
    CHECK(bag.rate() == 0.0);
    for (std::size_t i = 0; i < rates.size(); ++i) bag.insert(static_cast<std::uint32_t>(i), rates[i]);
    CHECK(bag.rate() < 4.0 * rates.back());
}

TEST_CASE("the exact sum of a group forgets nothing and keeps nothing", "[select]") {
    const std::size_t exponent = binary_groups::exponent_of(1.0);
    binary_groups::ExactSum sum(exponent);
    const double odd = std::nextafter(1.0, 2.0);
    sum.add(odd);
    for (int i = 0; i < 100'000; ++i) sum.add(std::nextafter(2.0, 1.0));
    for (int i = 0; i < 100'000; ++i) sum.subtract(std::nextafter(2.0, 1.0));
    CHECK(sum.value() == odd);
    sum.subtract(odd);
    CHECK(sum.value() == 0.0);
}
