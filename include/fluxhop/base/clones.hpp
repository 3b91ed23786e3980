/// One text for several instruction sets.
#pragma once

/// Before a function: it is compiled for AVX2 as well, and the machine chooses when the program starts. Without
/// contraction into fused operations (see src/CMakeLists.txt) the bits are the same.
/// Not under GCC's thread sanitizer, which would be called by the choice before it is loaded.
#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__SANITIZE_THREAD__)
#define FLUXHOP_CLONES [[gnu::target_clones("avx2", "default")]]
#else
#define FLUXHOP_CLONES
#endif
