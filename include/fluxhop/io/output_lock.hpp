/// One process at a time works on an output.
#pragma once

#include <string>

#include "fluxhop/io/posix_file.hpp"

namespace fluxhop {

/// A lock on the file "OUT.fluxhop-lock", held until it goes out of scope; a process that is killed loses it.
class OutputLock {
public:
    /// @throws RunError when another process works on `path`, with its process id; or when the place
    /// cannot be written
    explicit OutputLock(const std::string& path);
    ~OutputLock();
    OutputLock(const OutputLock&) = delete;
    OutputLock& operator=(const OutputLock&) = delete;

private:
    bool try_to_hold();
    std::string guarded() const;

    std::string path_;
    PosixFile file_;
};

}  // namespace fluxhop
