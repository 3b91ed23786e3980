/// A configuration as it was understood: every key that was asked for, defaults filled in.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "fluxhop/io/key.hpp"

namespace fluxhop {

class EffectiveConfig {
public:
    /// A key may be asked for twice; its first value counts.
    void add(const Key& key, const std::string& value, const std::string& comment = "");
    /// A comment for a value that follows from others, so that reading the text again derives it again.
    void add_derived(const Key& key, const std::string& value);

    /// As TOML, sections and keys in the order they came.
    std::string text() const;

private:
    struct Line {
        std::string name, value, comment;
    };
    std::vector<std::pair<std::string, std::vector<Line>>> sections_;
};

}  // namespace fluxhop
