/// Whether two results hold the same numbers, to the last bit.
#pragma once

#include <optional>
#include <string>

#include "fluxhop/io/dataset.hpp"

namespace fluxhop {

/// What differs first in the numbers of two results, in words, with place and both values: "flux(3, 0):
/// 17 in the file, 18 now". Texts, attributes and what is no result but an account of the run (when it
/// was, how long it took) are not looked at.
std::optional<std::string> first_difference(const Dataset& stored, const Dataset& now);

/// How many variables first_difference looks at.
std::size_t compared_variables(const Dataset& data);

}  // namespace fluxhop
