#include "fluxhop/io/checkpoint.hpp"

#include <unistd.h>

#include <algorithm>

#include "fluxhop/base/archive.hpp"

namespace fluxhop {
namespace {

/// Finished realizations that wait for the next writing take no more memory than this.
constexpr std::uint64_t most_waiting = std::uint64_t{1} << 26;

/// Earlier records may take so much more than the ones that count before the file is written anew.
constexpr std::uint64_t least_waste = std::uint64_t{1} << 22;

/// At most a twentieth of the time goes into writing.
constexpr double rest_per_work = 20.0;

std::vector<std::byte> bytes_of(Origin& origin) {
    ArchiveWriter writer;
    writer(origin);
    return writer.take();
}

}  // namespace

Origin read_origin(const RecordFile& file) {
    const auto bytes = file.content(file.records().front());
    Origin origin;
    ArchiveReader reader(bytes);
    try {
        reader(origin);
        require_saved(reader.at_end(), "there is more than says what was run");
    } catch (const RunError& error) {
        throw RunError(file.path() + ": " + error.what());
    }
    return origin;
}

Checkpoint::Checkpoint(std::string path, Origin origin, CheckpointOptions options)
    : path_(std::move(path)), origin_(std::move(origin)), options_(std::move(options)) {}

Checkpoint::Checkpoint(RecordFile file, Origin origin, CheckpointOptions options)
    : Checkpoint(file.path(), std::move(origin), std::move(options)) {
    for (const Record& record : file.records()) {
        note(record);
        if (record.kind != RecordKind::account) continue;
        const auto bytes = file.content(record);
        ArchiveReader reader(bytes);
        reader(earlier_seconds_);
    }
    file_.emplace(std::move(file));
    compact();
}

std::vector<RealizationKey> Checkpoint::finished_keys() const {
    const std::scoped_lock lock(mutex_);
    std::vector<RealizationKey> keys;
    for (const auto& [key, record] : latest_) {
        if (record.kind == RecordKind::finished) keys.push_back(key);
    }
    return keys;
}

bool Checkpoint::exists() const {
    const std::scoped_lock lock(mutex_);
    return file_.has_value();
}

SavedState Checkpoint::finished(const RealizationKey& key) const {
    return kept(RecordKind::finished, key);
}

SavedState Checkpoint::running(const RealizationKey& key) const {
    return kept(RecordKind::running, key);
}

SavedState Checkpoint::kept(RecordKind kind, const RealizationKey& key) const {
    const std::scoped_lock lock(mutex_);
    const auto found = latest_.find(key);
    if (found == latest_.end() || found->second.kind != kind) return {};
    return file_->content(found->second);
}

void Checkpoint::keep_finished(const RealizationKey& key, SavedState state) {
    const std::scoped_lock lock(mutex_);
    keep({RecordKind::finished, key, std::move(state)});
    if (is_due() || waiting_bytes_ > most_waiting) try_to_write();
}

void Checkpoint::keep_running(const RealizationKey& key, SavedState state) {
    const std::scoped_lock lock(mutex_);
    keep({RecordKind::running, key, std::move(state)});
    try_to_write();
}

void Checkpoint::save() {
    const std::scoped_lock lock(mutex_);
    write();
    file_->sync();
}

void Checkpoint::discard() {
    const std::scoped_lock lock(mutex_);
    if (file_) ::unlink(path_.c_str());
    ::unlink((path_ + ".fluxhop-part").c_str());  // of a process that was killed while it wrote the file anew
    file_.reset();
}

void Checkpoint::keep(Waiting waiting) {
    waiting_bytes_ += waiting.state.size();
    waiting_.push_back(std::move(waiting));
}

bool Checkpoint::is_due() const {
    return Steady::now() - written_ >= std::max(interval(), rest_per_work * cost_);
}

/// A disk that is full for a while must not end a run that goes on for days.
void Checkpoint::try_to_write() {
    try {
        write();
        if (std::exchange(is_refused_, false) && options_.on_recovery) options_.on_recovery();
    } catch (const RunError& error) {
        if (!std::exchange(is_refused_, true) && options_.on_refusal) options_.on_refusal(error.what());
        std::erase_if(waiting_, [](const Waiting& one) { return one.kind == RecordKind::running; });
        if (waiting_bytes_ > most_waiting) waiting_.clear();  // they will be run again
        waiting_bytes_ = 0;
        for (const Waiting& one : waiting_) waiting_bytes_ += one.state.size();
        written_ = Steady::now();
    }
}

/// To the system at once, which outlives a killed process; to the disk once per interval.
void Checkpoint::write() {
    const Steady::time_point begin = Steady::now();
    if (!file_) file_ = RecordFile::create(path_, bytes_of(origin_));
    std::ranges::reverse(waiting_);
    try {
        for (; !waiting_.empty(); waiting_.pop_back()) {
            const Waiting& next = waiting_.back();
            note(file_->append(next.kind, next.key, next.state));
            waiting_bytes_ -= next.state.size();
        }
    } catch (...) {
        std::ranges::reverse(waiting_);
        throw;
    }
    file_->append(RecordKind::account, {}, account());
    compact();
    if (begin - synced_ >= interval()) {
        file_->sync();
        synced_ = Steady::now();
    }
    written_ = Steady::now();
    cost_ = written_ - begin;
}

/// What a run took until it was killed is known up to here.
std::vector<std::byte> Checkpoint::account() const {
    double seconds = earlier_seconds_ + std::chrono::duration<double>(Steady::now() - begun_).count();
    ArchiveWriter writer;
    writer(seconds);
    return writer.take();
}

void Checkpoint::note(const Record& record) {
    if (record.kind != RecordKind::finished && record.kind != RecordKind::running) return;
    const auto [place, is_new] = latest_.try_emplace(record.key, record);
    if (!is_new) live_bytes_ -= place->second.length;
    live_bytes_ += record.length;
    place->second = record;
}

/// Writes the file anew when earlier records are most of it, or when it says that something else is run.
void Checkpoint::compact() {
    const auto origin = bytes_of(origin_);
    const bool says_the_same = file_->content(file_->records().front()) == origin;
    if (says_the_same && file_->size() <= 2 * live_bytes_ + least_waste) return;
    std::vector<Record> records;
    for (const auto& [key, record] : latest_) records.push_back(record);
    file_->rewrite(origin, records);
    latest_.clear();
    live_bytes_ = 0;
    for (const Record& record : file_->records()) note(record);
    file_->append(RecordKind::account, {}, account());
}

}  // namespace fluxhop
