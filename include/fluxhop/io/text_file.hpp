/// Text files as a user names them.
#pragma once

#include <cstddef>
#include <string>

namespace fluxhop {

/// The whole file. Only regular files are read: a pipe may never end, a device never does.
/// @throws UsageError when it cannot be read, is no regular file, or holds more than `most` bytes
std::string read_text_file(const std::string& path, std::size_t most);

}  // namespace fluxhop
