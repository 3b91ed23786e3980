/// When some work began, and how long it takes.
#pragma once

#include <chrono>
#include <string>

namespace fluxhop {

class Stopwatch {
public:
    std::string start_time() const;  ///< ISO 8601, UTC
    double seconds() const;          ///< since the start

private:
    std::chrono::system_clock::time_point start_ = std::chrono::system_clock::now();
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace fluxhop
