#include "fluxhop/engine/attempt_deviates.hpp"

#include <cstdint>
#include <span>

#include "fluxhop/base/clones.hpp"
#include "fluxhop/base/exponential.hpp"

namespace fluxhop {
namespace {

/// A loop without branches, which compilers turn into vector code.
FLUXHOP_CLONES void make_uniform(const std::uint64_t* words, double* out, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) out[i] = uniform_open_from(words[i]);
}

/// Words in turns of one kind and the other: the first kind, then the other.
template <std::size_t size>
void put_apart(std::array<std::uint64_t, size>& words) {
    const auto mixed = words;
    for (std::size_t i = 0; i < size / 2; ++i) {
        words[i] = mixed[2 * i];
        words[size / 2 + i] = mixed[2 * i + 1];
    }
}

}  // namespace

void AttemptDeviates::refill() {
    std::array<std::uint64_t, 2 * block> words;
    stream_.fill(words);
    if (order_ == WordOrder::in_turns) put_apart(words);
    make_exponential(std::span(words).first(block), wait_);
    make_uniform(words.data() + block, choice_.data(), block);
    next_ = 0;
}

}  // namespace fluxhop
