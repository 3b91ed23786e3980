#include "fluxhop/ensemble/forwarding_keeper.hpp"

#include <limits>

namespace fluxhop {

std::chrono::duration<double> ForwardingKeeper::interval() const {
    return std::chrono::duration<double>(std::numeric_limits<double>::infinity());
}

void ForwardingKeeper::keep_finished(const RealizationKey& key, SavedState state) {
    const std::scoped_lock lock(mutex_);
    waiting_(key.point, key.id, state);
}

std::vector<std::byte> ForwardingKeeper::take() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(waiting_, {}).take();
}

void ForwardingKeeper::unpack(std::span<const std::byte> parcel, Keeper& keeper) {
    ArchiveReader in(parcel);
    while (!in.at_end()) {
        RealizationKey key;
        SavedState state;
        in(key.point, key.id, state);
        keeper.keep_finished(key, std::move(state));
    }
}

}  // namespace fluxhop
