#include "fluxhop/io/complaints.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "fluxhop/base/require.hpp"
#include "fluxhop/io/spelling.hpp"
#include "fluxhop/io/toml_document.hpp"

namespace fluxhop {
namespace {

bool same(const Key& a, const Key& b) { return a.section == b.section && a.name == b.name; }

bool holds(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

void Complaints::error(const Key& key, const std::string& message) {
    mistakes_.push_back({fmt::format("{}: {}", document_->location(key), message)});
}

void Complaints::missing(const Key& key, const std::string& wanted) {
    know(key);
    mistakes_.push_back(
        {fmt::format("{}: missing; it takes {}", document_->location(key), wanted), key, wanted});
}

bool Complaints::is_known(const Key& key) const {
    return std::any_of(known_.begin(), known_.end(),
                       [&](const Key& known) { return same(known, key); });
}

bool Complaints::is_section(const std::string& section) const {
    const bool holds_keys = std::any_of(known_.begin(), known_.end(), [&](const Key& known) {
        return known.section == section;
    });
    return holds_keys || holds(containers_, section);
}

bool Complaints::is_list(const std::string& section) const {
    const auto node = document_->root().at_path(section);
    return node && node.is_array_of_tables();
}

std::vector<Key> Complaints::missing_in(const std::string& section) const {
    std::vector<Key> keys;
    for (const Mistake& mistake : mistakes_) {
        if (!mistake.missing.name.empty() && mistake.missing.section == section) {
            keys.push_back(mistake.missing);
        }
    }
    return keys;
}

std::vector<std::string> Complaints::unknown_in(const std::string& section) const {
    std::vector<std::string> names;
    for (const auto& [name_key, value] : *document_->section(section)) {
        const Key key{section, std::string(name_key.str())};
        const bool inner = value.is_table() && is_section(key.path());
        if (!is_known(key) && !inner) names.push_back(key.name);
    }
    return names;
}

/// The key that was meant is not missing then: one mistake, one message.
std::string Complaints::meant_for(const Key& key) {
    std::string wanted;
    std::erase_if(mistakes_, [&](const Mistake& mistake) {
        const bool found = same(mistake.missing, key);
        if (found) wanted = mistake.wanted;
        return found;
    });
    return wanted;
}

/// What an unknown key may have been meant to be.
std::string Complaints::suggestion(const Key& key) {
    std::vector<std::string> here;
    for (const Key& known : known_) {
        if (known.section == key.section && !holds(here, known.name)) here.push_back(known.name);
        if (known.section != key.section && known.name == key.name) {
            meant_for(Key(known));
            return fmt::format("; it belongs to [{}]", known.section);
        }
    }
    const std::string near = nearest_word(key.name, here);
    if (!near.empty()) {
        meant_for({key.section, near});
        return fmt::format("; did you mean \"{}\"?", near);
    }
    const auto lacking = missing_in(key.section);
    if (lacking.size() == 1 && unknown_in(key.section).size() == 1) {
        const std::string wanted = meant_for(lacking[0]);
        return fmt::format("; did you mean \"{}\"? It is missing, and takes {}", lacking[0].name,
                           wanted);
    }
    return here.empty() ? "" : fmt::format("; [{}] takes {}", key.section, fmt::join(here, ", "));
}

void Complaints::add_unknown_in(const std::string& section) {
    for (const auto& [name_key, value] : *document_->section(section)) {
        const Key key{section, std::string(name_key.str())};
        if (is_known(key)) continue;
        if (value.is_table() && is_section(key.path())) {
            add_unknown_in(key.path());
        } else if (value.is_array_of_tables()) {
            error(key, fmt::format("[[{0}]] makes a list of tables; write [{0}]", key.path()));
        } else {
            const std::string hint = suggestion(key);
            error(key, "unknown key" + hint);
        }
    }
}

/// A key outside all sections, or a section, that nobody asked for.
void Complaints::add_unknown_at_top(const std::string& name, std::size_t line) {
    const std::string place =
        fmt::format("{}: {}", line == 0 ? "--set" : fmt::format("{}:{}", document_->source(), line),
                    name);
    const auto add = [&](const std::string& message) {
        mistakes_.push_back({fmt::format("{}: {}", place, message)});
    };
    if (is_list(name)) return add(fmt::format("[[{0}]] makes a list of tables; write [{0}]", name));
    const bool is_table = document_->root()[name].is_table();
    for (const Key& known : known_) {
        if (is_table || known.name != name) continue;
        const std::string section = known.section;
        meant_for(Key(known));
        return add(fmt::format("a key outside all sections; it belongs to [{}]", section));
    }
    std::vector<std::string> sections = containers_;
    for (const Key& known : known_) sections.push_back(known.section);
    const std::string near = nearest_word(name, sections);
    const std::string hint = near.empty() ? "" : fmt::format("; did you mean [{}]?", near);
    add(fmt::format("not a section of this configuration{}", hint));
}

void Complaints::add_unknown() {
    for (const auto& [name, node] : document_->root()) {
        const std::string section(name.str());
        if (node.is_table() && is_section(section)) {
            add_unknown_in(section);
        } else {
            add_unknown_at_top(section, name.source().begin.line);
        }
    }
}

/// Where a whole section is missing, its first key speaks for all; where it is a list of tables, that
/// has been said.
std::string Complaints::message_of(const Mistake& mistake) const {
    const std::string& section = mistake.missing.section;
    if (mistake.missing.name.empty() || document_->section(section)) return mistake.message;
    if (is_list(section)) return "";
    const auto all = missing_in(section);
    if (all.size() == 1) return mistake.message;
    if (!same(all.front(), mistake.missing)) return "";
    std::vector<std::string> names;
    for (const Key& key : all) names.push_back(key.name);
    return fmt::format("{}: the section [{}] is missing; it needs {}", document_->source(), section,
                       fmt::join(names, ", "));
}

void Complaints::throw_if_any() const {
    if (mistakes_.empty()) return;
    std::string all;
    for (const Mistake& mistake : mistakes_) {
        const std::string message = message_of(mistake);
        all += (all.empty() || message.empty() ? "" : "\n") + message;
    }
    throw UsageError(all);
}

}  // namespace fluxhop
