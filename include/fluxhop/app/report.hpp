/// A study in words for people, and as JSON for programs.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "fluxhop/app/study.hpp"
#include "fluxhop/io/dataset.hpp"

namespace fluxhop {

/// The short table that `run` and `compare` print.
std::string text_report(const Study& study);

/// The same numbers, one object. Numbers JSON cannot hold (infinity) become null.
nlohmann::json json_report(const Study& study);

/// A JSON value as text with a line's end. Bytes that are no UTF-8, as paths may have, become U+FFFD.
std::string json_text(const nlohmann::json& value);

/// What `info` prints of a result file.
std::string describe(const Dataset& header);
nlohmann::json json_description(const Dataset& header);

}  // namespace fluxhop
