/// A progress bar for people who wait at a terminal.
#pragma once

#include <chrono>

#include "fluxhop/ensemble/ensemble.hpp"

namespace fluxhop {

/// Draws on standard error; cleared when it goes out of scope.
class ProgressBar {
public:
    ProgressBar();
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// For run_ensemble; empty (and free) when standard error is no terminal.
    Progress callback();

private:
    void draw(std::size_t finished, std::size_t total);

    using Time = std::chrono::steady_clock::time_point;
    bool visible_;
    Time begin_;
    Time last_drawn_;
};

}  // namespace fluxhop
