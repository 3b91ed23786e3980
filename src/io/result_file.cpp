#include "fluxhop/io/result_file.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "fluxhop/base/require.hpp"
#include "fluxhop/io/posix_file.hpp"

namespace fluxhop {
namespace {

namespace fs = std::filesystem;

/// An open file that is removed unless it was renamed away.
class Temporary {
public:
    explicit Temporary(const std::string& path)
        : path_(path), file_(path, PosixFile::Mode::replace) {}
    ~Temporary() {
        if (file_.is_open()) ::unlink(path_.c_str());
    }
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;

    bool is_open() const { return file_.is_open(); }
    bool write(std::span<const std::byte> bytes) const {
        return file_.write_at(0, bytes) && file_.sync();
    }
    /// Who may read what stood there before may read what comes, and nobody else.
    void take_permissions_of(const std::string& path) const {
        struct stat before {};
        if (::stat(path.c_str(), &before) != 0) return;
        [[maybe_unused]] const int ignored = ::fchmod(file_.descriptor(), before.st_mode & 07777);
    }

private:
    std::string path_;
    PosixFile file_;
};

}  // namespace

ResultFile::ResultFile(std::string path)
    : path_(std::move(path)),
      target_(resolved_path(path_)),
      temporary_(target_ + ".fluxhop-part") {
    std::error_code ignored;
    require(!fs::is_directory(target_, ignored), fmt::format("{}: is a directory", path_));
    require(!fs::exists(target_, ignored) || fs::is_regular_file(target_, ignored),
            fmt::format("{}: is not a regular file", path_));
    // Another process may be writing its result just now: the trial must not be in its way.
    const Temporary trial(fmt::format("{}.{}.fluxhop-part", target_, ::getpid()));
    if (!trial.is_open()) {
        throw RunError(fmt::format("{}: cannot be written: {}", path_, std::strerror(errno)));
    }
}

void ResultFile::write(std::span<const std::byte> bytes) const {
    const Temporary file(temporary_);
    if (file.is_open()) file.take_permissions_of(target_);
    const bool written = file.is_open() && file.write(bytes) &&
                         rename_durably(temporary_, target_);
    if (!written) {
        throw RunError(fmt::format("{}: cannot be written: {}", path_, std::strerror(errno)));
    }
}

}  // namespace fluxhop
