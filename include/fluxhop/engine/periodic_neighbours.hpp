/// The neighbours on a lattice that is periodic along all its axes, by one look into a table.
#pragma once

#include <array>
#include <cstdint>

#include "fluxhop/model/lattice.hpp"

namespace fluxhop {

/// Sites at the same ends of the axes, in rows of the same parity, find their neighbours at the same
/// distance in site numbers.
class PeriodicNeighbours {
public:
    static constexpr std::size_t kinds = 32;

    /// Requires fewer than 2^32 sites and edges periodic where there are neighbours.
    explicit PeriodicNeighbours(const Lattice& lattice) : lattice_(lattice) {
        for (const std::size_t row : some(lattice.rows)) {
            for (const std::size_t column : some(lattice.columns)) note(row * lattice.columns + column);
        }
    }

    std::size_t kind_of(std::size_t site) const {
        const std::size_t row = site / lattice_.columns, column = site % lattice_.columns;
        return (row == 0 ? 1U : 0U) + (row + 1 == lattice_.rows ? 2U : 0U) + (column == 0 ? 4U : 0U) +
               (column + 1 == lattice_.columns ? 8U : 0U) + 16 * (row % 2);
    }

    /// As Lattice::destination, of a site of a kind. A direction beyond the last is no way at all.
    std::uint32_t operator()(std::uint32_t site, std::size_t kind, std::size_t direction) const {
        return site + forward_[kind][direction];
    }

private:
    /// The first and the last two of an axis, and two within, as far as there are any.
    static std::array<std::size_t, 6> some(std::size_t length) {
        const auto within = [&](std::size_t i) { return i < length ? i : length - 1; };
        return {0, within(1), within(2), within(3), length < 2 ? 0 : length - 2, length - 1};
    }

    void note(std::size_t site) {
        for (std::size_t d = 0; d < lattice_.directions(); ++d) {
            forward_[kind_of(site)][d] =
                static_cast<std::uint32_t>(lattice_.destination(site, d).index - site);  // modulo 2^32
        }
    }

    Lattice lattice_;
    std::array<std::array<std::uint32_t, 8>, kinds> forward_{};
};

}  // namespace fluxhop
