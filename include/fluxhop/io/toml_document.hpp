/// A parsed configuration text with the command line's overrides: where things are, not what they mean.
#pragma once

#include <toml++/toml.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "fluxhop/io/config_error.hpp"
#include "fluxhop/io/key.hpp"

namespace fluxhop {

class TomlDocument {
public:
    /// @param source the name messages give to the text, usually the path
    /// @throws UsageError when the text is not TOML, with file and line
    TomlDocument(std::string source, std::string_view text);

    /// Applies "section.key=value"; value is TOML or a bare string.
    /// @param origin where it came from, for messages: "--set" or a sweep
    /// @throws UsageError when the assignment has no such form
    void override_with(std::string_view assignment, const std::string& origin);
    /// Where a section came from that the text does not have.
    std::string origin_of(const std::string& section) const;
    bool is_overridden(const Key& key) const { return overridden_.contains(key.path()); }

    const toml::table& root() const { return root_; }
    const std::string& source() const { return source_; }
    /// The table at a dotted path, or null.
    const toml::table* section(std::string_view path) const;
    const toml::node* find(const Key& key) const;
    /// Whether a name can be part of a path: letters, digits, _ and -.
    static bool is_plain(std::string_view name);
    /// The names of the tables inside a section, in the order of the file.
    std::vector<std::string> subsections(const std::string& section) const;
    /// Where a key stands, or else its section.
    Place place(const Key& key) const;

private:
    std::string source_;
    toml::table root_;
    std::map<std::string, std::string> overridden_;  ///< path -> origin
};

/// A value as TOML text; doubles in their shortest exact form.
std::string to_toml(const toml::node& node);

}  // namespace fluxhop
