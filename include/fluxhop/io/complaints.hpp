/// Everything wrong with a configuration, told at once: one message per mistake, with what was meant.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "fluxhop/io/config_error.hpp"
#include "fluxhop/io/key.hpp"

namespace fluxhop {

class TomlDocument;

class Complaints {
public:
    /// @param document must outlive this
    explicit Complaints(const TomlDocument& document) : document_(&document) {}

    /// A key that somebody asked for; any other key in the document is a mistake.
    void know(const Key& key);
    /// A section that holds sections with free names, such as [regions.p].
    void know_container(const std::string& section) { containers_.insert(section); }
    /// What nobody asked for is no mistake of its own: which sections there are could not be told.
    void excuse_unknown_sections() { sections_are_known_ = false; }

    void error(const Key& key, const std::string& message);
    /// @param wanted what the key takes, for the message
    void missing(const Key& key, const std::string& wanted);
    /// One of several keys of a section must be given.
    void missing_one_of(const std::string& section, const std::vector<std::string>& names,
                        const std::string& wanted);
    /// Notes the keys and sections that nobody asked for.
    void add_unknown();

    bool any() const { return !mistakes_.empty(); }
    /// Whether there is a mistake in a section, in one below it, or of a key ("time.unit").
    bool any_in(const std::string& path) const;
    /// @throws ConfigError with all mistakes in the order of the file, if any
    void throw_if_any() const;

private:
    struct Entry {
        Mistake mistake;
        Key missing{};       ///< the key it is about, when that is missing
        std::string wanted{};
        std::vector<std::string> instead{};  ///< keys any of which would do as well
    };

    bool is_known(const Key& key) const;
    bool is_section(const std::string& section) const;
    /// Whether the document has [[section]], a list of tables.
    bool is_list(const std::string& section) const;
    std::vector<std::string> known_in(const std::string& section) const;
    std::vector<Key> missing_in(const std::string& section) const;
    bool is_plainly_missing(const Key& key) const;
    void add_unknown_in(const std::string& section);
    void add_unknown_at_top(const std::string& name, std::size_t line);
    std::vector<std::string> unknown_in(const std::string& section) const;
    std::string suggestion(const Key& key);
    std::string meant_for(const Key& key);
    Mistake told(const Entry& entry) const;

    const TomlDocument* document_;
    std::vector<Entry> mistakes_;
    std::set<std::string> mistaken_;  ///< paths of keys
    /// By section, the keys and the order they were asked for in.
    std::map<std::string, std::map<std::string, std::size_t>> known_;
    std::set<std::string> containers_;
    bool sections_are_known_ = true;
};

}  // namespace fluxhop
