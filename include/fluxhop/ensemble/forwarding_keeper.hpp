/// The keeper of a rank that writes no files: what it is to keep goes to the first rank, which has one that
/// does.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <utility>

#include "fluxhop/base/archive.hpp"
#include "fluxhop/ensemble/keeper.hpp"

namespace fluxhop {

/// Finished realizations are passed on. Running ones are not: they depend on their number alone and are run
/// again, and their states may be large.
class ForwardingKeeper : public Keeper {
public:
    /// @param stop not zero: stop
    ForwardingKeeper(const std::atomic<int>& stop, bool keeps_end_states)
        : stop_(&stop), keeps_end_states_(keeps_end_states) {}

    bool must_stop() const override { return stop_->load() != 0; }
    std::chrono::duration<double> interval() const override;
    bool keeps_end_states() const override { return keeps_end_states_; }
    bool keeps_running() const override { return false; }
    std::vector<RealizationKey> finished_keys() const override { return {}; }
    SavedState finished(const RealizationKey&) const override { return {}; }
    SavedState running(const RealizationKey&) const override { return {}; }
    void keep_finished(const RealizationKey& key, SavedState state) override;
    void keep_running(const RealizationKey&, SavedState) override {}

    /// All that has come together since the last time, for unpack; empty when there is nothing.
    std::vector<std::byte> take();

    /// At the first rank: has its keeper keep what another one has taken.
    static void unpack(std::span<const std::byte> parcel, Keeper& keeper);

private:
    const std::atomic<int>* stop_;
    bool keeps_end_states_;
    std::mutex mutex_;
    ArchiveWriter waiting_;
};

}  // namespace fluxhop
