/// Configurations as texts, and what is said of those with mistakes.
#pragma once

#include <string>
#include <vector>

#include "catch.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/io/config.hpp"

namespace fluxhop::test {

/// The text with its first `from`, which must be there, replaced.
inline std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto place = text.find(from);
    REQUIRE(place != std::string::npos);
    return text.replace(place, from.size(), to);
}

inline Config parse(const std::string& text, const std::vector<std::string>& overrides = {}) {
    return parse_config("my.toml", text, {.command_line = overrides, .sweep_point = {}});
}

/// Everything wrong with a text, as the user reads it; empty when nothing is.
inline std::string errors_of(const std::string& text, const std::vector<std::string>& overrides = {}) {
    try {
        parse(text, overrides);
    } catch (const UsageError& error) {
        return error.what();
    }
    return "";
}

}  // namespace fluxhop::test
