/// The results of a sweep as one dataset: the points' variables along named dimensions.
#pragma once

#include <string>
#include <vector>

#include "fluxhop/io/config.hpp"
#include "fluxhop/io/dataset.hpp"

namespace fluxhop {

/// The names of the axes in the result file: the key alone, or with its section (dots replaced) when
/// two keys agree or a variable has the name already.
std::vector<std::string> axis_names(const std::vector<SweepAxis>& sweep, const Dataset& point);

using Dimensions = decltype(Dataset::dimensions);

/// Adds those of one more point; those that number what a run happened to see grow.
/// @throws UsageError when the points differ in what was asked for, such as the number of times
void merge_dimensions(Dimensions& all, const Dimensions& point);

/// Puts the datasets of all points (last axis fastest) together. Coordinates on which the points agree
/// stay as they are; one that differs (times in units of the waiting time) is called by its unit,
/// "time_s", and gains the sweep's dimensions as every other variable does. Attributes that differ
/// become variables. A variable that some points lack (a fit that could not be made), or have less of
/// (dwell times), is filled with NaN, zero or nothing there.
/// @throws UsageError when the points have different numbers of times or regions
Dataset stack(const std::vector<Dataset>& points, const std::vector<SweepAxis>& sweep);

}  // namespace fluxhop
