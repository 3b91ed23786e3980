#include "fluxhop/base/text.hpp"

#include <fmt/format.h>

namespace fluxhop {
namespace {

constexpr std::size_t longest_line = 500;

unsigned byte(std::string_view text, std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
}

/// Control characters: those of ASCII, DEL, and U+0080 to U+009F.
bool is_control(std::string_view character) {
    const unsigned first = byte(character, 0);
    return first < 0x20 || first == 0x7F || (first == 0xC2 && byte(character, 1) < 0xA0);
}

}  // namespace

std::size_t utf8_length(std::string_view text) {
    const unsigned first = byte(text, 0), second = byte(text, 1);
    if (text.empty()) return 0;
    if (first < 0x80) return 1;
    const std::size_t length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(text, i) & 0xC0U) != 0x80U) return 0;
    }
    // Longer than need be, surrogates, and above U+10FFFF.
    const bool wrong = (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ||
                       (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F);
    return wrong ? 0 : length;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string legible(std::string_view text) {
    std::string out;
    std::size_t line = 0;
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        const std::string_view character = text.substr(0, length == 0 ? 1 : length);
        text.remove_prefix(character.size());
        if (character == "\n") {
            line = 0;
            out += '\n';
            continue;
        }
        line += character.size();
        if (line - character.size() >= longest_line) continue;
        if (length == 0 || is_control(character)) {
            for (const char c : character) out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        } else {
            out += character;
        }
        if (line >= longest_line) out += " ...";
    }
    return out;
}

}  // namespace fluxhop
