#include "fluxhop/app/shares.hpp"

#include "fluxhop/app/launch.hpp"
#include "fluxhop/app/progress.hpp"
#include "fluxhop/app/stopwatch.hpp"
#include "fluxhop/ensemble/gather.hpp"

namespace fluxhop {
namespace {

Dealing dealing_of(const Ranks& ranks, const Config& config, std::uint64_t point) {
    return {ranks.count(), point, static_cast<std::size_t>(config.realizations)};
}

}  // namespace

Shares::Shares(Ranks& ranks, const std::vector<Config>& configs, Plan plan) : ranks_(ranks) {
    if (plan.threads == 0) plan.threads = ranks.fair_threads();
    for (; plan.point < configs.size(); ++plan.point) {
        const Config& config = configs[plan.point];
        const auto ids = dealing_of(ranks, config, plan.point).ids_of(ranks.rank());
        const Stopwatch watch;
        ProgressBar bar("realizations");
        Ensemble ensemble = run_some(config, plan, ids, ranks.leads() ? bar.callback() : Progress{});
        if (ranks.leads()) {
            shares_.push_back({std::move(ensemble), watch.seconds()});
        } else {
            gather(ranks, dealing_of(ranks, config, plan.point), std::move(ensemble));
        }
    }
}

Study Shares::conduct(const Config& config, const Plan& plan) {
    Share& share = shares_[plan.point];
    Study study = fluxhop::conduct(config, plan, [&](const Experiment&, std::size_t) {
        return *gather(ranks_, dealing_of(ranks_, config, plan.point), std::move(share.ensemble));
    });
    study.wall_time += share.wall_time;
    return study;
}

}  // namespace fluxhop
