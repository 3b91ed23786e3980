/// Asks for memory ahead of time.
#pragma once

namespace fluxhop {

/// The empty statement stands for an effect: GCC 12 takes a function that only prefetches for one without
/// any, and drops the calls of it.
[[gnu::always_inline]] inline void prefetch(const void* memory) {
    __builtin_prefetch(memory);
    asm volatile("");
}

/// The same for memory that will be changed.
[[gnu::always_inline]] inline void prefetch_to_change(const void* memory) {
    __builtin_prefetch(memory, 1);
    asm volatile("");
}

}  // namespace fluxhop
