/// The times of very many clocks that run on their own, earliest first.
///
/// A calendar queue (Brown, Commun. ACM 31, 1220 (1988)): time is cut into days, as long as a few
/// events take, and a number of days makes a year. What comes within this year is in the list of
/// its day; only of today's is the earliest looked for. What comes later is parked in lists of years, 64 to a
/// level, each level 64 times as coarse as the one below (Varghese and Lauck, SOSP 1987), and is
/// looked at again when the first year of its list begins.
///
/// insert, renew and remove O(1), whatever the number of entries and the span of their times.
/// Within a year times are rounded to 2^-53 of it; the beginning of the year loses nothing. 16
/// bytes an entry, 4 more while it is parked, and 4 a day, of which there are a quarter to half as
/// many as entries first expected, or more where that is little memory.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "fluxhop/base/archive.hpp"
#include "fluxhop/base/clock.hpp"
#include "fluxhop/base/huge_pages.hpp"
#include "fluxhop/base/prefetch.hpp"
#include "fluxhop/base/require.hpp"

namespace fluxhop {

class Calendar {
public:
    static constexpr unsigned bits_of_what = 36;  ///< that say what an entry is about
    static constexpr std::uint32_t most_entries = (std::uint32_t{1} << (64 - bits_of_what)) - 1;

    /// At time zero, without entries.
    /// @param usual_entries that it will hold
    /// @param events_per_second to begin with; days follow later changes
    Calendar(std::size_t usual_entries, double events_per_second);

    /// Adds an entry, but not while one that was sought is still in. Throws std::length_error beyond
    /// most_entries.
    /// @param what below 2^bits_of_what - 1
    /// @param wait from now(), s; one beyond all numbers never comes
    void insert(std::uint64_t what, double wait) {
        put(take_entry(), what, here_ + wait * days_per_second_);
    }

    /// Leads to the earliest entry. @return whether there is one
    bool seek() {
        if (passed_ > most_passed_) cut_anew();
        if (marks_here_ == 0 && !seek_word()) return false;
        today_ = word_ * 64 + static_cast<std::size_t>(std::countr_zero(marks_here_));
        if (today_ >= first_put_off_) link_all();
        const Id id = days_[today_];
        if (entries_[id].next() != none) lead(id);
        here_ = entries_[id].due;
        return true;
    }

    /// The time of the entry that was sought, s.
    double now() const { return year_begin_.after(here_ * seconds_per_day_); }
    std::uint64_t what() const { return entries_[days_[today_]].what(); }

    /// As remove(), then insert(what, wait).
    void renew(std::uint64_t what, double wait) {
        put(leave_today(), what, here_ + wait * days_per_second_);
    }

    /// Takes out the entry that was sought.
    void remove() { give_back(leave_today()); }

    /// Asks for the memory of the entries of the coming days, and calls `ask` with what each is
    /// about.
    template <class Ask>
    void look_ahead(Ask&& ask) {
        for (const std::size_t end = std::min(today_ + far, days_.size()); far_ < end; ++far_) {
            prefetch(&first_of(far_));
        }
        for (const std::size_t end = std::min(today_ + near, days_.size()); near_ < end; ++near_) {
            ask(first_of(near_).what());
        }
    }

    template <class Archive>
    void persist(Archive& archive) {
        link_all();
        archive(entries_, std::span(days_), std::span(marks_), parked_, year_, year_begin_,
                days_per_second_, seconds_per_day_, here_, today_, word_, marks_here_, passed_,
                free_);
        require_saved(today_ == no_day || today_ < days_.size(),
                      "a calendar stands outside its year");
    }

private:
    static constexpr std::size_t far = 48, near = 24;  ///< days
    static constexpr std::size_t no_day = ~std::size_t{0};
    static constexpr std::size_t levels = 10, lists = 64;  ///< six bits of a year's number

    using Id = std::uint32_t;  ///< of an entry
    static constexpr Id none = most_entries;

    /// What it is about and the entry that follows share a word, so that both have digits enough.
    struct Entry {
        static constexpr std::uint64_t nothing = (std::uint64_t{1} << bits_of_what) - 1;

        /// Days from the beginning of the year, or of the first year of its list.
        double due = 0.0;
        std::uint64_t bits = nothing;

        std::uint64_t what() const { return bits & nothing; }
        Id next() const { return static_cast<Id>(bits >> bits_of_what); }
        void set(std::uint64_t what, Id next) { bits = what | std::uint64_t{next} << bits_of_what; }

        template <class Archive>
        void persist(Archive& archive) {
            archive(due, bits);
        }
    };

    struct PutOff {
        Id id = none;
        std::size_t day = 0;
    };

    void put(Id id, std::uint64_t what, double due) {
        entries_[id].due = due;
        if (due < days_a_year_) [[likely]]
            file(id, what, due);
        else
            park(id, what);
    }

    void file(Id id, std::uint64_t what, double due) {
        const auto day = static_cast<std::size_t>(static_cast<std::int64_t>(due));
        mark(day);
        entries_[id].set(what, none);
        if (is_large_)
            put_off(id, day);
        else
            link(id, day);
    }

    void link(Id id, std::size_t day) {
        entries_[id].set(entries_[id].what(), days_[day]);
        days_[day] = id;
    }

    /// Asks for the memory of a day, and puts an entry there when some others have been filed,
    /// unless the day begins before.
    void put_off(Id id, std::size_t day) {
        prefetch_to_change(&days_[day]);
        const PutOff last = std::exchange(put_off_[put_off_at_++ % put_off_.size()], {id, day});
        first_put_off_ = std::min(first_put_off_, day);
        if (last.id != none) link(last.id, last.day);
    }

    void mark(std::size_t day) {
        const std::uint64_t bit = std::uint64_t{1} << day % 64;
        if (day / 64 == word_)
            marks_here_ |= bit;
        else
            marks_[day / 64] |= bit;
    }

    /// The mark goes with the last of a day, without a branch on whether it is the last.
    Id leave_today() {
        const Id id = days_[today_], next = entries_[id].next();
        FLUXHOP_ASSERT(entries_[id].due == here_);
        days_[today_] = next;
        marks_here_ &= marks_here_ - (next == none ? 1U : 0U);
        ++passed_;
        return id;
    }

    /// The first of a day, or any entry where there is none.
    const Entry& first_of(std::size_t day) const {
        return entries_[std::min<std::size_t>(days_[day], entries_.size() - 1)];
    }

    /// Goes on to the next days with an entry.
    bool seek_word() {
        do {
            while (++word_ < marks_.size()) {
                if (marks_[word_] == 0) continue;
                marks_here_ = marks_[word_];
                marks_[word_] = 0;
                return true;
            }
        } while (begin_year());
        word_ = static_cast<std::size_t>(here_) / 64;
        return false;
    }

    void lead(Id first);
    void link_all();
    Id take_entry();
    void give_back(Id id);
    void park(Id id, std::uint64_t what);
    bool begin_year();
    bool find_year(std::uint64_t& year) const;
    void unpack(std::size_t level);
    void cut_anew();
    void cut_days(double load);
    void unpark();
    void begin_at(std::uint64_t year, double days_from_now);
    std::uint64_t first_year_of(std::size_t level, std::size_t number) const;
    double days_in(std::uint64_t years) const;

    HugeVector<Entry> entries_;
    HugeVector<Id> days_;               ///< the first entry of each
    std::vector<std::uint64_t> marks_;  ///< one bit a day: today and later, those with entries
    std::array<std::array<std::vector<Id>, lists>, levels> parked_;
    std::vector<Id> unpacked_;  ///< the list at hand
    std::uint64_t year_ = 0;
    Clock year_begin_;
    double days_a_year_;
    double usual_load_;  ///< events a day
    double days_per_second_, seconds_per_day_;
    double here_ = 0.0;  ///< the time now, in days of this year
    std::size_t today_ = no_day, word_ = no_day;
    std::uint64_t marks_here_ = 0;
    std::uint64_t passed_ = 0,
                  most_passed_;  ///< entries that passed this year; before days are cut anew
    Id free_ = none;
    bool is_large_ = false;  ///< it does not fit the cache
    std::array<PutOff, 8> put_off_{};
    std::size_t put_off_at_ = 0, first_put_off_ = no_day;
    std::size_t far_ = 0, near_ = 0;  ///< days of this year that have been looked at
};

}  // namespace fluxhop
