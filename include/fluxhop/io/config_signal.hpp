/// What is imposed over time: [current] and [field].
#pragma once

#include "fluxhop/io/toml_reader.hpp"
#include "fluxhop/model/schedule.hpp"

namespace fluxhop {

/// Section `section` with key `name` (the value at the start) and `shape`:
///   constant
///   ramp        `final`, `ramp_end` and perhaps `ramp_begin`: straight from one value to the other
///   steps       lists `times` and `levels`: a new level at each time
///   sinusoidal  `amplitude` and `frequency` about the value
/// Values are divided by `unit`.
Signal read_signal(TomlReader& in, const std::string& section, const std::string& name,
                   const Dimension& dimension, double unit,
                   const std::optional<std::string>& default_text = {});

/// The same keys where it cannot be told whether they belong.
void pass_over_signal(TomlReader& in, const std::string& section, const char* name);

}  // namespace fluxhop
