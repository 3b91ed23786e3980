/// A look at a TOML text before the parser sees it. toml++ 3.3 recurses once a bracket and once a part of
/// a dotted key; a text made to hurt overflows its stack.
#pragma once

#include <string>
#include <string_view>

namespace fluxhop {

/// Bytes of the largest configuration that is read.
inline constexpr std::size_t longest_configuration = std::size_t{1} << 20;

/// @param source the name that messages give to the text
/// @throws ConfigError with the line, for texts that are too long, nested too deeply, or whose keys have
///         too many parts
void refuse_bombs(const std::string& source, std::string_view text);

}  // namespace fluxhop
