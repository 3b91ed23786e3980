/// Everything wrong with a configuration, told at once: one message per mistake, with what was meant.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "fluxhop/io/key.hpp"

namespace fluxhop {

class TomlDocument;

class Complaints {
public:
    /// @param document must outlive this
    explicit Complaints(const TomlDocument& document) : document_(&document) {}

    /// A key that somebody asked for; any other key in the document is a mistake.
    void know(const Key& key) { known_.push_back(key); }
    /// A section that holds sections with free names, such as [regions.p].
    void know_container(const std::string& section) { containers_.push_back(section); }

    void error(const Key& key, const std::string& message);
    /// @param wanted what the key takes, for the message
    void missing(const Key& key, const std::string& wanted);
    /// Notes the keys and sections that nobody asked for.
    void add_unknown();

    std::size_t count() const { return mistakes_.size(); }
    /// @throws UsageError with all mistakes, if any
    void throw_if_any() const;

private:
    struct Mistake {
        std::string message;
        Key missing{};       ///< the key it is about, when that is missing
        std::string wanted{};
    };

    bool is_known(const Key& key) const;
    bool is_section(const std::string& section) const;
    /// Whether the document has [[section]], a list of tables.
    bool is_list(const std::string& section) const;
    std::vector<Key> missing_in(const std::string& section) const;
    void add_unknown_in(const std::string& section);
    void add_unknown_at_top(const std::string& name, std::size_t line);
    std::vector<std::string> unknown_in(const std::string& section) const;
    std::string suggestion(const Key& key);
    std::string meant_for(const Key& key);
    std::string message_of(const Mistake& mistake) const;

    const TomlDocument* document_;
    std::vector<Mistake> mistakes_;
    std::vector<Key> known_;
    std::vector<std::string> containers_;
};

}  // namespace fluxhop
