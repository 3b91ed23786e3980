#include "fluxhop/io/toml_guard.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fluxhop/io/config_error.hpp"

namespace fluxhop {
namespace {

// A sweep's range, [sweep] regions.p.U0 = { from = ... }, goes two deep and has four parts.
constexpr int deepest_nesting = 16;
constexpr int most_parts = 16;

/// Walks over a text as a TOML parser does, as far as strings and comments go.
class Scanner {
public:
    Scanner(const std::string& source, std::string_view text) : source_(source), text_(text) {}

    void run() {
        while (at_ < text_.size()) step();
    }

private:
    void step() {
        const char c = text_[at_];
        if (c == '#') return skip_comment();
        if (c == '"' || c == '\'') return skip_string(c);
        ++at_;
        if (c == '[' || c == '{') refuse_if(++depth_ > deepest_nesting, "values nested more than 16 deep");
        // Unbalanced texts are the parser's to refuse: here they must not hide what follows.
        if (c == ']' || c == '}') depth_ = std::max(0, depth_ - 1);
        if (c == '.') refuse_if(++parts_ >= most_parts, "keys of more than 16 parts");
        if (c == '\n') ++line_;
        if (c == '\n' || c == '=' || c == ',' || c == '[' || c == '{') parts_ = 0;
    }

    void skip_comment() { at_ = std::min(text_.find('\n', at_), text_.size()); }

    void skip_string(char quote) {
        const std::string fence(3, quote);
        const bool is_long = text_.substr(at_).starts_with(fence);
        at_ += is_long ? 3 : 1;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '\n' && !is_long) return;  // an error to the parser
            if (c == '\n') ++line_;
            const bool escapes = c == '\\' && quote == '"';
            if (c == quote && (!is_long || text_.substr(at_).starts_with(fence))) {
                return leave_string(quote, is_long);
            }
            at_ += escapes && at_ + 1 < text_.size() && text_[at_ + 1] != '\n' ? 2 : 1;
        }
    }

    /// A long string may end in up to two quotes of its own.
    void leave_string(char quote, bool is_long) {
        at_ += is_long ? 3 : 1;
        for (int own = 0; is_long && own < 2 && at_ < text_.size() && text_[at_] == quote; ++own) ++at_;
    }

    void refuse_if(bool too_much, const char* what) const {
        if (!too_much) return;
        throw ConfigError({{{source_, line_, "", false},
                            fmt::format("{} are refused", what)}});
    }

    const std::string& source_;
    std::string_view text_;
    std::size_t at_ = 0, line_ = 1;
    int depth_ = 0, parts_ = 0;
};

}  // namespace

void refuse_bombs(const std::string& source, std::string_view text) {
    if (text.size() > longest_configuration) {
        throw ConfigError({{{source, 0, "", false},
                            fmt::format("{} bytes; a configuration of more than {} bytes is refused",
                                        text.size(), longest_configuration)}});
    }
    Scanner(source, text).run();
}

}  // namespace fluxhop
