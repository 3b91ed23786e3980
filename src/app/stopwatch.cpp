#include "fluxhop/app/stopwatch.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace fluxhop {

std::string Stopwatch::start_time() const {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(start_));
}

double Stopwatch::seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
}

}  // namespace fluxhop
