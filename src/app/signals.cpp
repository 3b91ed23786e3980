#include "fluxhop/app/signals.hpp"

#include <unistd.h>

#include <cerrno>
#include <string_view>

namespace fluxhop {
namespace {

std::atomic<int> stop_wish{0};
static_assert(std::atomic<int>::is_always_lock_free);  // a handler may touch nothing else

extern "C" void note_signal(int number) {
    const int error = errno;
    stop_wish.store(number);
    constexpr std::string_view note = "\nfluxhop: stopping; once more to stop without saving\n";
    [[maybe_unused]] const auto ignored = ::write(STDERR_FILENO, note.data(), note.size());
    errno = error;
}

}  // namespace

StopSignals::StopSignals() {
    pipe_before_ = std::signal(SIGPIPE, SIG_IGN);
    for (std::size_t i = 0; i < signals.size(); ++i) {
        struct sigaction action {};
        action.sa_handler = note_signal;
        action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
        ::sigaction(signals[i], nullptr, &before_[i]);
        if (before_[i].sa_handler != SIG_IGN) ::sigaction(signals[i], &action, nullptr);
    }
}

StopSignals::~StopSignals() {
    std::signal(SIGPIPE, pipe_before_);
    for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &before_[i], nullptr);
}

const std::atomic<int>& StopSignals::wish() { return stop_wish; }

void StopSignals::stop() { stop_wish.store(SIGTERM); }

}  // namespace fluxhop
