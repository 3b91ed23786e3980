/// A progress bar for people who wait at a terminal.
#pragma once

#include <chrono>

#include "fluxhop/base/progress.hpp"

namespace fluxhop {

/// Draws on standard error; cleared when it goes out of scope.
class ProgressBar {
public:
    /// @param steps what is counted, for people
    explicit ProgressBar(const char* steps);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// Empty (and free) when standard error is no terminal.
    Progress callback();

private:
    void draw(std::size_t finished, std::size_t total);

    using Time = std::chrono::steady_clock::time_point;
    const char* steps_;
    bool visible_;
    Time begin_;
    Time last_drawn_;
};

}  // namespace fluxhop
