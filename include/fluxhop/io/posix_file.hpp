/// Files by the calls of the system: what a full disk, a short write or a crash does is known here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace fluxhop {

/// An open file, closed at the end. Functions that return bool leave the reason in errno.
class PosixFile {
public:
    enum class Mode { read, update, create, replace };  // create: as it is if it is there; neither follows a link

    PosixFile() = default;
    /// Not open when the system refuses.
    PosixFile(const std::string& path, Mode mode);
    ~PosixFile() { close(); }
    PosixFile(PosixFile&& other) noexcept;
    PosixFile& operator=(PosixFile&& other) noexcept;

    bool is_open() const { return descriptor_ >= 0; }
    int descriptor() const { return descriptor_; }
    void close();

    std::uint64_t size() const;
    /// All of the bytes or none that count, however often the system takes a part only.
    bool write_at(std::uint64_t offset, std::span<const std::byte> bytes) const;
    /// All of the bytes; false also when the file ends before.
    bool read_at(std::uint64_t offset, std::span<std::byte> bytes) const;
    bool truncate(std::uint64_t size) const;
    /// Has the contents reach the disk.
    bool sync() const;

private:
    int descriptor_ = -1;
};

/// Renames a synced file onto another and has the change of names reach the disk, where the disk can.
bool rename_durably(const std::string& from, const std::string& to);

/// A path without symbolic links in it, so that what is written beside it is on the same disk.
std::string resolved_path(const std::string& path);

}  // namespace fluxhop
