#include "fluxhop/app/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace fluxhop {
namespace {

using Steady = std::chrono::steady_clock;

double seconds(Steady::duration duration) { return std::chrono::duration<double>(duration).count(); }

std::string remaining(double left) {
    if (left < 90.0) return fmt::format("{:.0f} s", left);
    if (left < 5400.0) return fmt::format("{:.0f} min", left / 60.0);
    return fmt::format("{:.1f} h", left / 3600.0);
}

}  // namespace

ProgressBar::ProgressBar(const char* steps)
    : steps_(steps), visible_(::isatty(STDERR_FILENO) == 1), begin_(Steady::now()), last_drawn_(begin_) {}

ProgressBar::~ProgressBar() {
    if (visible_) std::fputs("\r\033[K", stderr);
}

Progress ProgressBar::callback() {
    if (!visible_) return {};
    return [this](std::size_t finished, std::size_t total) { draw(finished, total); };
}

void ProgressBar::draw(std::size_t finished, std::size_t total) {
    const auto now = Steady::now();
    if (seconds(now - last_drawn_) < 0.1) return;
    last_drawn_ = now;
    const double fraction = static_cast<double>(finished) / static_cast<double>(total);
    // Steps are alike, so the time they took so far is what the rest will take each.
    const double left = seconds(now - begin_) * (1.0 - fraction) / fraction;
    constexpr int width = 30;
    const int filled = static_cast<int>(fraction * width);
    const std::string line =
        fmt::format("\r[{:#<{}}{: <{}}] {}/{} {}, about {} left\033[K", "", filled, "", width - filled, finished,
                    total, steps_, remaining(left));
    std::fputs(line.c_str(), stderr);  // unlike fmt::print it throws nothing when the terminal has gone
    std::fflush(stderr);
}

}  // namespace fluxhop
