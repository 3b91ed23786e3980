#include "fluxhop/ensemble/kept_run.hpp"

#include <algorithm>
#include <utility>

#include "fluxhop/engine/realization.hpp"

namespace fluxhop {
namespace {

using Steady = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

/// Events at a time: soon enough to be stopped, enough of them to cost nothing.
class Slice {
public:
    std::uint64_t events() const { return events_; }
    /// @param passed how long they took
    void adapt(Seconds passed) {
        if (passed < shortest && events_ < most) events_ *= 2;
        if (passed > longest && events_ > 1) events_ /= 2;
    }

private:
    static constexpr Seconds shortest{0.02}, longest{0.1};
    static constexpr std::uint64_t most = std::uint64_t{1} << 32;

    std::uint64_t events_ = std::uint64_t{1} << 10;
};

/// When the state of a realization is to be kept: at the keeper's interval, but at most a twentieth of
/// the time is spent on it.
class SavingTimes {
public:
    explicit SavingTimes(const Keeper& keeper) : keeper_(&keeper) {}
    bool is_due(Steady::time_point now) const {
        return now - kept_ >= std::max(keeper_->interval(), 20.0 * cost_);
    }
    void kept(Steady::time_point begin) {
        kept_ = Steady::now();
        cost_ = kept_ - begin;
    }

private:
    const Keeper* keeper_;
    Steady::time_point kept_ = Steady::now();
    Seconds cost_{0.0};
};

/// A finished realization as it is kept.
struct Finished {
    std::vector<double> values;
    RunSummary summary;
    std::optional<VortexHistory> history;
    SavedState end;  ///< empty when it was not to be kept

    template <class Archive>
    void persist(Archive& archive) {
        archive(values, summary, history, end);
    }
};

template <class T>
SavedState saved(T& value) {
    ArchiveWriter counter, writer;
    counter.only_count();
    counter(value);
    writer.reserve(counter.count());  // of a large film there may be no room for two
    writer(value);
    return writer.take();
}

template <class T>
void restore(const SavedState& state, T& value) {
    ArchiveReader reader(state);
    reader(value);
    require_saved(reader.at_end(), "there is more than this run can use");
}

std::optional<Finished> read_finished(const RealizationKey& key, const Keeper& keeper) {
    const SavedState state = keeper.finished(key);
    if (state.empty()) return std::nullopt;
    std::optional<Finished> finished(std::in_place);
    restore(state, *finished);
    return finished;
}

/// Puts a realization where it was when it was kept, if it was.
void take_up(Realization& realization, const RealizationKey& key, const Keeper& keeper) {
    if (const auto finished = read_finished(key, keeper)) {
        restore(finished->end, realization);
    } else if (const SavedState state = keeper.running(key); !state.empty()) {
        restore(state, realization);
    }
}

}  // namespace

std::optional<RealizationResult> take_finished(const Experiment& experiment, std::uint64_t id,
                                               std::span<double> out, const Keeper& keeper) {
    auto finished = read_finished({experiment.point, id}, keeper);
    if (!finished) return std::nullopt;
    if (finished->values.size() != out.size()) {
        require_saved(finished->values.size() < out.size(), "it has more recording times");
        require_saved(!finished->end.empty(),
                      "how the finished realizations ended was not kept, so they cannot go on");
        return std::nullopt;
    }
    std::ranges::copy(finished->values, out.begin());
    return RealizationResult{finished->summary, std::move(finished->history)};
}

void keep_finished(const Experiment& experiment, std::uint64_t id, std::span<const double> out,
                   const RealizationResult& result, Keeper& keeper) {
    Finished finished{{out.begin(), out.end()}, result.summary, result.history, {}};
    keeper.keep_finished({experiment.point, id}, saved(finished));
}

std::optional<RealizationResult> run_kept(const Experiment& experiment, std::uint64_t id,
                                          std::span<double> out, Keeper& keeper) {
    const RealizationKey key{experiment.point, id};
    Realization realization(experiment, id, out);
    take_up(realization, key, keeper);
    SavingTimes times(keeper);
    Slice slice;
    Steady::time_point now = Steady::now();
    while (!realization.advance(slice.events())) {
        const Steady::time_point before = std::exchange(now, Steady::now());
        slice.adapt(now - before);
        const bool stops = keeper.must_stop();
        if (!stops && !times.is_due(now)) continue;
        if (keeper.keeps_running()) keeper.keep_running(key, saved(realization));
        if (stops) return std::nullopt;
        times.kept(now);
        now = Steady::now();
    }
    Finished finished{{out.begin(), out.end()}, {}, {}, {}};
    if (keeper.keeps_end_states()) finished.end = saved(realization);
    RealizationResult result = realization.result();
    finished.summary = result.summary;
    finished.history = std::move(result.history);
    keeper.keep_finished(key, saved(finished));
    return RealizationResult{finished.summary, std::move(finished.history)};
}

}  // namespace fluxhop
