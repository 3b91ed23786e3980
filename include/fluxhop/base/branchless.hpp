/// Arithmetic on short tables without a branch that depends on what is in them.
#pragma once

namespace fluxhop {

/// Two doubles side by side, anywhere in memory: the vector that every x86-64 has.
using DoublePair = double __attribute__((vector_size(16), aligned(8), may_alias));
using CountPair = long long __attribute__((vector_size(16)));

inline DoublePair& pair_at(double* first) { return reinterpret_cast<DoublePair&>(*first); }
inline const DoublePair& pair_at(const double* first) {
    return reinterpret_cast<const DoublePair&>(*first);
}

}  // namespace fluxhop
