#include "fluxhop/engine/attempt_deviates.hpp"

#include "fluxhop/base/exponential.hpp"

// One text for several instruction sets, chosen when the program starts; the bits are the same.
#if defined(__x86_64__) && defined(__gnu_linux__)
#define FLUXHOP_CLONES [[gnu::target_clones("avx2", "default")]]
#else
#define FLUXHOP_CLONES
#endif

namespace fluxhop {
namespace {

// Loops without branches, which compilers turn into vector code.

FLUXHOP_CLONES void make_waits(const std::uint64_t* words, double* wait, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) wait[i] = negative_log(uniform_open_from(words[i]));
}

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
    make_waits(words.data(), wait_.data(), block);
    direction_.fill(0);
    for (std::size_t d = 0; d + 1 < ways_; ++d) {
        add_directions(words.data() + block, bounds_[d], direction_.data(), block);
    }
    next_ = 0;
}

}  // namespace fluxhop
