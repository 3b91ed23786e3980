#pragma once

#include <string>

namespace fluxhop {

/// The SHA-256 of a file's contents in hexadecimal, as sha256sum prints it.
/// @throws UsageError when the file cannot be read
std::string sha256_of_file(const std::string& path);

}  // namespace fluxhop
