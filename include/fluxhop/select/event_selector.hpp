/// What every event selector can do. Selectors know numbers, never physics: they hold one rate per
/// channel and draw a channel with probability rate / total.
#pragma once

#include <concepts>
#include <cstddef>

#include "fluxhop/base/archive.hpp"
#include "fluxhop/base/random.hpp"

namespace fluxhop {

/// Construction takes the number of channels; all rates start at zero.
/// - update(channel, rate): sets a rate; finite and >= 0, no floor, no clipping
/// - total(): the sum of the rates; exactly zero if and only if every rate is zero
/// - sample(random): a channel with a rate above zero; requires total() > 0
/// - persist(archive): all that later draws depend on, the order of members included
template <class Selector>
concept EventSelector =
    std::constructible_from<Selector, std::size_t> &&
    requires(Selector selector, const Selector constant, std::size_t channel, double rate,
             RandomStream random, ArchiveWriter writer, ArchiveReader reader) {
        selector.update(channel, rate);
        { constant.total() } -> std::convertible_to<double>;
        { constant.sample(random) } -> std::convertible_to<std::size_t>;
        selector.persist(writer);
        selector.persist(reader);
    };

}  // namespace fluxhop
