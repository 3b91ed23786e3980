// Checksums keep a fuzzer out of what they protect, so it comes in behind them as well.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "fluxhop/base/require.hpp"
#include "fluxhop/base/text.hpp"
#include "fluxhop/ensemble/kept_run.hpp"
#include "fluxhop/io/checkpoint.hpp"
#include "promise.hpp"
#include "saved_forms.hpp"
#include "targets.hpp"

namespace fluxhop::fuzz {
namespace {

namespace fs = std::filesystem;

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

/// Takes from the front of a text; what is not there counts as nothing.
class Script {
public:
    explicit Script(std::string_view text) : rest_(text) {}

    bool at_end() const { return rest_.empty(); }
    std::string_view take(std::size_t count) {
        const std::string_view taken = rest_.substr(0, count);
        rest_.remove_prefix(taken.size());
        return taken;
    }
    std::size_t byte() {
        const std::string_view one = take(1);
        return one.empty() ? 0 : static_cast<unsigned char>(one.front());
    }
    std::size_t number() {
        const std::size_t low = byte();
        return low + 256 * byte();
    }
    std::string_view rest() { return take(rest_.size()); }

private:
    std::string_view rest_;
};

/// A file of this process, removed at its end.
class Place {
public:
    Place() : folder_(fs::temp_directory_path() / ("fluxhop fuzz " + std::to_string(::getpid()))) {
        fs::create_directory(folder_);
    }
    ~Place() {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }
    std::string path() const { return (folder_ / "r.checkpoint").string(); }

private:
    fs::path folder_;
};

std::string path() {
    static const Place place;
    return place.path();
}

template <class Read>
void reading(Read&& read) {
    try {
        read();
    } catch (const RunError& error) {
        promise(is_utf8(legible(error.what())), "messages can be shown");
    }
}

/// What `fluxhop resume` makes of a file before it runs on.
void take_up(RecordFile file) {
    std::uint64_t end = 0;
    for (const Record& record : file.records()) {
        promise(record.offset > end && record.end() <= file.size(), "records lie one behind the other");
        promise(file.content(record).size() == record.length, "whole records can be read");
        end = record.end();
    }
    Origin origin = read_origin(file);
    const Checkpoint checkpoint(std::move(file), std::move(origin), {});
    promise(checkpoint.exists(), "what is taken up is there");
    const SavedForm& form = saved_forms().front();
    std::vector<double> out = form.blank();
    for (std::uint64_t id = 0; id < 2; ++id) {
        reading([&] { take_finished(form.experiment, id, out, checkpoint); });
        reading([&] { checkpoint.running({0, id}); });
    }
}

void read_file(std::string_view text) {
    std::ofstream(path(), std::ios::binary) << text;
    reading([] { take_up(RecordFile(path())); });
    reading([] { take_up(RecordFile(path(), Damage::drop)); });
}

/// An origin and records, each with its length before it, in a file that is right otherwise.
void read_records(Script script) {
    const std::string_view origin = script.take(script.number());
    RecordFile file = RecordFile::create(path(), bytes_of(origin));
    std::size_t count = 1;
    for (; !script.at_end(); ++count) {
        const auto kind = static_cast<RecordKind>(script.byte());
        const RealizationKey key{0, script.byte()};
        file.append(kind, key, bytes_of(script.take(script.number())));
    }
    promise(RecordFile(path()).records().size() == count, "what was written can be read");
    reading([&] { take_up(std::move(file)); });
}

/// The saved state of a realization, overwritten from some place on, perhaps cut or longer.
void read_state(Script script) {
    const SavedForm& form = saved_forms()[script.byte() % saved_forms().size()];
    std::vector<std::byte> state = form.state;
    const std::size_t at = script.number() % (state.size() + 1);
    const bool ends_there = script.byte() == 0;
    const auto over = bytes_of(script.rest());
    if (ends_there || state.size() < at + over.size()) state.resize(at + over.size());
    std::copy(over.begin(), over.end(), state.begin() + static_cast<std::ptrdiff_t>(at));
    std::vector<double> out = form.blank();
    Realization realization(form.experiment, 0, out);
    reading([&] {
        ArchiveReader reader(state);
        reader(realization);
        ArchiveWriter writer;
        realization.persist(writer);
    });
}

}  // namespace

void checkpoint(std::string_view text) {
    Script script(text);
    switch (script.byte()) {
        case 'r': return read_records(script);
        case 's': return read_state(script);
        default: return read_file(text);
    }
}

}  // namespace fluxhop::fuzz
