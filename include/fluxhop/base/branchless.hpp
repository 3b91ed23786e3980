/// Arithmetic on short tables without a branch that depends on what is in them.
#pragma once

#include <cstring>

namespace fluxhop {

/// Two doubles side by side: the vector that every x86-64 has.
using DoublePair = double __attribute__((vector_size(16)));
using CountPair = long long __attribute__((vector_size(16)));

/// Copied, since a reference to a pair must not point between two aligned places; compilers make it one
/// unaligned load or store.
inline DoublePair pair_at(const double* first) {
    DoublePair pair;
    std::memcpy(&pair, first, sizeof pair);
    return pair;
}

/// A pair of a list that changes.
class PairInPlace {
public:
    explicit PairInPlace(double* first) : first_(first) {}

    operator DoublePair() const { return pair_at(static_cast<const double*>(first_)); }
    void operator+=(DoublePair more) {
        more += DoublePair(*this);
        std::memcpy(first_, &more, sizeof more);
    }

private:
    double* first_;
};

inline PairInPlace pair_at(double* first) { return PairInPlace(first); }

}  // namespace fluxhop
