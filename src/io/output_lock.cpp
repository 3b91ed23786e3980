#include "fluxhop/io/output_lock.hpp"

#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

/// A name that no other program gives its files: an output "Cargo" must not take Cargo.lock.
constexpr std::string_view suffix = ".fluxhop-lock";

/// Whether a path still leads to an open file: its owner removes it when it is done.
bool is_still_there(const std::string& path, const PosixFile& file) {
    struct stat named {}, open {};
    return ::stat(path.c_str(), &named) == 0 && ::fstat(file.descriptor(), &open) == 0 &&
           named.st_ino == open.st_ino && named.st_dev == open.st_dev;
}

std::string owner(const PosixFile& file) {
    std::string text(std::min<std::uint64_t>(file.size(), 20), ' ');
    const bool known = !text.empty() && file.read_at(0, std::as_writable_bytes(std::span(text)));
    return known ? "process " + text : std::string("another process");
}

}  // namespace

OutputLock::OutputLock(const std::string& path) : path_(resolved_path(path) + std::string(suffix)) {
    while (!try_to_hold()) {
    }
    const std::string id = std::to_string(::getpid());
    if (!file_.truncate(0) || !file_.write_at(0, std::as_bytes(std::span(id)))) {
        const int reason = errno;
        ::unlink(path_.c_str());
        throw RunError(fmt::format("{}: cannot be written: {}", path, std::strerror(reason)));
    }
}

/// @return false when the lock was let go in between and is to be tried again
bool OutputLock::try_to_hold() {
    file_ = PosixFile(path_, PosixFile::Mode::create);
    if (!file_.is_open()) {
        throw RunError(fmt::format("{}: cannot be written: {}",
                                   guarded(), std::strerror(errno)));
    }
    if (::flock(file_.descriptor(), LOCK_EX | LOCK_NB) == 0) return is_still_there(path_, file_);
    if (errno != EWOULDBLOCK) return true;  // a file system without locks
    throw RunError(fmt::format("{}: {} is at work on it", guarded(), owner(file_)));
}

std::string OutputLock::guarded() const { return path_.substr(0, path_.size() - suffix.size()); }

OutputLock::~OutputLock() { ::unlink(path_.c_str()); }

}  // namespace fluxhop
