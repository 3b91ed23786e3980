/// What is done to texts on their way in and out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace fluxhop {

/// The text without the characters of `blanks` at its ends.
inline std::string_view trimmed(std::string_view text, std::string_view blanks = " \t") {
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Bytes of the UTF-8 character that the text begins with; 0 when it begins with none.
std::size_t utf8_length(std::string_view text);

bool is_utf8(std::string_view text);

/// A message as a terminal or a JSON reader can take it: what is neither a printable character nor the
/// end of a line becomes \xNN, and lines are cut after some 500 bytes.
std::string legible(std::string_view text);

}  // namespace fluxhop
