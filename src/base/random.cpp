#include "fluxhop/base/random.hpp"

#include <random>

namespace fluxhop {

std::uint64_t fresh_seed() {
    std::random_device device;
    // TOML integers are signed: 63 bits, so that the stored seed can be written into a configuration.
    return ((std::uint64_t{device()} << 32) | device()) >> 1;
}

}  // namespace fluxhop
