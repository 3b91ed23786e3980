// One of the targets as libFuzzer wants it; FLUXHOP_FUZZ_TARGET names it.
#include <cstddef>
#include <cstdint>

#include "targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fluxhop::fuzz::FLUXHOP_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
    return 0;
}
