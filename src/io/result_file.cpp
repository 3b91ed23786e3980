#include "fluxhop/io/result_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "fluxhop/base/require.hpp"

namespace fluxhop {

ResultFile::ResultFile(std::string path)
    : path_(std::move(path)), temporary_(fmt::format("{}.{}.part", path_, ::getpid())) {
    std::error_code ignored;
    require(!std::filesystem::is_directory(path_, ignored),
            fmt::format("{}: is a directory", path_));
    descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    require(descriptor_ >= 0,
            fmt::format("{}: cannot be written: {}", path_, std::strerror(errno)));
}

ResultFile::~ResultFile() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(temporary_.c_str());
}

void ResultFile::write(std::span<const std::byte> bytes) {
    FLUXHOP_ASSERT(descriptor_ >= 0);
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) fail();
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    if (::fsync(descriptor_) != 0 || ::rename(temporary_.c_str(), path_.c_str()) != 0) fail();
    ::close(descriptor_);
    descriptor_ = -1;
}

void ResultFile::fail() const {
    throw RunError(fmt::format("{}: {}", path_, std::strerror(errno)));
}

}  // namespace fluxhop
