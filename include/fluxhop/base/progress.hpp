/// How far long work has come.
#pragma once

#include <cstddef>
#include <functional>

namespace fluxhop {

/// Called with (finished, total) steps of equal worth, from one thread at a time. May be empty.
using Progress = std::function<void(std::size_t, std::size_t)>;

}  // namespace fluxhop
