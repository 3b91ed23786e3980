#include "fluxhop/io/text_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "fluxhop/base/require.hpp"

namespace fluxhop {

std::string read_text_file(const std::string& path, std::size_t most) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    require(std::filesystem::exists(status), fmt::format("{}: {}", path, error.message()));
    require(!std::filesystem::is_directory(status), fmt::format("{}: is a directory", path));
    require(std::filesystem::is_regular_file(status),
            fmt::format("{}: is not a regular file; pipes and devices are not read", path));
    std::ifstream file(path, std::ios::binary);
    require(file.good(), fmt::format("{}: {}", path, std::strerror(errno)));
    // Sizes are not to be trusted: files grow, and those of /proc have none.
    std::string text;
    char block[1 << 16];
    while (file.read(block, sizeof block), file.gcount() > 0) {
        text.append(block, static_cast<std::size_t>(file.gcount()));
        require(text.size() <= most,
                fmt::format("{}: holds more than {} bytes, the most that is read of such a file", path,
                            most));
    }
    require(!file.bad(), fmt::format("{}: cannot be read", path));
    return text;
}

}  // namespace fluxhop
