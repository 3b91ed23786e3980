/// SIGINT and SIGTERM as a wish to stop, while it exists.
#pragma once

#include <array>
#include <atomic>
#include <csignal>

namespace fluxhop {

/// The first signal is noted; a second one ends the program at once, as without this. Signals that the
/// parent had ignored stay ignored. A log that nobody reads any more (`2>&1 | tee log`, which Ctrl-C ends as
/// well) does not end the program.
class StopSignals {
public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    /// The number of the signal that came; 0 when none has.
    static const std::atomic<int>& wish();
    /// As if SIGTERM had come.
    static void stop();

private:
    static constexpr std::array signals{SIGINT, SIGTERM};

    std::array<struct sigaction, signals.size()> before_{};
    void (*pipe_before_)(int) = SIG_DFL;
};

}  // namespace fluxhop
