/// Random streams. The only place that knows the generator.
///
/// One counter-based stream per (root seed, sweep point, realization, purpose): no stream depends on how many
/// others exist, on threads, or on the order in which they are drawn from. The generator is
/// Philox4x64-10 (Salmon et al., SC'11) of the Random123 library.
#pragma once

#include <Random123/philox.h>

#include <algorithm>
#include <array>
#include <boost/random/exponential_distribution.hpp>
#include <cstdint>
#include <limits>
#include <span>

#include "fluxhop/base/archive.hpp"

namespace fluxhop {

/// What a stream is for. The numbers are part of the result-file format: never reuse or renumber.
enum class Purpose : std::uint64_t {
    events = 1,    ///< waiting times and the choice of the hop
    disorder = 2,  ///< quenched landscape: the same sample at any temperature or current
    leaps = 3,     ///< numbers of hops in the leaps of tau-leaping
    vortices = 4,  ///< which of several vortices on a site is the one that hops
};

/// A stream of 64-bit integers; a UniformRandomBitGenerator for Boost's and std's distributions.
class RandomStream {
public:
    using result_type = std::uint64_t;
    static constexpr const char* name = "Philox4x64-10";

    /// @param point number of the sweep point, 0 without a sweep
    RandomStream(std::uint64_t root_seed, std::uint64_t realization, Purpose purpose,
                 std::uint64_t point = 0)
        : key_{{root_seed, 0}},
          counter_{{0, realization, static_cast<std::uint64_t>(purpose), point}} {}

    static constexpr result_type min() { return 0; }
    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

    result_type operator()() {
        if (next_ == words_per_block) refill();
        return block_[next_++];
    }

    /// The same words as so many calls.
    void fill(std::span<result_type> words) {
        while (!words.empty() && next_ < words_per_block) words = put((*this)(), words);
        while (words.size() >= words_per_block) words = put_block(words);
        while (!words.empty()) words = put((*this)(), words);
    }

    template <class Archive>
    void persist(Archive& archive) {
        archive(counter_.v, block_.v, next_);
        require_saved(next_ <= words_per_block, "a random stream stands outside its block");
    }

private:
    using Generator = r123::Philox4x64;
    static constexpr unsigned words_per_block = 4;

    static std::span<result_type> put(result_type word, std::span<result_type> words) {
        words.front() = word;
        return words.subspan(1);
    }

    std::span<result_type> put_block(std::span<result_type> words) {
        const Generator::ctr_type block = Generator{}(counter_, key_);
        ++counter_[0];
        for (std::size_t i = 0; i < words_per_block; ++i) words[i] = block[i];
        return words.subspan(words_per_block);
    }

    void refill() {
        block_ = Generator{}(counter_, key_);
        ++counter_[0];
        next_ = 0;
    }

    Generator::key_type key_;
    Generator::ctr_type counter_;
    Generator::ctr_type block_{};
    unsigned next_ = words_per_block;
};

/// A uniform deviate in (0, 1], a multiple of 2^-53: never zero.
template <class Generator>
double uniform_open_at_zero(Generator& generator) {
    static_assert(Generator::min() == 0 && Generator::max() == ~std::uint64_t{0},
                  "a 32-bit engine would resolve only 2^-32");
    return static_cast<double>((generator() >> 11) + 1) * 0x1p-53;
}

/// A uniform deviate in (0, 1), an odd multiple of 2^-53: neither end, so that any quantile of it is
/// finite. One word of the stream each.
template <class Generator>
double uniform_open(Generator& generator) {
    static_assert(Generator::min() == 0 && Generator::max() == ~std::uint64_t{0},
                  "a 32-bit engine would resolve only 2^-32");
    return (static_cast<double>(generator() >> 12) + 0.5) * 0x1p-52;
}

/// An exponential deviate of mean one.
template <class Generator>
double exponential(Generator& generator) {
    return boost::random::exponential_distribution<double>()(generator);
}

/// A seed from the operating system's entropy, for runs that name none.
std::uint64_t fresh_seed();

}  // namespace fluxhop
