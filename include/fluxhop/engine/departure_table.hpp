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
        std::int64_t scaled = 0;  ///< its occupation, times the doubles in a row
        std::uint32_t first = 0;  ///< of the node's kind
    };
    Place place(NodeId node, double occupation) const {
        return {static_cast<std::int64_t>(occupation) * stride_, first_[node.index()]};
    }
    double occupation(const Place& at) const {
        return static_cast<double>(at.scaled) / static_cast<double>(stride_);
    }
    /// What no vortex or one more is on this scale.
    std::int64_t scaled(bool vortex) const { return -static_cast<std::int64_t>(vortex) & stride_; }

    /// The hops from a node at one occupation: the occupation, the rate of departure, a bit for each way
    /// in flux flow, and the running sums of the propensities of all ways but the last.
    class Row {
    public:
        explicit Row(const double* values) : values_(values) {}

        double departure_rate() const { return values_[1]; }  ///< 1/s
        /// Of `ways` ways in all the first up to which the propensities sum to the target or more.
        std::size_t choose(std::size_t ways, double target) const {
            std::size_t way = values_[3] < target ? 1 : 0;
            for (std::size_t i = 1; i + 1 < ways; ++i) way += values_[3 + i] < target ? 1 : 0;
            return way;
        }
        bool is_flux_flow(std::size_t way) const {
            return (std::bit_cast<std::uint64_t>(values_[2]) >> way & 1) != 0;
        }

    private:
        const double* values_;
    };

    /// Valid until the next row.
    Row row(NodeId node, const Place& at) {
        double* values = values_.data() + at.first + (static_cast<std::uint64_t>(at.scaled) & mask_);
        if (std::bit_cast<std::int64_t>(values[0]) != at.scaled) fill(values, node, at);
        return Row(values);
    }

private:
    std::vector<std::uint32_t> kinds() const;
    void fill(double* values, NodeId node, const Place& at) const;

    const Model* model_;
    std::int64_t stride_;               ///< doubles in a row
    std::uint64_t mask_ = 0;            ///< doubles in all rows of a kind, less one
    std::vector<std::uint32_t> first_;  ///< value of each node's kind
    std::vector<double> values_;
};

}  // namespace fluxhop
