/// What is wrong with a configuration, mistake by mistake.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "fluxhop/base/require.hpp"

namespace fluxhop {

/// Where something stands.
struct Place {
    std::string origin;      ///< the file; "--set"; "FILE: [sweep]"
    std::size_t line = 0;    ///< in the file; 0 where there is none
    std::string key;         ///< section.key; empty where it is about no key
    bool assigned = false;   ///< by --set or a sweep

    /// "file:line: section.key", "--set section.key"
    std::string text() const;
};

struct Mistake {
    Place place;
    std::string message;  ///< what is wrong and what is allowed

    std::string text() const;
};

/// All mistakes of a configuration; what() has one a line.
class ConfigError : public UsageError {
public:
    explicit ConfigError(std::vector<Mistake> mistakes);
    const std::vector<Mistake>& mistakes() const { return mistakes_; }

private:
    std::vector<Mistake> mistakes_;
};

}  // namespace fluxhop
