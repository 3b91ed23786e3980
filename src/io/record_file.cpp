#include "fluxhop/io/record_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/crc.hpp>
#include <cerrno>
#include <cstring>
#include <utility>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

constexpr std::array<char, 8> magic{'f', 'l', 'u', 'x', 'h', 'o', 'p', RecordFile::version};

/// As it lies in the file; its own checksum comes last.
struct Head {
    std::uint32_t mark = right_mark;  ///< also tells a machine with other byte order
    RecordKind kind = RecordKind::origin;
    std::uint64_t point = 0, id = 0;
    std::uint64_t length = 0;
    std::uint32_t content = 0;
    std::uint32_t own = 0;

    static constexpr std::uint32_t right_mark = 0x72636564;

    std::uint32_t checksum() const { return checksum_of(std::as_bytes(std::span(this, 1)).first(offsetof(Head, own))); }
    bool is_right() const { return mark == right_mark && own == checksum(); }
};
static_assert(sizeof(Head) == 40);

std::span<const std::byte> bytes_of(const Head& head) { return std::as_bytes(std::span(&head, 1)); }

Head head_of(RecordKind kind, const RealizationKey& key, std::uint64_t length, std::uint32_t checksum) {
    Head head;
    head.kind = kind;
    head.point = key.point;
    head.id = key.id;
    head.length = length;
    head.content = checksum;
    head.own = head.checksum();
    return head;
}

}  // namespace

std::uint32_t checksum_of(std::span<const std::byte> bytes) {
    boost::crc_32_type crc;
    crc.process_bytes(bytes.data(), bytes.size());
    return static_cast<std::uint32_t>(crc.checksum());
}

void RecordFile::fail(const char* what) const {
    throw RunError(fmt::format("{}: {}: {}", path_, what, std::strerror(errno)));
}

RecordFile::RecordFile(std::string path, Damage damage)
    : path_(std::move(path)), file_(path_, PosixFile::Mode::update), end_(magic.size()) {
    if (!file_.is_open()) fail("cannot be opened");
    std::array<char, magic.size()> begin{};
    const bool readable =
        file_.read_at(0, std::as_writable_bytes(std::span(begin))) &&
        std::equal(magic.begin(), magic.end() - 1, begin.begin());
    if (!readable) throw RunError(fmt::format("{}: not a checkpoint of fluxhop", path_));
    if (begin.back() != version) {
        throw RunError(fmt::format("{}: a checkpoint of format version {}; this program reads {}",
                                   path_, int{begin.back()}, int{version}));
    }
    while (find_record(damage)) {
    }
    if (records_.empty() || records_.front().kind != RecordKind::origin) {
        throw RunError(fmt::format("{}: nothing in it says what was run", path_));
    }
}

void RecordFile::refuse_damage(std::uint64_t at) const {
    throw RunError(fmt::format("{}: damaged at byte {}; with --drop-damaged what is whole is taken up "
                               "and the rest is run again",
                               path_, at));
}

/// Looks for a record behind the last one. @return whether there may be more
bool RecordFile::find_record(Damage damage) {
    const std::uint64_t size = file_.size(), begin = end_;
    Head head;
    if (size < begin + sizeof head) return false;
    if (!file_.read_at(begin, std::as_writable_bytes(std::span(&head, 1)))) fail("cannot be read");
    if (!head.is_right()) {
        if (damage == Damage::refuse) refuse_damage(begin);
        dropped_ += size - begin;
        return false;
    }
    const Record record{head.kind, {head.point, head.id}, begin + sizeof head, head.length,
                        head.content};
    if (record.length > size - record.offset) return false;
    if (is_whole(record)) {
        records_.push_back(record);
    } else {
        if (damage == Damage::refuse) refuse_damage(begin);
        dropped_ += record.end() - begin;
    }
    end_ = record.end();
    return true;
}

/// visit(piece) for the content of a record, which may be larger than what is free of the memory.
void RecordFile::in_pieces(const Record& record,
                           const std::function<void(std::span<const std::byte>)>& visit) const {
    constexpr std::uint64_t longest = std::uint64_t{1} << 22;
    std::vector<std::byte> bytes(std::min(record.length, longest));
    for (std::uint64_t done = 0; done < record.length; done += longest) {
        const std::span piece(bytes.data(), std::min(longest, record.length - done));
        if (!file_.read_at(record.offset + done, piece)) fail("cannot be read");
        visit(piece);
    }
}

bool RecordFile::is_whole(const Record& record) const {
    boost::crc_32_type crc;
    in_pieces(record, [&](std::span<const std::byte> piece) { crc.process_bytes(piece.data(), piece.size()); });
    return static_cast<std::uint32_t>(crc.checksum()) == record.checksum;
}

std::vector<std::byte> RecordFile::content(const Record& record) const {
    std::vector<std::byte> bytes(record.length);
    if (!file_.read_at(record.offset, bytes)) fail("cannot be read");
    if (checksum_of(bytes) != record.checksum) refuse_damage(record.offset);
    return bytes;
}

RecordFile RecordFile::create(std::string path, std::span<const std::byte> origin) {
    RecordFile file;
    file.path_ = std::move(path);
    file.write_anew([&](RecordFile& fresh) { fresh.append(RecordKind::origin, {}, origin); });
    return file;
}

void RecordFile::rewrite(std::span<const std::byte> origin, const std::vector<Record>& records) {
    write_anew([&](RecordFile& fresh) {
        fresh.append(RecordKind::origin, {}, origin);
        for (const Record& record : records) fresh.copy(*this, record);
    });
}

void RecordFile::copy(const RecordFile& from, const Record& record) {
    if (!from.is_whole(record)) from.refuse_damage(record.offset);
    const Head head = head_of(record.kind, record.key, record.length, record.checksum);
    Record here = record;
    here.offset = end_ + sizeof head;
    bool written = file_.write_at(end_, bytes_of(head));
    std::uint64_t at = here.offset;
    from.in_pieces(record, [&](std::span<const std::byte> piece) {
        written = written && file_.write_at(at, piece);
        at += piece.size();
    });
    if (!written) fail("cannot be written");
    end_ = here.end();
    records_.push_back(here);
}

/// Becomes a file that is written beside it, whole and on the disk before it takes its name.
void RecordFile::write_anew(const std::function<void(RecordFile&)>& write) {
    const std::string part = path_ + ".fluxhop-part";
    RecordFile fresh;
    fresh.path_ = path_;
    fresh.file_ = PosixFile(part, PosixFile::Mode::replace);
    if (!fresh.file_.is_open()) fail("cannot be written");
    try {
        fresh.end_ = magic.size();
        if (!fresh.file_.write_at(0, std::as_bytes(std::span(magic)))) fail("cannot be written");
        write(fresh);
        fresh.sync();
        if (!rename_durably(part, path_)) fail("cannot be written");
    } catch (const RunError&) {
        ::unlink(part.c_str());
        throw;
    }
    *this = std::move(fresh);
}

Record RecordFile::append(RecordKind kind, const RealizationKey& key,
                          std::span<const std::byte> content) {
    // What a kill or a full disk left behind the last record must not look like one.
    if (file_.size() > end_ && !file_.truncate(end_)) fail("cannot be written");
    const Head head = head_of(kind, key, content.size(), checksum_of(content));
    const Record record{kind, key, end_ + sizeof head, content.size(), head.content};
    if (!file_.write_at(end_, bytes_of(head)) || !file_.write_at(record.offset, content)) {
        fail("cannot be written");
    }
    end_ = record.end();
    records_.push_back(record);
    return record;
}

void RecordFile::sync() const {
    if (!file_.sync()) fail("cannot be written");
}

}  // namespace fluxhop
