/// The result file's contents. What each variable means is in its long_name.
#pragma once

#include "fluxhop/app/study.hpp"
#include "fluxhop/io/dataset.hpp"

namespace fluxhop {

/// The version of the layout below; raised when a reader would have to change.
inline constexpr std::int64_t result_format_version = 1;

Dataset to_dataset(const Study& study);

}  // namespace fluxhop
