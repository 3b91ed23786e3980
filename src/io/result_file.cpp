#include "fluxhop/io/result_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

namespace fs = std::filesystem;

std::string resolved(const std::string& path) {
    std::error_code error;
    const fs::path target = fs::weakly_canonical(path, error);
    return error ? path : target.string();
}

/// An open file that is closed, and removed unless it was renamed away.
class Temporary {
public:
    explicit Temporary(const std::string& path)
        : path_(path),
          descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) {}
    ~Temporary() {
        if (descriptor_ < 0) return;
        ::close(descriptor_);
        ::unlink(path_.c_str());
    }
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;

    bool is_open() const { return descriptor_ >= 0; }

    bool write(std::span<const std::byte> bytes) const {
        while (!bytes.empty()) {
            const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return false;
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        }
        return ::fsync(descriptor_) == 0;
    }

private:
    std::string path_;
    int descriptor_;
};

}  // namespace

ResultFile::ResultFile(std::string path)
    : path_(std::move(path)),
      target_(resolved(path_)),
      temporary_(fmt::format("{}.{}.part", target_, ::getpid())) {
    std::error_code ignored;
    require(!fs::is_directory(target_, ignored), fmt::format("{}: is a directory", path_));
    require(!fs::exists(target_, ignored) || fs::is_regular_file(target_, ignored),
            fmt::format("{}: is not a regular file", path_));
    const Temporary trial(temporary_);
    const int reason = errno;
    require(trial.is_open(),
            fmt::format("{}: cannot be written: {}", path_, std::strerror(reason)));
}

void ResultFile::write(std::span<const std::byte> bytes) const {
    const Temporary file(temporary_);
    const bool written = file.is_open() && file.write(bytes) &&
                         ::rename(temporary_.c_str(), target_.c_str()) == 0;
    if (!written) throw RunError(fmt::format("{}: {}", path_, std::strerror(errno)));
}

}  // namespace fluxhop
