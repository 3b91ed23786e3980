#include "fluxhop/select/calendar.hpp"

#include <cmath>
#include <stdexcept>

#include "fluxhop/base/prefetch.hpp"

namespace fluxhop {
namespace {

constexpr std::size_t least_days = 64, days_in_cache = std::size_t{1} << 18;
constexpr std::size_t most_days_per_entry = 512;
constexpr double most_off = 2.0;   ///< times that the load may be more or less than usual
constexpr std::size_t ahead = 16;  ///< entries of a list that memory is asked for
constexpr std::size_t worth_keeping =
    4096;  ///< memory for so many entries saves asking for it again
constexpr unsigned bits_per_level = 6;

/// The number of a list within its level.
std::size_t digit(std::uint64_t year, std::size_t level) {
    return year >> (bits_per_level * level) & 63;
}

/// The first year of the list of a level that a year belongs to.
std::uint64_t first_year(std::uint64_t year, std::size_t level) {
    return year >> (bits_per_level * level) << (bits_per_level * level);
}

/// Grows by an eighth where std::vector doubles: a large film's memory is mostly one list of
/// clocks and a few of those parked.
template <class List>
void push_tightly(List& list, const typename List::value_type& value) {
    if (list.size() == list.capacity()) list.reserve(list.size() + list.size() / 8 + 16);
    list.push_back(value);
}

}  // namespace

/// Many short days save sorting, a long year saves parking, a small table stays in the cache.
Calendar::Calendar(std::size_t usual_entries, double events_per_second) {
    FLUXHOP_ASSERT(events_per_second > 0.0);
    const std::size_t least = std::max(least_days, std::bit_floor(usual_entries));
    const std::size_t days =
        std::max(least / 2, std::min(most_days_per_entry * least, days_in_cache));
    days_.assign(days, none);
    days_a_year_ = static_cast<double>(days);
    is_large_ = least > days_in_cache;
    marks_.assign(days / 64, 0);
    usual_load_ =
        std::clamp(2.0 * static_cast<double>(least) / static_cast<double>(days), 0.2, 1.0);
    most_passed_ = static_cast<std::uint64_t>(most_off * usual_load_ * static_cast<double>(days));
    // A power of two, so that times in days have the digits of those in seconds.
    const double doublings = std::round(std::log2(events_per_second / usual_load_));
    days_per_second_ = std::exp2(std::clamp(doublings, -1000.0, 1000.0));
    seconds_per_day_ = 1.0 / days_per_second_;
    entries_.reserve(usual_entries + usual_entries / 16);
}

/// Makes the earliest of a day's list its first. Of one time, in the order of what they are about, in
/// whatever order they came.
void Calendar::lead(Id first) {
    Entry& head = entries_[first];
    for (Id id = head.next(); id != none; id = entries_[id].next()) {
        Entry& other = entries_[id];
        if (std::pair(head.due, head.what()) <= std::pair(other.due, other.what())) continue;
        const std::uint64_t what = head.what();
        head.set(other.what(), head.next());
        other.set(what, other.next());
        std::swap(head.due, other.due);
    }
}

/// Puts where they belong the entries that were put off.
void Calendar::link_all() {
    for (PutOff& last : put_off_) {
        if (last.id != none) link(last.id, last.day);
        last = {};
    }
    first_put_off_ = no_day;
}

Calendar::Id Calendar::take_entry() {
    if (free_ == none) {
        if (entries_.size() == most_entries)
            throw std::length_error("a calendar has no room for more entries");
        push_tightly(entries_, {});
        return static_cast<Id>(entries_.size() - 1);
    }
    const Id id = free_;
    free_ = entries_[id].next();
    return id;
}

void Calendar::give_back(Id id) {
    entries_[id] = {};
    entries_[id].set(Entry::nothing, free_);
    free_ = id;
}

double Calendar::days_in(std::uint64_t years) const {
    return static_cast<double>(years) * days_a_year_;
}

/// Files an entry of a later year by the highest digit in which the years differ. What is taken off
/// its time has no more digits than a double holds: nothing is lost.
void Calendar::park(Id id, std::uint64_t what) {
    Entry& entry = entries_[id];
    entry.set(what, none);
    if (std::isinf(entry.due)) return give_back(id);
    const double years = std::min(std::floor(entry.due / days_a_year_), 0x1p50);
    const std::uint64_t year = year_ + static_cast<std::uint64_t>(years);
    const auto level = static_cast<std::size_t>(std::bit_width(year ^ year_) - 1) / bits_per_level;
    entry.due -= days_in(first_year(year, level) - year_);
    push_tightly(parked_[level][digit(year, level)], id);
}

/// The year in which the earliest list of those parked begins.
bool Calendar::find_year(std::uint64_t& year) const {
    for (std::size_t level = 0; level < levels; ++level) {
        for (std::size_t d = digit(year_, level) + 1; d < lists; ++d) {
            if (parked_[level][d].empty()) continue;
            year = first_year_of(level, d);
            return true;
        }
    }
    return false;
}

/// Today's year is over. @return whether there is another
bool Calendar::begin_year() {
    std::uint64_t year = 0;
    if (!find_year(year)) return false;
    const double days = days_in(year - year_);
    const auto level = static_cast<std::size_t>(std::bit_width(year ^ year_) - 1) / bits_per_level;
    begin_at(year, days);
    unpack(level);
    const double load = static_cast<double>(passed_ + 1) / days;
    passed_ = 0;
    if (load < usual_load_ / most_off || load > usual_load_ * most_off) cut_days(load);
    return true;
}

void Calendar::unpack(std::size_t level) {
    std::vector<Id>& list = unpacked_;
    list.clear();
    list.swap(parked_[level][digit(year_, level)]);
    for (std::size_t i = 0; i < list.size(); ++i) {
        prefetch_to_change(&entries_[list[std::min(i + ahead, list.size() - 1)]]);
        put(list[i], entries_[list[i]].what(), entries_[list[i]].due);
    }
    if (list.capacity() > worth_keeping) list = {};
}

/// There were too many events for this year: now begins another, of shorter days.
void Calendar::cut_anew() {
    const double load = static_cast<double>(passed_) / std::max(here_, 0x1p-40);
    passed_ = 0;
    cut_days(load);
}

/// Makes days as long as the load asks for, files everything anew, and begins a year now. With too
/// many events a day these have to be sorted, and their times are rounded; with too few, years pass
/// without any.
void Calendar::cut_days(double load) {
    const double doublings = std::round(std::log2(load / usual_load_));
    link_all();
    unpark();
    std::fill(days_.begin(), days_.end(), none);
    std::fill(marks_.begin(), marks_.end(), 0);
    marks_here_ = 0;
    const double now = here_;
    begin_at(0, now);
    const int cuts = static_cast<int>(std::clamp(doublings, -40.0, 40.0));
    days_per_second_ = std::ldexp(days_per_second_, cuts);
    seconds_per_day_ = std::ldexp(seconds_per_day_, -cuts);
    for (Id id = 0; id < entries_.size(); ++id) {
        const std::uint64_t what = entries_[id].what();
        if (what != Entry::nothing) put(id, what, std::ldexp(entries_[id].due - now, cuts));
    }
}

/// Times of later years, too, as days of this one.
void Calendar::unpark() {
    for (std::size_t level = 0; level < levels; ++level) {
        for (std::size_t d = 0; d < lists; ++d) {
            std::vector<Id>& list = parked_[level][d];
            if (list.empty()) continue;
            const double days = days_in(first_year_of(level, d) - year_);
            for (const Id id : list) entries_[id].due += days;
            list.clear();
        }
    }
}

/// The first year of a list of those to come.
std::uint64_t Calendar::first_year_of(std::size_t level, std::size_t number) const {
    return first_year(year_, level + 1) | std::uint64_t{number} << (bits_per_level * level);
}

void Calendar::begin_at(std::uint64_t year, double days_from_now) {
    year_begin_.advance(days_from_now * seconds_per_day_);
    year_ = year;
    here_ = 0.0;
    today_ = word_ = no_day;
    far_ = near_ = 0;
}

}  // namespace fluxhop
