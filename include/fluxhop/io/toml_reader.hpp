/// Reads a TOML configuration key by key, collecting every error instead of stopping at the first,
/// and remembers what it read: keys never asked for are errors, and the effective configuration,
/// with every default filled in, can be printed back.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fluxhop/base/units.hpp"
#include "fluxhop/io/effective_config.hpp"
#include "fluxhop/io/key.hpp"
#include "fluxhop/io/range.hpp"

namespace fluxhop {

class Complaints;
class TomlDocument;

class TomlReader {
public:
    /// @param source the name messages give to the text, usually the path
    /// @throws ConfigError when the text is not TOML, with file and line
    TomlReader(std::string source, std::string_view text);
    ~TomlReader();

    /// Applies "section.key=value" from the command line; value is TOML or a bare string.
    /// @throws UsageError when the assignment has no such form
    void override_with(std::string_view assignment, const std::string& origin = "--set");
    bool is_overridden(const Key& key) const;
    /// Whether the command line says it, and not the file or its sweep.
    bool is_set_by_user(const Key& key) const;
    /// Whether any quantity was given in units of kT.
    bool used_thermal_energy() const { return used_thermal_energy_; }

    Units& units() { return units_; }
    bool has(const Key& key) const;
    /// The names of the tables inside a section, in the order of the file: [regions.bulk] -> bulk.
    std::vector<std::string> subsections(const std::string& section);

    // Each reader returns the value in SI; on error it notes it and returns something harmless.
    // Without a default, a missing key is an error.
    double quantity(const Key& key, const Dimension& dimension, Range range,
                    std::optional<std::string> default_text = {});
    double number(const Key& key, Range range, std::optional<double> default_value = {});
    std::int64_t integer(const Key& key, std::int64_t low, std::int64_t high,
                         std::optional<std::int64_t> default_value = {});
    /// A list of texts, or one text alone. Empty on error or when absent.
    std::vector<std::string> texts(const Key& key);
    bool flag(const Key& key, bool default_value);
    std::string text(const Key& key, const std::string& default_value);
    /// One of a few words. @return its index in `allowed`, nothing on error
    std::optional<std::size_t> choice(const Key& key, const std::vector<std::string>& allowed,
                       const std::optional<std::string>& default_value = {});

    // For sweeps, whose values are judged only when they stand in for a key.
    /// Keys below a section that hold a list or a range table, in the order of the file.
    std::vector<Key> leaves(const std::string& section);
    bool is_table(const Key& key) const;
    /// The elements of a list as TOML texts; empty on error.
    std::vector<std::string> elements(const Key& key);
    /// A text or a number, as text.
    std::string text_or_number(const Key& key);

    /// A quantity that may be left out because it follows from others.
    std::optional<double> optional_quantity(const Key& key, const Dimension& dimension, Range range);

    /// Notes an error at a key (its line is found from the document).
    void error(const Key& key, const std::string& message);
    /// Notes that none of several keys of a section is there, one of which is needed.
    void missing_one_of(const std::string& section, const std::vector<std::string>& names,
                        const std::string& wanted);
    /// Whether nothing was wrong so far in sections ("regions", all of them) or keys ("time.unit"), so
    /// that what follows from their values may be judged.
    bool sound(std::initializer_list<std::string> paths) const;
    /// Keys that cannot be judged after an error: not read, and not unknown either.
    void pass_over(const std::string& section, std::initializer_list<const char*> names);
    /// The same for all sections that nobody asks for.
    void pass_over_other_sections();
    bool failed() const;
    /// Where a key stands, for messages of those who use its value later: "file:line: section.key".
    std::string place(const Key& key) const;

    /// Adds a comment to the effective configuration for a value that follows from others, so that
    /// reading the text again derives it again.
    void note_derived(const Key& key, const std::string& value_text);

    /// Reports the keys nobody asked for as well, then throws ConfigError with all errors, if any.
    void finish();

    /// The effective configuration as TOML.
    std::string effective() const { return effective_.text(); }

private:
    void missing(const Key& key, const std::string& wanted);
    void remember(const Key& key, const std::string& value, const char* comment = "");

    Units units_;
    std::unique_ptr<TomlDocument> document_;
    std::unique_ptr<Complaints> complaints_;
    bool used_thermal_energy_ = false;
    EffectiveConfig effective_;
};

}  // namespace fluxhop
