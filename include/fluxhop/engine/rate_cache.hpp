/// The model's own propensities, remembered: a small network comes through the same states again and
/// again, most of all in an ensemble.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "fluxhop/model/model.hpp"
#include "fluxhop/model/start.hpp"

namespace fluxhop {

/// For networks in which the propensity of every hop follows from the occupation of one node, its key:
/// it depends on no more than that, or there are but two nodes, whose sum does not change.
///
/// Direct-mapped: occupation n is held in slot n modulo the number of slots, and another that falls
/// into the same slot takes its place. Memory is bounded whatever the occupations.
class RateCache {
public:
    static constexpr std::size_t most_hops = 16;
    static constexpr std::size_t most_nodes = most_hops + 1;
    static constexpr std::int64_t most_slots = std::int64_t{1} << 16;

    struct Hop {
        std::size_t key;   ///< index into keys
        std::size_t from;  ///< node
        std::size_t to;    ///< node
        std::vector<double> rates;              ///< 1/s, by slot
        std::vector<std::uint8_t> flux_flow;    ///< whether its barrier is gone, by slot
    };
    struct Key {
        std::size_t node;
        std::vector<std::int64_t> held;  ///< the occupation in each slot
    };

    static bool accepts(const Model& model, const Start& initial);

    /// Requires accepts(model, initial). The model must outlive it.
    /// @param slots for each key at most, a power of two; fewer where there are fewer states
    RateCache(const Model& model, const State& initial, std::int64_t slots = most_slots);

    std::span<const Hop> hops() const { return hops_; }
    std::span<const Key> keys() const { return keys_; }
    std::size_t slot(std::int64_t occupation) const {
        return static_cast<std::size_t>(occupation & mask_);
    }
    std::int64_t mask() const { return mask_; }
    bool holds(const Key& key, std::int64_t occupation) const {
        return key.held[slot(occupation)] == occupation;
    }
    /// Asks the model for all that depends on this occupation of a key node.
    void learn(std::size_t key, std::int64_t occupation);
    /// The same where it is not held.
    void know(std::size_t key, std::int64_t occupation) {
        if (!holds(keys_[key], occupation)) learn(key, occupation);
    }
    /// Whether flux flow has been met with at all.
    bool knows_flux_flow() const { return knows_flux_flow_; }
    /// Whether a hop finds its barrier gone. @param occupation of its key
    bool is_flux_flow(const Hop& hop, std::int64_t occupation);

private:
    void occupy(const Key& key, std::int64_t occupation);

    const Model* model_;
    std::vector<double> variables_;  ///< a state with the occupation that is asked for
    double sum_;                     ///< of all occupations
    std::int64_t mask_;
    std::vector<Hop> hops_;
    std::vector<Key> keys_;
    bool knows_flux_flow_ = false;
};

}  // namespace fluxhop
