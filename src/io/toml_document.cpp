#include "fluxhop/io/toml_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <sstream>

#include "fluxhop/base/require.hpp"
#include "fluxhop/base/text.hpp"
#include "fluxhop/io/toml_guard.hpp"

namespace fluxhop {
namespace {

toml::table parse(const std::string& source, std::string_view text) {
    refuse_bombs(source, text);
    try {
        return toml::parse(text, source);
    } catch (const toml::parse_error& error) {
        throw ConfigError({{{source, error.source().begin.line, "", false},
                            fmt::format("not valid TOML: {}", error.description())}});
    }
}

}  // namespace

TomlDocument::TomlDocument(std::string source, std::string_view text)
    : source_(std::move(source)), root_(parse(source_, text)) {}

const toml::table* TomlDocument::section(std::string_view path) const {
    return root_.at_path(path).as_table();
}

const toml::node* TomlDocument::find(const Key& key) const {
    const toml::table* table = section(key.section);
    return table ? table->get(key.name) : nullptr;
}

void TomlDocument::override_with(std::string_view assignment, const std::string& origin) {
    const auto equals = assignment.find('=');
    const auto path = assignment.substr(0, equals);
    const auto dot = path.rfind('.');
    require(is_utf8(assignment), "--set: not valid UTF-8");
    require(equals != std::string_view::npos && dot != std::string_view::npos && dot > 0 &&
                dot + 1 < path.size() && path.find("..") == std::string_view::npos,
            fmt::format("--set {}: write section.key=value, as in --set ring.hop_sites=10",
                        assignment));
    const Key key{std::string(path.substr(0, dot)), std::string(path.substr(dot + 1))};
    const std::string value(assignment.substr(equals + 1));
    refuse_bombs("--set " + key.path(), value);

    toml::table parsed;
    try {
        parsed = toml::parse(fmt::format("value = {}", value));
    } catch (const toml::parse_error&) {
        parsed.insert("value", value);  // `310 kT` needs no quotes on the command line
    }
    toml::table* table = &root_;
    for (std::string_view rest = key.section; table && !rest.empty();) {
        const auto name = rest.substr(0, rest.find('.'));
        rest.remove_prefix(std::min(rest.size(), name.size() + 1));
        table->insert(name, toml::table{});
        table = (*table)[name].as_table();
    }
    require(table != nullptr,
            fmt::format("--set {}: \"{}\" is not a section", assignment, key.section));
    parsed["value"].visit([&](auto& node) { table->insert_or_assign(key.name, node); });
    overridden_[key.path()] = origin;
}

bool TomlDocument::is_plain(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-';
    });
}

std::vector<std::string> TomlDocument::subsections(const std::string& section) const {
    std::vector<std::pair<std::uint32_t, std::string>> found;
    if (const toml::table* table = this->section(section)) {
        for (const auto& [name, node] : *table) {
            // Other names could not be told from paths; they end up as unknown keys.
            if (node.is_table() && is_plain(name.str())) found.emplace_back(name.source().begin.line, name.str());
        }
    }
    std::sort(found.begin(), found.end());
    std::vector<std::string> names;
    names.reserve(found.size());
    for (auto& [line, name] : found) names.push_back(std::move(name));
    return names;
}

std::string TomlDocument::origin_of(const std::string& section) const {
    const auto first = overridden_.lower_bound(section + ".");
    return first == overridden_.end() ? source_ : first->second;
}

Place TomlDocument::place(const Key& key) const {
    if (const auto found = overridden_.find(key.path()); found != overridden_.end()) {
        return {found->second, 0, key.path(), true};
    }
    const toml::node* node = find(key);
    if (!node) node = section(key.section);
    // A section made by --set, or none at all, has no line.
    return {source_, node ? node->source().begin.line : 0, key.path(), false};
}

std::string to_toml(const toml::node& node) {
    if (const auto* real = node.as_floating_point()) {
        const std::string text = fmt::format("{}", real->get());
        return text.find_first_not_of("-0123456789") == std::string::npos ? text + ".0" : text;
    }
    std::ostringstream out;
    node.visit([&out](const auto& value) {
        out << toml::toml_formatter(value, toml::format_flags::none);
    });
    return out.str();
}

}  // namespace fluxhop
