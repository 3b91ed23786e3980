#include "fluxhop/io/toml_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "fluxhop/base/require.hpp"
#include "fluxhop/io/spelling.hpp"
#include "fluxhop/io/toml_document.hpp"

namespace fluxhop {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::string quoted(const std::string& text) { return to_toml(toml::value<std::string>(text)); }

}  // namespace

Range Range::positive() { return {0.0, infinity, true}; }
Range Range::any() { return {-infinity, infinity}; }

bool Range::contains(double value) const {
    return std::isfinite(value) && (low_open ? value > low : value >= low) && value <= high;
}

std::string Range::describe(const char* unit) const {
    const std::string tail = *unit ? fmt::format(" {}", unit) : "";
    if (std::isinf(low) && std::isinf(high)) return "finite";
    if (std::isinf(high)) return fmt::format("{} {:g}{}", low_open ? ">" : ">=", low, tail);
    if (low_open) return fmt::format("above {:g} and up to {:g}{}", low, high, tail);
    return fmt::format("{:g} to {:g}{}", low, high, tail);
}

TomlReader::TomlReader(std::string source, std::string_view text)
    : document_(std::make_unique<TomlDocument>(std::move(source), text)) {}

TomlReader::~TomlReader() = default;

void TomlReader::override_with(std::string_view assignment, const std::string& origin) {
    document_->override_with(assignment, origin);
}

bool TomlReader::is_overridden(const Key& key) const { return document_->is_overridden(key); }

std::vector<std::string> TomlReader::subsections(const std::string& section) {
    containers_.push_back(section);
    return document_->subsections(section);
}

bool TomlReader::has(const Key& key) const { return document_->find(key) != nullptr; }

double TomlReader::quantity(const Key& key, const Dimension& dimension, Range range,
                            std::optional<std::string> default_text) {
    if (!has(key) && default_text) {
        remember(key, quoted(*default_text), "default");
        return units_.parse(*default_text, dimension);
    }
    if (!has(key)) {
        missing(key, fmt::format("{} such as \"{}\"", with_article(dimension), dimension.example));
        return 1.0;
    }
    return optional_quantity(key, dimension, range).value_or(1.0);
}

std::optional<double> TomlReader::optional_quantity(const Key& key, const Dimension& dimension,
                                                    Range range) {
    known_.push_back(key);
    const toml::node* node = document_->find(key);
    if (!node) return std::nullopt;
    const auto text = node->value<std::string>();
    if (!node->is_string() || !text) {
        error(key, fmt::format("{} has no unit; expected {} in quotes such as \"{}\"",
                               to_toml(*node), with_article(dimension), dimension.example));
        return std::nullopt;
    }
    try {
        const double value = units_.parse(*text, dimension);
        used_thermal_energy_ = used_thermal_energy_ || text->find("kT") != std::string::npos;
        if (range.contains(value)) {
            remember(key, quoted(*text));
            return value;
        }
        error(key, fmt::format("\"{}\" is out of range; allowed: {}", *text,
                               range.describe(dimension.unit)));
    } catch (const UsageError& wrong) {
        error(key, wrong.what());
    }
    return std::nullopt;
}

double TomlReader::number(const Key& key, Range range, std::optional<double> default_value) {
    known_.push_back(key);
    const toml::node* node = document_->find(key);
    if (!node && default_value) {
        remember(key, to_toml(toml::value<double>(*default_value)), "default");
        return *default_value;
    }
    if (!node) {
        missing(key, fmt::format("a number, {}", range.describe()));
    } else if (!node->is_number()) {
        error(key, fmt::format("{} is not a number; allowed: {}", to_toml(*node), range.describe()));
    } else if (const double value = *node->value<double>(); range.contains(value)) {
        remember(key, to_toml(*node));
        return value;
    } else {
        error(key, fmt::format("{} is out of range; allowed: {}", to_toml(*node), range.describe()));
    }
    return default_value.value_or(1.0);
}

std::int64_t TomlReader::integer(const Key& key, std::int64_t low, std::int64_t high,
                                 std::optional<std::int64_t> default_value) {
    known_.push_back(key);
    const std::string allowed = fmt::format("a whole number from {} to {}", low, high);
    const toml::node* node = document_->find(key);
    if (!node && default_value) {
        remember(key, fmt::format("{}", *default_value), "default");
        return *default_value;
    }
    if (!node) {
        missing(key, allowed);
    } else if (!node->is_integer()) {
        error(key, fmt::format("{} is not {}", to_toml(*node), allowed));
    } else if (const auto value = *node->value<std::int64_t>(); low <= value && value <= high) {
        remember(key, fmt::format("{}", value));
        return value;
    } else {
        error(key, fmt::format("{} is out of range; allowed: {}", to_toml(*node), allowed));
    }
    return default_value.value_or(low);
}

bool TomlReader::flag(const Key& key, bool default_value) {
    known_.push_back(key);
    const toml::node* node = document_->find(key);
    if (!node) {
        remember(key, default_value ? "true" : "false", "default");
        return default_value;
    }
    if (!node->is_boolean()) {
        error(key, fmt::format("{} is neither true nor false", to_toml(*node)));
        return default_value;
    }
    const bool value = *node->value<bool>();
    remember(key, value ? "true" : "false");
    return value;
}

std::string TomlReader::text(const Key& key, const std::string& default_value) {
    known_.push_back(key);
    const toml::node* node = document_->find(key);
    if (!node) {
        remember(key, quoted(default_value), "default");
        return default_value;
    }
    if (!node->is_string()) {
        error(key, fmt::format("{} is not a text in quotes", to_toml(*node)));
        return default_value;
    }
    remember(key, quoted(*node->value<std::string>()));
    return *node->value<std::string>();
}

std::vector<std::string> TomlReader::texts(const Key& key) {
    known_.push_back(key);
    const toml::node* node = document_->find(key);
    if (!node) return {};
    std::vector<std::string> all;
    if (const auto* array = node->as_array()) {
        for (const toml::node& element : *array) {
            if (const auto text = element.value_exact<std::string>()) all.push_back(*text);
        }
        if (all.size() == array->size() && !all.empty()) {
            remember(key, to_toml(*node));
            return all;
        }
    } else if (const auto text = node->value_exact<std::string>()) {
        remember(key, quoted(*text));
        return {*text};
    }
    error(key, fmt::format("{} is neither a text in quotes nor a list of texts", to_toml(*node)));
    return {};
}

std::optional<std::size_t> TomlReader::choice(const Key& key, const std::vector<std::string>& allowed,
                               std::optional<std::string> default_value) {
    const std::string words = fmt::format("one of \"{}\"", fmt::join(allowed, "\", \""));
    if (!has(key) && !default_value) {
        missing(key, words);
        return std::nullopt;
    }
    const std::size_t errors_before = errors_.size();
    const std::string word = text(key, default_value.value_or(""));
    const auto found = std::find(allowed.begin(), allowed.end(), word);
    if (found != allowed.end()) return static_cast<std::size_t>(found - allowed.begin());
    if (errors_.size() == errors_before) {
        error(key, fmt::format("\"{}\" is not {}", word, words));
    }
    return std::nullopt;
}

std::vector<Key> TomlReader::leaves(const std::string& section) {
    std::vector<std::pair<std::uint32_t, Key>> found;
    const toml::table* table = document_->section(section);
    if (!table) return {};
    containers_.push_back(section);
    for (const auto& [name, node] : *table) {
        const Key key{section, std::string(name.str())};
        const toml::table* inner = document_->section(key.path());
        if (inner && !inner->contains("from") && !inner->contains("to")) {
            for (const Key& leaf : leaves(key.path())) {
                found.emplace_back(node.source().begin.line, leaf);
            }
        } else {
            found.emplace_back(name.source().begin.line, key);
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Key> keys;
    for (auto& [line, key] : found) keys.push_back(std::move(key));
    return keys;
}

bool TomlReader::is_table(const Key& key) const {
    const toml::node* node = document_->find(key);
    return node && node->is_table();
}

std::vector<std::string> TomlReader::elements(const Key& key) {
    known_.push_back(key);
    const toml::node* node = document_->find(key);
    const toml::array* array = node ? node->as_array() : nullptr;
    if (!array) {
        error(key, "takes a list of values, or { from = , to = , count = , spacing = }");
        return {};
    }
    std::vector<std::string> texts;
    for (const toml::node& element : *array) texts.push_back(to_toml(element));
    remember(key, to_toml(*node));
    return texts;
}

std::string TomlReader::text_or_number(const Key& key) {
    known_.push_back(key);
    const toml::node* node = document_->find(key);
    if (!node) {
        missing(key, "a number, with its unit in quotes if it has one");
        return "";
    }
    remember(key, to_toml(*node));
    const auto text = node->value_exact<std::string>();
    return text ? *text : to_toml(*node);
}

void TomlReader::error(const Key& key, const std::string& message) {
    errors_.push_back({fmt::format("{}: {}", document_->location(key), message), ""});
}

void TomlReader::missing(const Key& key, const std::string& wanted) {
    known_.push_back(key);
    errors_.push_back({fmt::format("{}: missing; it takes {}", document_->location(key), wanted),
                       key.path()});
}

void TomlReader::remember(const Key& key, const std::string& value, const char* comment) {
    if (!key.name.starts_with('#')) known_.push_back(key);
    auto place = std::find_if(effective_.begin(), effective_.end(),
                              [&](const auto& entry) { return entry.first == key.section; });
    if (place == effective_.end()) place = effective_.insert(place, {key.section, {}});
    auto& lines = place->second;
    const bool is_there = std::any_of(lines.begin(), lines.end(),
                                      [&](const Line& line) { return line.name == key.name; });
    if (!is_there) lines.push_back({key.name, value, comment});  // a key may be asked for twice
}

void TomlReader::note_derived(const Key& key, const std::string& value_text) {
    remember({key.section, "# " + key.name}, fmt::format("{}  (derived)", value_text));
}

std::string TomlReader::suggestion(const Key& key) {
    std::vector<std::string> here;
    for (const Key& known : known_) {
        const bool listed = std::find(here.begin(), here.end(), known.name) != here.end();
        if (known.section == key.section && !listed) here.push_back(known.name);
        if (known.section != key.section && known.name == key.name) {
            return fmt::format("; it belongs to [{}]", known.section);
        }
    }
    const std::string near = nearest_word(key.name, here);
    if (!near.empty()) {
        // The key it was meant to be is not missing then: one mistake, one message.
        std::erase_if(errors_, [&](const Mistake& mistake) {
            return mistake.missing_key == Key{key.section, near}.path();
        });
        return fmt::format("; did you mean \"{}\"?", near);
    }
    return here.empty() ? "" : fmt::format("; [{}] takes {}", key.section, fmt::join(here, ", "));
}

bool TomlReader::is_known(const Key& key) const {
    return std::any_of(known_.begin(), known_.end(), [&](const Key& known) {
        return known.section == key.section && known.name == key.name;
    });
}

bool TomlReader::is_section(const std::string& section) const {
    const bool holds_keys = std::any_of(known_.begin(), known_.end(), [&](const Key& known) {
        return known.section == section;
    });
    return holds_keys ||
           std::find(containers_.begin(), containers_.end(), section) != containers_.end();
}

void TomlReader::report_unknown_section(const std::string& section, std::size_t line) {
    std::vector<std::string> sections = containers_;
    for (const Key& known : known_) sections.push_back(known.section);
    const std::string near = nearest_word(section, sections);
    const std::string hint = near.empty() ? "" : fmt::format("; did you mean [{}]?", near);
    const std::string place = line == 0 ? "--set" : fmt::format("{}:{}", document_->source(), line);
    errors_.push_back(
        {fmt::format("{}: {}: not a section of this configuration{}", place, section, hint), ""});
}

void TomlReader::report_unknown_in(const std::string& section) {
    for (const auto& [name_key, value] : *document_->section(section)) {
        const Key key{section, std::string(name_key.str())};
        if (is_known(key)) continue;
        if (value.is_table() && is_section(key.path())) {
            report_unknown_in(key.path());
        } else {
            const std::string hint = suggestion(key);
            error(key, "unknown key" + hint);
        }
    }
}

void TomlReader::report_unknown() {
    for (const auto& [name, node] : document_->root()) {
        const std::string section(name.str());
        if (node.is_table() && is_section(section)) {
            report_unknown_in(section);
        } else {
            report_unknown_section(section, name.source().begin.line);
        }
    }
}

void TomlReader::finish() {
    report_unknown();
    stop_if_failed();
}

void TomlReader::stop_if_failed() const {
    if (errors_.empty()) return;
    std::string all;
    for (const Mistake& mistake : errors_) all += (all.empty() ? "" : "\n") + mistake.message;
    throw UsageError(all);
}

std::string TomlReader::effective() const {
    std::string out;
    for (const auto& [section, lines] : effective_) {
        out += fmt::format("{}[{}]\n", out.empty() ? "" : "\n", section);
        for (const Line& line : lines) {
            const std::string comment = line.comment.empty() ? "" : "  # " + line.comment;
            out += fmt::format("{} = {}{}\n", line.name, line.value, comment);
        }
    }
    return out;
}

}  // namespace fluxhop
