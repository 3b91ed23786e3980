/// The two kinds of failure: what a user did, and what a programmer did.
#pragma once

#include <cassert>
#include <stdexcept>
#include <string>

/// A contract between our own functions; checked unless NDEBUG is defined.
#define FLUXHOP_ASSERT(condition) assert(condition)

namespace fluxhop {

/// The input is wrong: bad configuration, bad usage. what() holds the whole message for the user.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The input was right and the work failed all the same: a full disk, a solver that gave up.
class RunError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A user check that is always on.
inline void require(bool condition, const std::string& message) {
    if (!condition) throw UsageError(message);
}

}  // namespace fluxhop
