#include "fluxhop/io/toml_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "fluxhop/base/require.hpp"
#include "fluxhop/io/complaints.hpp"
#include "fluxhop/io/toml_document.hpp"

namespace fluxhop {
namespace {

std::string in_quotes(const std::string& text) { return to_toml(toml::value<std::string>(text)); }

}  // namespace

TomlReader::TomlReader(std::string source, std::string_view text)
    : document_(std::make_unique<TomlDocument>(std::move(source), text)),
      complaints_(std::make_unique<Complaints>(*document_)) {}

TomlReader::~TomlReader() = default;

void TomlReader::override_with(std::string_view assignment, const std::string& origin) {
    document_->override_with(assignment, origin);
}

bool TomlReader::is_overridden(const Key& key) const { return document_->is_overridden(key); }

bool TomlReader::is_set_by_user(const Key& key) const { return document_->place(key).origin == "--set"; }

std::vector<std::string> TomlReader::subsections(const std::string& section) {
    complaints_->know_container(section);
    return document_->subsections(section);
}

bool TomlReader::has(const Key& key) const { return document_->find(key) != nullptr; }

double TomlReader::quantity(const Key& key, const Dimension& dimension, Range range,
                            std::optional<std::string> default_text) {
    if (!has(key) && default_text) {
        remember(key, in_quotes(*default_text), "default");
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
    complaints_->know(key);
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
            remember(key, in_quotes(*text));
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
    complaints_->know(key);
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
    complaints_->know(key);
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
    complaints_->know(key);
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
    complaints_->know(key);
    const toml::node* node = document_->find(key);
    if (!node) {
        remember(key, in_quotes(default_value), "default");
        return default_value;
    }
    if (!node->is_string()) {
        error(key, fmt::format("{} is not a text in quotes", to_toml(*node)));
        return default_value;
    }
    remember(key, in_quotes(*node->value<std::string>()));
    return *node->value<std::string>();
}

std::vector<std::string> TomlReader::texts(const Key& key) {
    complaints_->know(key);
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
        remember(key, in_quotes(*text));
        return {*text};
    }
    error(key, fmt::format("{} is neither a text in quotes nor a list of texts", to_toml(*node)));
    return {};
}

std::optional<std::size_t> TomlReader::choice(const Key& key, const std::vector<std::string>& allowed,
                               const std::optional<std::string>& default_value) {
    const std::string words = fmt::format("one of \"{}\"", fmt::join(allowed, "\", \""));
    if (!has(key) && !default_value) {
        missing(key, words);
        return std::nullopt;
    }
    const std::string word = text(key, default_value.value_or(""));
    const auto found = std::find(allowed.begin(), allowed.end(), word);
    if (found != allowed.end()) return static_cast<std::size_t>(found - allowed.begin());
    if (sound({key.path()})) error(key, fmt::format("\"{}\" is not {}", word, words));
    return std::nullopt;
}

std::vector<Key> TomlReader::leaves(const std::string& section) {
    std::vector<std::pair<std::uint32_t, Key>> found;
    complaints_->know_container(section);
    const toml::table* table = document_->section(section);
    if (!table) return {};
    for (const auto& [name, node] : *table) {
        const Key key{section, std::string(name.str())};
        if (!TomlDocument::is_plain(key.name)) continue;  // ends up as an unknown key
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
    keys.reserve(found.size());
    for (auto& [line, key] : found) keys.push_back(std::move(key));
    return keys;
}

bool TomlReader::is_table(const Key& key) const {
    const toml::node* node = document_->find(key);
    return node && node->is_table();
}

std::vector<std::string> TomlReader::elements(const Key& key) {
    complaints_->know(key);
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
    complaints_->know(key);
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
    complaints_->error(key, message);
}

void TomlReader::missing(const Key& key, const std::string& wanted) {
    complaints_->missing(key, wanted);
}

void TomlReader::remember(const Key& key, const std::string& value, const char* comment) {
    complaints_->know(key);
    effective_.add(key, value, comment);
}

void TomlReader::note_derived(const Key& key, const std::string& value_text) {
    effective_.add_derived(key, value_text);
}

void TomlReader::finish() {
    complaints_->add_unknown();
    complaints_->throw_if_any();
}

void TomlReader::missing_one_of(const std::string& section, const std::vector<std::string>& names,
                                const std::string& wanted) {
    complaints_->missing_one_of(section, names, wanted);
}

bool TomlReader::sound(std::initializer_list<std::string> paths) const {
    return std::none_of(paths.begin(), paths.end(),
                        [this](const std::string& path) { return complaints_->any_in(path); });
}

void TomlReader::pass_over(const std::string& section, std::initializer_list<const char*> names) {
    for (const char* name : names) complaints_->know({section, name});
}

void TomlReader::pass_over_other_sections() { complaints_->excuse_unknown_sections(); }

bool TomlReader::failed() const { return complaints_->any(); }

std::string TomlReader::place(const Key& key) const { return document_->place(key).text(); }

}  // namespace fluxhop
