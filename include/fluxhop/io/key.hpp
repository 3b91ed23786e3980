/// Names of configuration values.
#pragma once

#include <string>

namespace fluxhop {

/// Where a key lives: [section] name. A section may be dotted, as in regions.bulk.
struct Key {
    std::string section;
    std::string name;

    std::string path() const { return section + "." + name; }
};

}  // namespace fluxhop
