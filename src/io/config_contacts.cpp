#include "fluxhop/io/config_contacts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "fluxhop/base/require.hpp"
#include "fluxhop/io/spelling.hpp"

namespace fluxhop {
namespace {

namespace dim = dimension;

/// Exchange coefficients given for both directions may disagree by rounding only.
constexpr double balance_tolerance = 1e-9;

/// Global hop length and attempt frequency, for contacts given by their length.
struct Hops {
    double length = 0.0;
    double attempt_frequency = 0.0;
};

/// What may have been meant by a name; a network may have thousands.
std::string hint(const std::string& name, const NodeNames& names) {
    constexpr std::size_t most_listed = 100;
    if (names.size() > most_listed) return fmt::format("; there are {} others", names.size());
    std::vector<std::string> candidates;
    for (const auto& entry : names) candidates.push_back(entry.first);
    const std::string near = nearest_word(name, candidates);
    return near.empty() ? fmt::format("; there are {}", fmt::join(candidates, ", "))
                        : fmt::format("; did you mean \"{}\"?", near);
}

std::optional<std::size_t> find_node(TomlReader& in, const Key& key, const NodeNames& names,
                                     const std::string& name) {
    const auto found = names.find(name);
    if (found != names.end()) return found->second;
    in.error(key, fmt::format("no region or reservoir is called \"{}\"{}", name, hint(name, names)));
    return std::nullopt;
}

double parse_frequency(TomlReader& in, const Key& key, const std::string& text) {
    try {
        const double value = in.units().parse(text, dim::frequency);
        if (value >= 0.0) return value;
        in.error(key, fmt::format("\"{}\" is out of range; allowed: >= 0 1/s", text));
    } catch (const UsageError& wrong) {
        in.error(key, wrong.what());
    }
    return 1.0;
}

/// One exchange coefficient, or one for each direction, in 1/s; empty on error.
std::vector<double> read_exchange(TomlReader& in, const Key& key) {
    std::vector<double> values;
    for (const std::string& text : in.texts(key)) {
        values.push_back(parse_frequency(in, key, text));
    }
    if (values.size() <= 2) return values;
    in.error(key, "takes one coefficient, or one for each direction");
    return {};
}

void require_balance(TomlReader& in, const Key& key, const RegionNetwork& network,
                     const Contact& contact, double backward) {
    if (contact.second >= network.regions.size()) {
        return in.error(key, "a reservoir takes one coefficient: entry follows from its field");
    }
    if (!in.sound({"regions"})) return;
    const double there = network.regions[contact.first].area * contact.exchange;
    const double back = network.regions[contact.second].area * backward;
    if (std::abs(there - back) > balance_tolerance * std::max(there, back)) {
        in.error(key, fmt::format("violates A_i eps_ij = A_j eps_ji: {:.10g} against {:.10g} m^2/s",
                                  there, back));
    }
}

/// The two ends of a contact, the region first; nothing on error.
std::optional<Contact> read_ends(TomlReader& in, const Key& between, std::size_t regions,
                                 const NodeNames& names) {
    const auto ends = in.texts(between);
    if (ends.size() != 2) {
        in.error(between, "takes the names of two regions, or of a region and a reservoir");
        return std::nullopt;
    }
    const auto first = find_node(in, between, names, ends[0]);
    const auto second = find_node(in, between, names, ends[1]);
    if (!first || !second) return std::nullopt;
    const Contact contact{std::min(*first, *second), std::max(*first, *second), 0.0};
    if (contact.first == contact.second || contact.first >= regions) {
        in.error(between, "needs a region and another region or a reservoir");
        return std::nullopt;
    }
    // Coefficients are given from the first name to the second.
    if (*first > *second && *first < regions) return Contact{*first, *second, 0.0};
    return contact;
}

Contact read_contact(TomlReader& in, const std::string& name, const RegionNetwork& network,
                     const NodeNames& names, const Hops& hops) {
    const std::string section = "contacts." + name;
    const Key length{section, "length"}, exchange{section, "exchange"};
    const auto ends = read_ends(in, {section, "between"}, network.regions.size(), names);
    Contact contact = ends.value_or(Contact{});
    if (!in.has(length) && !in.has(exchange)) {
        in.missing_one_of(section, {"exchange", "length"},
                          "missing; give the exchange coefficient, or the length of the interface");
    }
    if (in.has(length) && in.has(exchange)) {
        in.error(length, "give either the interface length or the exchange coefficient");
    }
    if (in.has(length)) {
        const double metres = in.quantity(length, dim::length, Range::positive());
        if (!ends) return contact;
        contact.exchange = exchange_coefficient(metres, hops.length, hops.attempt_frequency,
                                                network.regions[contact.first].area);
    }
    if (in.has(exchange)) {
        const auto given = read_exchange(in, exchange);
        if (!ends || given.empty()) return contact;
        contact.exchange = given[0];
        if (given.size() == 2) require_balance(in, exchange, network, contact, given[1]);
    }
    return contact;
}

Hops read_hops(TomlReader& in, const std::vector<std::string>& contacts) {
    const bool needed = std::any_of(contacts.begin(), contacts.end(), [&](const std::string& name) {
        return in.has({"contacts." + name, "length"});
    });
    if (!needed) return {};
    return {in.quantity({"hops", "length"}, dim::length, Range::positive()),
            in.quantity({"hops", "attempt_frequency"}, dim::frequency, Range::positive())};
}

}  // namespace

std::vector<Contact> read_contacts(TomlReader& in, const RegionNetwork& network,
                                   const NodeNames& names) {
    const auto sections = in.subsections("contacts");
    const Hops hops = read_hops(in, sections);
    std::vector<Contact> contacts;
    contacts.reserve(sections.size());
    for (const std::string& name : sections) {
        contacts.push_back(read_contact(in, name, network, names, hops));
    }
    return contacts;
}

}  // namespace fluxhop
