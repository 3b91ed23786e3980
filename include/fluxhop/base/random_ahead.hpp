/// A random stream drawn in blocks, so that its next words can be looked at before they are taken.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "fluxhop/base/random.hpp"

namespace fluxhop {

/// The words are those of the stream, in its order, none left out.
class RandomAhead {
public:
    static constexpr std::size_t most_ahead = 64;  ///< words that can be looked at

    explicit RandomAhead(RandomStream stream) : stream_(stream) {}

    /// The next `most_ahead` words; valid until the next call.
    const std::uint64_t* look() {
        if (next_ + most_ahead > words_.size()) refill();
        return words_.data() + next_;
    }
    /// Takes the first `count` of the words that were looked at.
    void take(std::size_t count) { next_ += count; }

    template <class Archive>
    void persist(Archive& archive) {
        archive(stream_, words_, next_);
        require_saved(next_ <= words, "random numbers drawn ahead end before they begin");
    }

private:
    void refill() {
        const auto rest = words_.begin() + static_cast<std::ptrdiff_t>(next_);
        const auto free = std::copy(rest, words_.end(), words_.begin());
        stream_.fill({free, words_.end()});
        next_ = 0;
    }

    static constexpr std::size_t words = 512;
    RandomStream stream_;
    std::array<std::uint64_t, words> words_{};
    std::size_t next_ = words;
};

}  // namespace fluxhop
