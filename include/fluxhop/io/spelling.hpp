/// Guesses what a misspelt word was meant to be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fluxhop {

/// The candidate with the fewest edits (insert, delete, replace, swap of neighbours), ignoring case;
/// empty when none is close enough to be meant.
std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace fluxhop
