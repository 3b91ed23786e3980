#include "fluxhop/engine/attempt_deviates.hpp"

#include "fluxhop/base/clones.hpp"
#include "fluxhop/base/exponential.hpp"

namespace fluxhop {
namespace {

/// A loop without branches, which compilers turn into vector code.
FLUXHOP_CLONES void add_directions(const std::uint64_t* words, double bound, std::uint64_t* direction,
                                   std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) direction[i] += uniform_open_from(words[i]) > bound ? 1 : 0;
}

}  // namespace

void AttemptDeviates::set_shares(std::span<const double> shares) {
    ways_ = shares.size();
    double sum = 0.0;
    for (std::size_t d = 0; d < ways_; ++d) bounds_[d] = sum += shares[d];
}

void AttemptDeviates::refill() {
    std::array<std::uint64_t, 2 * block> words;
    stream_.fill(words);
    make_exponential(std::span(words).first(block), wait_);
    direction_.fill(0);
    for (std::size_t d = 0; d + 1 < ways_; ++d) {
        add_directions(words.data() + block, bounds_[d], direction_.data(), block);
    }
    next_ = 0;
}

}  // namespace fluxhop
