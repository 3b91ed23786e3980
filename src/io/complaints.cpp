#include "fluxhop/io/complaints.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "fluxhop/io/spelling.hpp"
#include "fluxhop/io/toml_document.hpp"

namespace fluxhop {
namespace {

/// Nobody reads more, and a text made to hurt could hold a hundred thousand.
constexpr std::size_t most_told = 100;

bool same(const Key& a, const Key& b) { return a.section == b.section && a.name == b.name; }

/// [regions.p] and [regions.q]: what one of them takes says nothing of the other.
bool are_siblings(const std::string& a, const std::string& b) {
    const auto end = a.rfind('.');
    return end != std::string::npos && end == b.rfind('.') && a.compare(0, end, b, 0, end) == 0;
}

}  // namespace

void Complaints::know(const Key& key) {
    auto& names = known_[key.section];
    names.emplace(key.name, names.size());
}

void Complaints::error(const Key& key, const std::string& message) {
    mistakes_.push_back({{document_->place(key), message}});
    mistaken_.insert(key.path());
}

void Complaints::missing(const Key& key, const std::string& wanted) {
    know(key);
    error(key, fmt::format("missing; it takes {}", wanted));
    mistakes_.back().missing = key;
    mistakes_.back().wanted = wanted;
}

void Complaints::missing_one_of(const std::string& section, const std::vector<std::string>& names,
                                const std::string& wanted) {
    for (const std::string& name : names) know({section, name});
    error({section, names.front()}, wanted);
    mistakes_.back().missing = {section, names.front()};
    mistakes_.back().wanted = wanted;
    mistakes_.back().instead = names;
}

bool Complaints::any_in(const std::string& path) const {
    const auto below = mistaken_.lower_bound(path + ".");
    return mistaken_.contains(path) || (below != mistaken_.end() && below->starts_with(path + "."));
}

bool Complaints::is_known(const Key& key) const {
    const auto section = known_.find(key.section);
    return section != known_.end() && section->second.contains(key.name);
}

bool Complaints::is_section(const std::string& section) const {
    return known_.contains(section) || containers_.contains(section);
}

bool Complaints::is_list(const std::string& section) const {
    const auto node = document_->root().at_path(section);
    return node && node.is_array_of_tables();
}

std::vector<std::string> Complaints::known_in(const std::string& section) const {
    const auto found = known_.find(section);
    if (found == known_.end()) return {};
    std::vector<std::string> names(found->second.size());
    for (const auto& [name, number] : found->second) names[number] = name;
    return names;
}

std::vector<Key> Complaints::missing_in(const std::string& section) const {
    std::vector<Key> keys;
    for (const Entry& entry : mistakes_) {
        if (!entry.missing.name.empty() && entry.missing.section == section) {
            keys.push_back(entry.missing);
        }
    }
    return keys;
}

/// Missing without anything that could stand in for it.
bool Complaints::is_plainly_missing(const Key& key) const {
    return std::any_of(mistakes_.begin(), mistakes_.end(), [&](const Entry& entry) {
        return same(entry.missing, key) && entry.instead.empty();
    });
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
    std::erase_if(mistakes_, [&](const Entry& entry) {
        const bool instead = entry.missing.section == key.section &&
                             std::find(entry.instead.begin(), entry.instead.end(), key.name) !=
                                 entry.instead.end();
        const bool found = instead || same(entry.missing, key);
        if (found) wanted = entry.wanted;
        return found;
    });
    return wanted;
}

/// What an unknown key may have been meant to be.
std::string Complaints::suggestion(const Key& key) {
    if (key.name.find('.') != std::string::npos) return fmt::format("; write {} without the quotes", key.name);
    for (const auto& [section, names] : known_) {
        if (section == key.section || !names.contains(key.name)) continue;
        if (are_siblings(section, key.section)) continue;
        meant_for({section, key.name});
        return fmt::format("; it belongs to [{}]", section);
    }
    const std::vector<std::string> here = known_in(key.section);
    const std::string near = nearest_word(key.name, here);
    if (!near.empty()) {
        meant_for({key.section, near});
        return fmt::format("; did you mean \"{}\"?", near);
    }
    const auto lacking = missing_in(key.section);
    if (lacking.size() == 1 && is_plainly_missing(lacking[0]) && unknown_in(key.section).size() == 1) {
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
        if (mistakes_.size() > most_told) return;
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
    const auto add = [&](const std::string& message) {
        const Place place{line == 0 ? document_->origin_of(name) : document_->source(), line, name, line == 0};
        mistakes_.push_back({{place, message}});
    };
    if (is_list(name)) return add(fmt::format("[[{0}]] makes a list of tables; write [{0}]", name));
    const bool is_table = document_->root()[name].is_table();
    for (const auto& [section, names] : known_) {
        if (is_table || !names.contains(name)) continue;
        meant_for({section, name});
        return add(fmt::format("a key outside all sections; it belongs to [{}]", section));
    }
    if (!sections_are_known_) return;
    std::set<std::string> sections = containers_;
    for (const auto& [section, names] : known_) sections.insert(section);
    std::erase_if(sections, [](const std::string& section) { return section.find('.') != std::string::npos; });
    const std::string near = nearest_word(name, {sections.begin(), sections.end()});
    const std::string hint = near.empty() ? fmt::format("; there are [{}]", fmt::join(sections, "], ["))
                                          : fmt::format("; did you mean [{}]?", near);
    add(fmt::format("not a section of this configuration{}", hint));
}

void Complaints::add_unknown() {
    for (const auto& [name, node] : document_->root()) {
        if (mistakes_.size() > most_told) return;
        const std::string section(name.str());
        if (node.is_table() && is_section(section)) {
            add_unknown_in(section);
        } else {
            add_unknown_at_top(section, name.source().begin.line);
        }
    }
}

/// Where a whole section is missing, its first key speaks for all; where it is a list of tables, that
/// has been said. A mistake without a message is not told.
Mistake Complaints::told(const Entry& entry) const {
    const std::string& section = entry.missing.section;
    if (entry.missing.name.empty() || document_->section(section)) return entry.mistake;
    if (is_list(section)) return {};
    const auto all = missing_in(section);
    if (all.size() == 1) return entry.mistake;
    if (!same(all.front(), entry.missing)) return {};
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const Key& key : all) names.push_back(key.name);
    return {{document_->source(), 0, "", false},
            fmt::format("the section [{}] is missing; it needs {}", section, fmt::join(names, ", "))};
}

void Complaints::throw_if_any() const {
    if (mistakes_.empty()) return;
    std::vector<Mistake> all;
    for (const Entry& entry : mistakes_) {
        Mistake mistake = told(entry);
        if (!mistake.message.empty()) all.push_back(std::move(mistake));
        if (all.size() > most_told) break;
    }
    std::stable_sort(all.begin(), all.end(), [](const Mistake& a, const Mistake& b) {
        return a.place.line < b.place.line;
    });
    if (all.size() > most_told) {
        all.back() = {{document_->source(), 0, "", false},
                      fmt::format("and more; the first {} are shown", most_told)};
    }
    throw ConfigError(std::move(all));
}

}  // namespace fluxhop
