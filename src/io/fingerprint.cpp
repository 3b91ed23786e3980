#include "fluxhop/io/fingerprint.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "fluxhop/base/require.hpp"

namespace fluxhop {

std::string sha256_of(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
        throw RunError("SHA-256 is not to be had");
    }
    std::string text;
    for (unsigned int i = 0; i < size; ++i) text += fmt::format("{:02x}", digest[i]);
    return text;
}

std::string sha256_of_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    require(file.good(), fmt::format("{}: {}", path, std::strerror(errno)));
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    require(!file.bad(), fmt::format("{}: cannot be read", path));
    return sha256_of(bytes);
}

}  // namespace fluxhop
