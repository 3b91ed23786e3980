#include "fluxhop/app/shares.hpp"

#include <algorithm>
#include <future>
#include <thread>

#include "fluxhop/app/progress.hpp"
#include "fluxhop/app/signals.hpp"
#include "fluxhop/app/stopwatch.hpp"
#include "fluxhop/base/archive.hpp"
#include "fluxhop/ensemble/gather.hpp"

namespace fluxhop {
namespace {

using namespace std::chrono_literals;

constexpr auto between_reports = 20ms;

}  // namespace

Shares::Shares(Ranks& ranks, const std::vector<Config>& configs, Plan plan, Safekeeping* kept)
    : ranks_(ranks), kept_(kept && kept->keeper() ? kept : nullptr) {
    bool stopped = false;
    if (kept_) tell_kept();
    try {
        for (; plan.point < configs.size(); ++plan.point) {
            const Stopwatch watch;
            Ensemble ensemble = run_share(configs[plan.point], plan);
            shares_.push_back({std::move(ensemble), watch.seconds()});
        }
    } catch (const Interrupted&) {
        stopped = true;
    }
    if (kept_) end_exchange(stopped);
    if (ranks.leads()) return;
    for (std::uint64_t point = 0; point < configs.size(); ++point) {
        gather(ranks, dealing_of(configs[point], point), std::move(shares_[point].ensemble));
    }
}

Study Shares::conduct(const Config& config, const Plan& plan) {
    Share& share = shares_[plan.point];
    Study study = fluxhop::conduct(config, plan, [&](const Experiment&, std::size_t) {
        return *gather(ranks_, dealing_of(config, plan.point), std::move(share.ensemble));
    });
    study.wall_time += share.wall_time;
    return study;
}

/// All ranks deal alike, and so must know what is there.
void Shares::tell_kept() {
    ArchiveWriter out;
    if (ranks_.leads()) {
        for (const RealizationKey& key : kept_->keeper()->finished_keys()) out(key.point, key.id);
    }
    const auto told = ranks_.from_first(out.take());
    ArchiveReader in(told);
    while (!in.at_end()) {
        RealizationKey key;
        in(key.point, key.id);
        kept_ids_[key.point].push_back(key.id);
    }
    for (auto& [point, ids] : kept_ids_) std::ranges::sort(ids);
}

Dealing Shares::dealing_of(const Config& config, std::uint64_t point) const {
    Dealing dealing{ranks_.count(), point, static_cast<std::size_t>(config.realizations), {}};
    if (const auto kept = kept_ids_.find(point); kept != kept_ids_.end())
        dealing.kept = kept->second;
    return dealing;
}

/// Only one thread may speak to other ranks: this one, while others run the realizations.
Ensemble Shares::run_share(const Config& config, const Plan& plan) {
    const auto ids = dealing_of(config, plan.point).ids_of(ranks_.rank());
    ProgressBar bar("realizations");
    const Progress progress = ranks_.leads() ? bar.callback() : Progress{};
    if (!kept_) return run_some(config, plan, ids, progress, nullptr);
    auto ensemble = std::async(
        std::launch::async, [&] { return run_some(config, plan, ids, progress, kept_->keeper()); });
    try {
        while (ensemble.wait_for(between_reports) != std::future_status::ready) exchange();
    } catch (...) {
        StopSignals::stop();  // or the error would be told when the share is done, hours later
        throw;
    }
    return ensemble.get();
}

/// An empty report is a rank's last one.
void Shares::exchange() {
    if (ranks_.leads()) {
        while (const auto report = ranks_.next_report()) {
            if (report->empty())
                ++ended_;
            else
                ForwardingKeeper::unpack(*report, *kept_->keeper());
        }
    } else if (auto finished = kept_->take_forwarded(); !finished.empty()) {
        ranks_.report(std::move(finished));
    }
}

void Shares::end_exchange(bool stopped) {
    exchange();
    if (!ranks_.leads()) ranks_.report({});
    while (ranks_.leads() && ended_ + 1 < ranks_.count()) {
        std::this_thread::sleep_for(between_reports);
        exchange();
    }
    const auto stops = ranks_.everybody(stopped ? 1 : 0);
    if (std::ranges::find(stops, std::uint64_t{1}) == stops.end()) return;
    ranks_.agree_to_end();
    throw Interrupted();
}

}  // namespace fluxhop
