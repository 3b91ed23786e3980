/// The neighbours on a lattice that is periodic along all its axes, in few instructions.
#pragma once

#include <array>
#include <cstdint>

#include "fluxhop/model/lattice.hpp"

namespace fluxhop {

class PeriodicNeighbours {
public:
    /// Requires fewer than 2^32 sites and edges periodic where there are neighbours.
    explicit PeriodicNeighbours(const Lattice& lattice)
        : columns_(static_cast<std::uint32_t>(lattice.columns)),
          rows_(static_cast<std::uint32_t>(lattice.rows)),
          inverse_columns_(~std::uint64_t{0} / columns_ + 1) {
        for (std::size_t odd = 0; odd < 2; ++odd) {
            for (std::size_t d = 0; d < lattice.directions(); ++d) {
                moves_[odd][d] = move(lattice, odd, d);
            }
        }
    }

    /// As Lattice::destination.
    std::uint32_t operator()(std::uint32_t site, std::size_t direction) const {
        const std::uint32_t row = row_of(site);
        const Move move = moves_[row % 2][direction];
        const std::uint32_t column = site - row * columns_ + move.columns;  // below 2 columns
        const std::uint32_t to_row = row + move.rows;
        return (to_row >= rows_ ? to_row - rows_ : to_row) * columns_ +
               (column >= columns_ ? column - columns_ : column);
    }

private:
    /// Forward, around the axis.
    struct Move {
        std::uint32_t columns = 0, rows = 0;
    };

    std::uint32_t row_of(std::uint32_t site) const {
        if (columns_ == 1) return site;
        __extension__ using Wide = unsigned __int128;  // exact below 2^32: the error is below 2^-64 site
        return static_cast<std::uint32_t>((static_cast<Wide>(inverse_columns_) * site) >> 64);
    }

    /// Read off a site in the middle of a lattice of the kind.
    static Move move(const Lattice& lattice, std::size_t odd, std::size_t direction) {
        const bool chain = lattice.kind == LatticeKind::chain;
        const Lattice small{lattice.kind, 5, chain ? std::size_t{1} : std::size_t{6}};
        const std::size_t row = chain ? 0 : 2 + odd;
        const std::size_t to = small.destination(row * 5 + 2, direction).index;
        const auto around = [](std::size_t length, std::size_t forward, std::size_t back) {
            return static_cast<std::uint32_t>((forward + length - back % length) % length);
        };
        return {around(lattice.columns, to % 5, 2), around(lattice.rows, to / 5, row)};
    }

    std::uint32_t columns_, rows_;
    std::uint64_t inverse_columns_;
    std::array<std::array<Move, 6>, 2> moves_{};
};

}  // namespace fluxhop
