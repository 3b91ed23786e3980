/// What chance decides of an attempt, drawn for many attempts at once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "fluxhop/base/archive.hpp"
#include "fluxhop/base/random.hpp"

namespace fluxhop {

/// Where the words for the waits are in the stream: in the first half of a block, or before each word for a choice.
enum class WordOrder : std::uint8_t { by_block, in_turns };

class AttemptDeviates {
public:
    explicit AttemptDeviates(RandomStream stream, WordOrder order = WordOrder::by_block)
        : stream_(stream), order_(order) {}

    /// Goes on to the next attempt; to be called before the first.
    void next() {
        if (++next_ == block) refill();
    }
    double wait() const { return wait_[next_]; }      ///< exponential, of mean one
    double choice() const { return choice_[next_]; }  ///< uniform, between 0 and 1

    template <class Archive>
    void persist(Archive& archive) {
        archive(stream_, wait_, choice_, next_);
        require_saved(next_ < block, "attempts drawn ahead end before they begin");
    }

private:
    void refill();

    static constexpr std::size_t block = 64;
    RandomStream stream_;
    WordOrder order_;
    std::array<double, block> wait_{};
    std::array<double, block> choice_{};
    std::size_t next_ = block - 1;
};

}  // namespace fluxhop
