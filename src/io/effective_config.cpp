#include "fluxhop/io/effective_config.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace fluxhop {

void EffectiveConfig::add(const Key& key, const std::string& value, const std::string& comment) {
    // From the end: most keys follow one of their own section.
    const auto place = std::find_if(sections_.rbegin(), sections_.rend(),
                                    [&](const auto& entry) { return entry.first == key.section; });
    if (place == sections_.rend()) {
        sections_.push_back({key.section, {{key.name, value, comment}}});
        return;
    }
    auto& lines = place->second;
    const bool is_there = std::any_of(lines.begin(), lines.end(),
                                      [&](const Line& line) { return line.name == key.name; });
    if (!is_there) lines.push_back({key.name, value, comment});
}

void EffectiveConfig::add_derived(const Key& key, const std::string& value) {
    add({key.section, "# " + key.name}, fmt::format("{}  (derived)", value));
}

std::string EffectiveConfig::text() const {
    std::string out;
    for (const auto& [section, lines] : sections_) {
        out += fmt::format("{}[{}]\n", out.empty() ? "" : "\n", section);
        for (const Line& line : lines) {
            const std::string comment = line.comment.empty() ? "" : "  # " + line.comment;
            out += fmt::format("{} = {}{}\n", line.name, line.value, comment);
        }
    }
    return out;
}

}  // namespace fluxhop
