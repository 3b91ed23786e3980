#include <cmath>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/select/calendar.hpp"

using namespace fluxhop;

namespace {

/// A calendar beside a sorted list of the same times.
class Checked {
public:
    explicit Checked(std::size_t entries, double rate) : calendar_(entries, rate) {}

    void insert(std::uint64_t what, double wait) {
        calendar_.insert(what, wait);
        if (std::isfinite(wait)) due_.insert({now_ + static_cast<long double>(wait), what});
    }

    /// Goes to the next entry and takes it out. @return what it is about
    std::uint64_t pass() {
        REQUIRE(calendar_.seek() == !due_.empty());
        auto first = due_.begin();
        const long double same = first->first * (1.0L + rounding);
        while (first != due_.end() && first->second != calendar_.what() && first->first <= same)
            ++first;
        REQUIRE(first != due_.end());
        REQUIRE(calendar_.what() == first->second);
        now_ = first->first;
        REQUIRE(test::relative_difference(calendar_.now(), static_cast<double>(now_)) < rounding);
        due_.erase(first);
        return calendar_.what();
    }

    void pass_and_renew(double wait) {
        const std::uint64_t what = pass();
        calendar_.renew(what, wait);
        if (std::isfinite(wait)) due_.insert({now_ + static_cast<long double>(wait), what});
    }
    void pass_and_remove() {
        pass();
        calendar_.remove();
    }

    std::size_t size() const { return due_.size(); }
    Calendar& calendar() { return calendar_; }

private:
    static constexpr double rounding =
        1e-14;  ///< some steps of 2^-53 of a year, which may be all the time so far
    Calendar calendar_;
    std::multimap<long double, std::uint64_t> due_;
    long double now_ = 0.0L;
};

/// An exponential wait whose mean is spread evenly over so many decades.
double spread_wait(RandomStream& random, double decades) {
    return exponential(random) * std::pow(10.0, decades * (uniform_open(random) - 0.5));
}

}  // namespace

// Planted errors they catch: a day that its earliest does not lead, or that ends with its first entry, a
// list of years unpacked a year early or late, or not at all, a parked time that keeps the years it has
// waited, days cut anew without the parked entries.
TEST_CASE("a calendar leads from entry to entry in the order of their times", "[select]") {
    for (const double decades : {0.0, 3.0, 12.0}) {
        for (const std::size_t entries : {1UL, 2UL, 70UL, 3000UL}) {
            INFO("decades " << decades << " entries " << entries);
            RandomStream random(501, entries, Purpose::events);
            Checked checked(entries, static_cast<double>(entries));
            for (std::uint32_t i = 0; i < entries; ++i)
                checked.insert(i, spread_wait(random, decades));
            for (int i = 0; i < 20'000; ++i) checked.pass_and_renew(spread_wait(random, decades));
        }
    }
}

// Planted errors it catches: entries put off for a day that begins before, or forgotten.
TEST_CASE("a calendar too large for the cache leads from entry to entry in order", "[select][long]") {
    RandomStream random(505, 0, Purpose::events);
    constexpr std::uint32_t entries = 600'000;
    Checked checked(entries, 1e4 * entries);
    for (std::uint32_t i = 0; i < entries; ++i) checked.insert(i, spread_wait(random, 6.0));
    for (int i = 0; i < 300'000; ++i) checked.pass_and_renew(spread_wait(random, 6.0));
    for (int i = 0; i < 1000; ++i) {
        checked.pass_and_renew(1e-9);
        checked.pass_and_remove();
        checked.insert(entries, 1e-8 * uniform_open(random));
    }
}

TEST_CASE("a calendar follows rates that fall and rise by twelve decades", "[select]") {
    RandomStream random(502, 0, Purpose::events);
    Checked checked(500, 5e6);
    for (std::uint32_t i = 0; i < 500; ++i) checked.insert(i, 1e-4 * exponential(random));
    for (int i = 0; i < 600'000; ++i) {
        const double decade = 12.0 * std::abs(i / 300'000.0 - 1.0) - 4.0;  // 8 to -4 to 8
        checked.pass_and_renew(std::pow(10.0, decade) * exponential(random));
    }
}

TEST_CASE("entries come and go, and some never come", "[select]") {
    RandomStream random(503, 0, Purpose::events);
    Checked checked(100, 1.0);
    std::uint64_t next = 0;
    for (int i = 0; i < 50'000; ++i) {
        const double chance = uniform_open(random);
        const double wait =
            chance < 0.05 ? std::numeric_limits<double>::infinity() : spread_wait(random, 8.0);
        if (checked.size() < 2 || (chance > 0.5 && checked.size() < 100))
            checked.insert(next++, wait);
        else if (uniform_open(random) < 0.5)
            checked.pass_and_remove();
        else
            checked.pass_and_renew(wait);
    }
    while (checked.size() > 0) checked.pass_and_remove();
    CHECK_FALSE(checked.calendar().seek());
    CHECK_FALSE(checked.calendar().seek());
    checked.insert(7, 2.0);
    checked.pass_and_remove();
}

TEST_CASE("entries of one time stand in one order, in whatever order they came", "[select]") {
    // A checkpoint must not change the order of a run that goes on.
    Calendar rising(8, 1.0), falling(8, 1.0);
    for (std::uint64_t i = 0; i < 8; ++i) {
        rising.insert(i, 3.0);
        falling.insert(7 - i, 3.0);
    }
    for (std::uint64_t i = 0; i < 8; ++i) {
        REQUIRE((rising.seek() && falling.seek()));
        CHECK(rising.what() == i);
        CHECK(falling.what() == i);
        rising.remove();
        falling.remove();
    }
}

TEST_CASE("waits of twenty decades add up without loss", "[select]") {
    Calendar calendar(1, 1.0);
    calendar.insert(0, 1e-10);
    long double sum = 0.0L;
    for (int decade = -10; decade < 10; ++decade) {
        for (int i = 0; i < 1000; ++i) {
            REQUIRE(calendar.seek());
            sum += std::pow(10.0, decade);
            calendar.renew(0, std::pow(10.0, i < 999 ? decade : decade + 1));
        }
    }
    CHECK(test::relative_difference(calendar.now(), static_cast<double>(sum)) < 1e-15);
}

TEST_CASE("a calendar that was saved goes on as the one that was not", "[select]") {
    RandomStream random(504, 0, Purpose::events);
    Calendar calendar(200, 1.0);
    for (std::uint32_t i = 0; i < 200; ++i) calendar.insert(i, spread_wait(random, 6.0));
    for (int i = 0; i < 5000; ++i) {
        REQUIRE(calendar.seek());
        if (i % 10 == 0)
            calendar.remove();
        else
            calendar.renew(calendar.what(), spread_wait(random, 6.0));
        if (i % 10 == 0)
            calendar.insert(static_cast<std::uint64_t>(1000 + i), spread_wait(random, 6.0));
    }
    ArchiveWriter writer;
    calendar.persist(writer);
    Calendar again(200, 1.0);
    ArchiveReader reader(writer.bytes());
    again.persist(reader);
    CHECK(reader.at_end());
    for (int i = 0; i < 5000; ++i) {
        REQUIRE(calendar.seek());
        REQUIRE(again.seek());
        REQUIRE(again.what() == calendar.what());
        REQUIRE(again.now() == calendar.now());
        const double wait = spread_wait(random, 6.0);
        calendar.renew(calendar.what(), wait);
        again.renew(again.what(), wait);
    }
}
