/// A file that appears whole or not at all.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace fluxhop {

/// A result file being prepared: everything goes into a temporary file beside it, which is renamed
/// at the end and removed on any failure. An earlier file of that name stays until then.
class ResultFile {
public:
    /// Claims the temporary name, so that an unwritable place is known before hours of work.
    /// @throws UsageError when `path` cannot be written
    explicit ResultFile(std::string path);
    ~ResultFile();
    ResultFile(const ResultFile&) = delete;
    ResultFile& operator=(const ResultFile&) = delete;

    const std::string& path() const { return path_; }

    /// Writes, syncs to disk and renames. @throws RunError when the disk refuses
    void write(std::span<const std::byte> bytes);

private:
    [[noreturn]] void fail() const;

    std::string path_;
    std::string temporary_;
    int descriptor_ = -1;
};

}  // namespace fluxhop
