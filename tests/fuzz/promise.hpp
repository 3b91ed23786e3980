/// What a target holds a reader to.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace fluxhop::fuzz {

/// On in every build, and never caught.
inline void promise(bool kept, const char* what) {
    if (kept) return;
    std::fprintf(stderr, "broken promise: %s\n", what);
    std::abort();
}

}  // namespace fluxhop::fuzz
