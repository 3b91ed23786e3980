#include "fluxhop/ensemble/gather.hpp"

#include <algorithm>

#include "fluxhop/base/archive.hpp"
#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

/// Puts row i of a share where realization ids[i] belongs.
void place(Ensemble& whole, Ensemble& share, const std::vector<std::uint64_t>& ids) {
    for (std::size_t row = 0; row < ids.size(); ++row) {
        const auto id = static_cast<std::size_t>(ids[row]);
        std::ranges::copy(share.realization(row), whole.realization(id).begin());
        whole.summaries()[id] = share.summaries()[row];
        whole.histories()[id] = std::move(share.histories()[row]);
    }
}

}  // namespace

std::vector<std::uint64_t> Dealing::ids_of(std::size_t rank) const {
    std::vector<std::uint64_t> ids;
    auto next_kept = kept.begin();
    for (std::uint64_t id = 0, dealt = point * count; id < count; ++id) {
        const bool is_kept = next_kept != kept.end() && *next_kept == id;
        if (is_kept) ++next_kept;
        if ((is_kept ? 0 : dealt++ % ranks) == rank) ids.push_back(id);
    }
    return ids;
}

std::optional<Ensemble> gather(Ranks& ranks, const Dealing& dealing, Ensemble share) {
    FLUXHOP_ASSERT(dealing.ranks == ranks.count());
    const std::size_t times = share.times(), width = share.width();
    if (!ranks.leads()) {
        ArchiveWriter out;
        out(share);
        if (share.realizations() > 0) ranks.send(out.take());
        return std::nullopt;
    }
    Ensemble whole(dealing.count, times, width);
    place(whole, share, dealing.ids_of(0));
    for (std::size_t rank = 1; rank < ranks.count(); ++rank) {
        const auto ids = dealing.ids_of(rank);
        if (ids.empty()) continue;
        const auto parcel = ranks.receive(rank);
        Ensemble part(ids.size(), times, width);
        ArchiveReader in(parcel);
        in(part);
        place(whole, part, ids);
    }
    whole.merge_histories();
    return whole;
}

}  // namespace fluxhop
