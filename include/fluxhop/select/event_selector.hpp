/// What every event selector can do. Selectors know numbers, never physics: they hold one rate per
/// channel and draw a channel with probability rate / total.
#pragma once

#include <concepts>
#include <cstddef>

#include "fluxhop/base/archive.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/select/drawn.hpp"

namespace fluxhop {

/// Construction takes the number of channels; all rates start at zero.
/// - update(channel, rate): sets a rate; finite and >= 0, no floor, no clipping
/// - total(): the sum of the rates; exactly zero if and only if every rate is zero
/// - draw(total, random): a channel with a rate above zero; requires total = total() > 0
/// - persist(archive): all that later draws depend on, the order of members included
/// A selector that thins sums bounds instead. What it draws is a candidate: an event if the rest is not
/// above the channel's rate, else a moment at which nothing happens.
template <class Selector>
concept EventSelector =
    std::constructible_from<Selector, std::size_t> &&
    requires(Selector selector, const Selector constant, std::size_t channel, double rate,
             RandomStream random, ArchiveWriter writer, ArchiveReader reader) {
        selector.update(channel, rate);
        { constant.total() } -> std::convertible_to<double>;
        { constant.draw(rate, random) } -> std::same_as<Drawn>;
        selector.persist(writer);
        selector.persist(reader);
    };

/// Selectors that need one uniform deviate in (0, 1] for a draw: what find(total, deviate) draws.
template <class Selector>
concept OneDeviateSelector = EventSelector<Selector> && requires(const Selector selector, double number) {
    { selector.find(number, number) } -> std::same_as<Drawn>;
};

template <class Selector>
inline constexpr bool thins = requires { requires Selector::thins; };

}  // namespace fluxhop
