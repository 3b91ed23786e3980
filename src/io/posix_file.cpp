#include "fluxhop/io/posix_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>

namespace fluxhop {
namespace {

int flags_of(PosixFile::Mode mode) {
    switch (mode) {
        case PosixFile::Mode::read: return O_RDONLY | O_CLOEXEC;
        case PosixFile::Mode::update: return O_RDWR | O_CLOEXEC;
        case PosixFile::Mode::create: return O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC;
        case PosixFile::Mode::replace: break;
    }
    return O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC;
}

}  // namespace

PosixFile::PosixFile(const std::string& path, Mode mode)
    : descriptor_(::open(path.c_str(), flags_of(mode), 0666)) {}

PosixFile::PosixFile(PosixFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

PosixFile& PosixFile::operator=(PosixFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

void PosixFile::close() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

std::uint64_t PosixFile::size() const {
    struct stat status {};
    return ::fstat(descriptor_, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

bool PosixFile::write_at(std::uint64_t offset, std::span<const std::byte> bytes) const {
    while (!bytes.empty()) {
        const ssize_t written =
            ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        offset += static_cast<std::uint64_t>(written);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

bool PosixFile::read_at(std::uint64_t offset, std::span<std::byte> bytes) const {
    while (!bytes.empty()) {
        const ssize_t got =
            ::pread(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR) continue;
        if (got == 0) errno = EIO;  // shorter than it was
        if (got <= 0) return false;
        offset += static_cast<std::uint64_t>(got);
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
    return true;
}

bool PosixFile::truncate(std::uint64_t size) const {
    return ::ftruncate(descriptor_, static_cast<off_t>(size)) == 0;
}

bool PosixFile::sync() const { return ::fsync(descriptor_) == 0; }

bool rename_durably(const std::string& from, const std::string& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) return false;
    const std::string folder = std::filesystem::path(to).parent_path().string();
    const PosixFile names(folder.empty() ? "." : folder, PosixFile::Mode::read);
    // The rename has happened: a folder that cannot be synced does not make the file unwritten.
    static_cast<void>(names.is_open() && names.sync());
    return true;
}

std::string resolved_path(const std::string& path) {
    std::error_code error;
    const auto target = std::filesystem::weakly_canonical(path, error);
    return error ? path : target.string();
}

}  // namespace fluxhop
