/// A file of records, each with its checksum, that is only ever appended to.
///
/// A process that is killed while it appends leaves a last record that is cut short; it counts for
/// nothing and the next one takes its place. Anything else that is not as it was written is damage. Layout:
/// eight bytes "fluxhop" and a format version, then records: a head of 40 bytes (what it is, how long,
/// checksums of the content and of the head itself), then the content.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "fluxhop/ensemble/keeper.hpp"
#include "fluxhop/io/posix_file.hpp"

namespace fluxhop {

/// CRC-32.
std::uint32_t checksum_of(std::span<const std::byte> bytes);

enum class RecordKind : std::uint32_t {
    origin = 1,    ///< what is run; the first record, and once only
    finished = 2,  ///< a realization that was finished
    running = 3,   ///< one that was not
    account = 4,   ///< s that have gone into the run so far; the last one counts
};

/// Where a record is.
struct Record {
    RecordKind kind = RecordKind::origin;
    RealizationKey key;
    std::uint64_t offset = 0;  ///< of its content
    std::uint64_t length = 0;
    std::uint32_t checksum = 0;

    std::uint64_t end() const { return offset + length; }
};

/// What to do with damage.
enum class Damage { refuse, drop };

class RecordFile {
public:
    static constexpr char version = 1;

    /// Opens a file and finds its records. @throws RunError when it cannot be read, is no such file,
    /// has another format version or is damaged, with path and byte
    RecordFile(std::string path, Damage damage = Damage::refuse);

    /// A new file with one record, in place of any earlier one: there whole or not at all.
    /// @throws RunError when the disk refuses
    static RecordFile create(std::string path, std::span<const std::byte> origin);

    const std::string& path() const { return path_; }
    /// The whole records, in the order of writing.
    const std::vector<Record>& records() const { return records_; }
    /// Bytes of damage that were dropped.
    std::uint64_t dropped() const { return dropped_; }
    std::uint64_t size() const { return end_; }

    /// @throws RunError when the content is not what was written
    std::vector<std::byte> content(const Record& record) const;

    /// @return where it went. @throws RunError when the disk refuses; the records are as before then
    Record append(RecordKind kind, const RealizationKey& key, std::span<const std::byte> content);
    /// @throws RunError when the disk refuses
    void sync() const;

    /// With another origin and no more than these records; there whole or as before.
    void rewrite(std::span<const std::byte> origin, const std::vector<Record>& records);

private:
    RecordFile() = default;

    bool find_record(Damage damage);
    bool is_whole(const Record& record) const;
    void in_pieces(const Record& record,
                   const std::function<void(std::span<const std::byte>)>& visit) const;
    void copy(const RecordFile& from, const Record& record);
    void write_anew(const std::function<void(RecordFile&)>& write);
    [[noreturn]] void fail(const char* what) const;
    [[noreturn]] void refuse_damage(std::uint64_t at) const;

    std::string path_;
    PosixFile file_;
    std::vector<Record> records_;
    std::uint64_t end_ = 0;  ///< of the last whole record
    std::uint64_t dropped_ = 0;
};

}  // namespace fluxhop
