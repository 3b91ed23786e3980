#include "fluxhop/io/config_error.hpp"

#include <fmt/format.h>

namespace fluxhop {
namespace {

std::string text_of(const std::vector<Mistake>& mistakes) {
    std::string all;
    for (const Mistake& mistake : mistakes) {
        if (!all.empty()) all += '\n';
        all += mistake.text();
    }
    return all;
}

}  // namespace

std::string Place::text() const {
    const std::string where = line == 0 ? origin : fmt::format("{}:{}", origin, line);
    return key.empty() ? where : fmt::format("{}{} {}", where, assigned ? "" : ":", key);
}

std::string Mistake::text() const { return fmt::format("{}: {}", place.text(), message); }

ConfigError::ConfigError(std::vector<Mistake> mistakes)
    : UsageError(text_of(mistakes)), mistakes_(std::move(mistakes)) {}

}  // namespace fluxhop
