#include "fluxhop/io/seal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/crc.hpp>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <vector>

#include "fluxhop/base/require.hpp"
#include "fluxhop/io/netcdf.hpp"
#include "fluxhop/io/posix_file.hpp"
#include "fluxhop/io/record_file.hpp"

namespace fluxhop {
namespace {

namespace fs = std::filesystem;

constexpr std::array<char, 8> seal_mark{'f', 'l', 'u', 'x', 'h', 'o', 'p', 1};
constexpr std::size_t length_at = 8, content_at = 16, own_at = 20;

template <class Word>
void put(Seal& seal, std::size_t at, Word word) {
    for (std::size_t i = 0; i < sizeof word; ++i)
        seal[at + i] = static_cast<std::byte>(word >> 8 * i);
}

std::uint64_t number_in(std::span<const std::byte> bytes) {
    std::uint64_t number = 0;
    for (std::size_t i = bytes.size(); i > 0; --i)
        number = number << 8 | static_cast<std::uint64_t>(bytes[i - 1]);
    return number;
}

Seal seal_for(std::uint64_t length, std::uint32_t checksum) {
    Seal seal{};
    std::memcpy(seal.data(), seal_mark.data(), seal_mark.size());
    put(seal, length_at, length);
    put(seal, content_at, checksum);
    put(seal, own_at, checksum_of(std::span(seal).first(own_at)));
    return seal;
}

/// A file that is read from any place.
class Bytes {
public:
    explicit Bytes(const std::string& path) : path_(path), file_(path, PosixFile::Mode::read) {
        if (!file_.is_open())
            throw RunError(fmt::format("{}: cannot be opened: {}", path, std::strerror(errno)));
    }
    std::uint64_t size() const { return file_.size(); }
    std::vector<std::byte> at(std::uint64_t offset, std::size_t count) const {
        std::vector<std::byte> bytes(
            std::min<std::uint64_t>(count, size() - std::min(offset, size())));
        if (!file_.read_at(offset, bytes))
            throw RunError(fmt::format("{}: cannot be read: {}", path_, std::strerror(errno)));
        return bytes;
    }
    std::uint32_t checksum(std::uint64_t length) const {
        constexpr std::uint64_t longest = std::uint64_t{1} << 22;
        boost::crc_32_type crc;
        for (std::uint64_t done = 0; done < length; done += longest) {
            const auto piece = at(done, static_cast<std::size_t>(std::min(longest, length - done)));
            crc.process_bytes(piece.data(), piece.size());
        }
        return static_cast<std::uint32_t>(crc.checksum());
    }

private:
    const std::string& path_;
    PosixFile file_;
};

[[noreturn]] void refuse(const std::string& path, const std::string& how) {
    throw RunError(fmt::format("{}: damaged: {}", path, how));
}

}  // namespace

std::optional<std::uint64_t> end_of_hdf5(std::span<const std::byte> head) {
    constexpr std::array<unsigned char, 8> signature{0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    if (head.size() < 48 || std::memcmp(head.data(), signature.data(), signature.size()) != 0)
        return std::nullopt;
    const bool is_old = head[8] < std::byte{2};
    return number_in(head.subspan(is_old ? 40 : 28, 8));
}

Seal seal_of(std::span<const std::byte> bytes) {
    return seal_for(bytes.size(), checksum_of(bytes));
}

void require_undamaged(const std::string& path) {
    std::error_code ignored;
    require(fs::exists(path, ignored), fmt::format("{}: no such file", path));
    require(!fs::is_directory(path, ignored), fmt::format("{}: is a directory", path));
    require(fs::is_regular_file(path, ignored), fmt::format("{}: is not a regular file", path));
    const Bytes file(path);
    const std::uint64_t size = file.size(),
                        sealed = size - std::min<std::uint64_t>(size, sizeof(Seal));
    const auto last = file.at(sealed, sizeof(Seal));
    if (last.size() == sizeof(Seal) &&
        std::memcmp(last.data(), seal_mark.data(), seal_mark.size()) == 0) {
        const Seal right = seal_for(sealed, file.checksum(sealed));
        if (!std::ranges::equal(last, right)) refuse(path, "it is not what was written (checksum)");
        return;
    }
    require(size > 0, fmt::format("{}: is empty", path));
    require(looks_like_netcdf(path), fmt::format("{}: not a netCDF file", path));
    const auto head = file.at(0, 48);
    if (head.front() == std::byte{'C'}) return;  // the classic format, of another program
    const auto end = end_of_hdf5(head);
    if (!end) refuse(path, "it ends in its head");
    if (size < *end) refuse(path, fmt::format("it has {} of {} bytes", size, *end));
}

}  // namespace fluxhop
