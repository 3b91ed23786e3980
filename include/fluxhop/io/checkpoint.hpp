/// The checkpoint of a run: a file from which it goes on as if it had never stopped.
///
/// Finished realizations are appended once each, running ones now and then; a later record of a
/// realization stands in for an earlier one. When most of the file is such earlier records it is written
/// anew, so that its size stays within a factor of what is worth keeping.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "fluxhop/ensemble/keeper.hpp"
#include "fluxhop/io/record_file.hpp"

namespace fluxhop {

/// What is run: all that it takes to set it up again.
struct Origin {
    std::string program;                 ///< version and git hash: another one may count otherwise
    std::string command;                 ///< "run" or "compare"
    std::string config_path;             ///< absolute: what it names is relative to it
    std::string config_text;
    std::vector<std::string> overrides;  ///< of the command line, the seed among them
    std::string against_path;            ///< absolute; empty when there is none
    std::string identity;                ///< the configuration in full, and checksums of what it names
    bool keeps_end_states = false;

    template <class Archive>
    void persist(Archive& archive) {
        archive(program, command, config_path, config_text, overrides, against_path, identity,
                keeps_end_states);
    }
};

struct CheckpointOptions {
    double interval = 300.0;                       ///< s
    const std::atomic<int>* stop = nullptr;        ///< not zero: stop
    std::function<void(const char*)> on_refusal{}; ///< told when the disk begins to refuse; the run goes on
    std::function<void()> on_recovery{};           ///< told when it takes what is kept again
};

class Checkpoint : public Keeper {
public:
    /// Of a run that begins. There is no file before there is something to keep.
    Checkpoint(std::string path, Origin origin, CheckpointOptions options);
    /// Of a run that goes on, perhaps with another origin (more realizations, later times).
    Checkpoint(RecordFile file, Origin origin, CheckpointOptions options);

    const std::string& path() const { return path_; }
    std::size_t finished_count() const { return finished_keys().size(); }
    /// Time that has gone into the run before, s.
    double earlier_seconds() const { return earlier_seconds_; }
    /// Whether there is a file.
    bool exists() const;

    /// Has all that was kept reach the disk. @throws RunError when it refuses
    void save();
    /// The run is over: nobody needs the file any more.
    void discard();

    bool must_stop() const override { return options_.stop && options_.stop->load() != 0; }
    std::chrono::duration<double> interval() const override {
        return std::chrono::duration<double>(options_.interval);
    }
    bool keeps_end_states() const override { return origin_.keeps_end_states; }
    bool keeps_running() const override { return true; }
    std::vector<RealizationKey> finished_keys() const override;
    SavedState finished(const RealizationKey& key) const override;
    SavedState running(const RealizationKey& key) const override;
    void keep_finished(const RealizationKey& key, SavedState state) override;
    void keep_running(const RealizationKey& key, SavedState state) override;

private:
    struct Waiting {
        RecordKind kind;
        RealizationKey key;
        SavedState state;
    };
    using Steady = std::chrono::steady_clock;

    SavedState kept(RecordKind kind, const RealizationKey& key) const;
    void keep(Waiting waiting);
    bool is_due() const;
    void try_to_write();
    void write();
    void note(const Record& record);
    void compact();
    std::vector<std::byte> account() const;

    std::string path_;
    Origin origin_;
    CheckpointOptions options_;
    mutable std::mutex mutex_;
    std::optional<RecordFile> file_;
    std::map<RealizationKey, Record> latest_;
    std::vector<Waiting> waiting_;
    std::uint64_t waiting_bytes_ = 0, live_bytes_ = 0;
    Steady::time_point begun_ = Steady::now(), written_ = begun_, synced_ = begun_;
    double earlier_seconds_ = 0.0;
    std::chrono::duration<double> cost_{0.0};  ///< of the last writing
    bool is_refused_ = false;                  ///< whether the last writing failed
};

/// The origin of a run that a file keeps. @throws RunError when it cannot be read
Origin read_origin(const RecordFile& file);

}  // namespace fluxhop
