/// A file that appears whole or not at all.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace fluxhop {

/// Where a result will go: written into a temporary file beside it, which is renamed at the end and
/// removed on any failure. An earlier file of that name stays until then; a link keeps its target.
class ResultFile {
public:
    /// Tries the place, so that an unwritable one is known before hours of work; leaves nothing there.
    /// @throws UsageError when `path` is no regular file, RunError when it cannot be written
    explicit ResultFile(std::string path);

    const std::string& path() const { return path_; }

    /// Writes, syncs to disk and renames. @throws RunError when the disk refuses
    void write(std::span<const std::byte> bytes) const;

private:
    std::string path_;       ///< as the user named it
    std::string target_;     ///< links resolved
    std::string temporary_;
};

}  // namespace fluxhop
