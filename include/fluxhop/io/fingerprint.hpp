#pragma once

#include <string>
#include <string_view>

namespace fluxhop {

/// A file that was read besides the configuration.
struct InputFile {
    std::string path;
    std::string sha256;  ///< of what was read
};

/// The SHA-256 of some bytes in hexadecimal.
std::string sha256_of(std::string_view bytes);

/// The SHA-256 of a file's contents in hexadecimal, as sha256sum prints it.
/// @throws UsageError when the file cannot be read
std::string sha256_of_file(const std::string& path);

}  // namespace fluxhop
