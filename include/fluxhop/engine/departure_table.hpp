/// Departure rates that have been computed before.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "fluxhop/model/model.hpp"

namespace fluxhop {

/// Where the rates of the hops from a node depend on its own occupation alone, a network meets the same
/// rates again and again. They are read off the model once and kept: by nodes that depart alike, and by
/// occupation modulo a power of two, of those that share a place the last one met. Equal to the
/// model's to the last bit.
class DepartureTable {
public:
    /// Whether a model's rates can be kept so, and in not too much memory.
    static bool accepts(const Model& model);

    /// Requires accepts(model). The model must outlive it.
    explicit DepartureTable(const Model& model);

    /// Where a node stands in the table.
    struct Place {
        double occupation = 0.0;
        std::uint32_t first = 0;   ///< of the node's kind
        std::uint32_t number = 0;  ///< of the occupation

        /// One vortex comes (+1) or goes (-1).
        void shift(int change, std::uint32_t mask) {
            occupation += change;
            number = (number + static_cast<std::uint32_t>(change)) & mask;
        }
    };
    Place place(NodeId node, double occupation) const {
        const auto count = static_cast<std::uint64_t>(static_cast<std::int64_t>(occupation));
        return {occupation, first_[node.index()], static_cast<std::uint32_t>(count) & mask_};
    }
    std::uint32_t mask() const { return mask_; }

    /// The hops from a node at one occupation: the occupation and a bit for each way in flux flow, and
    /// at the end the running sum of the propensities, so that the rate of departure is the last.
    class Row {
    public:
        Row(const double* begin, const double* end) : begin_(begin), end_(end) {}

        double departure_rate() const { return end_[-1]; }  ///< 1/s
        /// Of `ways` ways in all the first up to which the propensities sum to the target or more.
        std::size_t choose(std::size_t ways, double target) const {
            std::size_t way = 0;
            for (std::size_t i = 0; i + 1 < ways; ++i) way += (end_ - ways)[i] < target ? 1 : 0;
            return way;
        }
        bool is_flux_flow(std::size_t way) const {
            return (std::bit_cast<std::uint64_t>(begin_[1]) >> way & 1) != 0;
        }

    private:
        const double* begin_;
        const double* end_;
    };

    /// Valid until the next row.
    Row row(NodeId node, const Place& at) {
        double* values = values_.data() + at.first + (std::size_t{at.number} << stride_bits_);
        if (values[0] != at.occupation) fill(values, node, at.occupation);
        return {values, values + stride()};
    }

private:
    std::vector<std::uint32_t> kinds() const;
    void fill(double* values, NodeId node, double occupation) const;
    std::size_t stride() const { return std::size_t{1} << stride_bits_; }

    const Model* model_;
    unsigned stride_bits_;              ///< of the doubles in a row
    std::uint32_t mask_ = 0;            ///< places of each kind, less one
    std::vector<std::uint32_t> first_;  ///< value of each node's kind
    std::vector<double> values_;
};

}  // namespace fluxhop
