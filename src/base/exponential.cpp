#include "fluxhop/base/exponential.hpp"

#include <cstddef>

#include "fluxhop/base/clones.hpp"
#include "fluxhop/base/random.hpp"

namespace fluxhop {
namespace {

FLUXHOP_CLONES void make(const std::uint64_t* words, double* waits, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) waits[i] = negative_log(uniform_open_from(words[i]));
}

}  // namespace

void make_exponential(std::span<const std::uint64_t> words, std::span<double> waits) {
    make(words.data(), waits.data(), words.size());
}

}  // namespace fluxhop
