#include "fluxhop/engine/lane_engine.hpp"

#include <utility>

namespace fluxhop {
namespace {

using Occupation = std::array<std::int64_t, RateCache::most_nodes>;

/// The hops of any network.
class AnyHops {
public:
    AnyHops(RateCache& cache, Occupation& occupation) : cache_(&cache), occupation_(&occupation) {}

    /// 1/s: of all hops.
    double total() {
        const auto keys = cache_->keys();
        for (std::size_t k = 0; k < keys.size(); ++k) cache_->know(k, (*occupation_)[keys[k].node]);
        const auto hops = cache_->hops();
        double sum = 0.0;
        for (std::size_t e = 0; e < hops.size(); ++e) {
            sum += hops[e].rates[cache_->slot((*occupation_)[keys[hops[e].key].node])];
            sums_[e] = sum;
        }
        return sum;
    }
    /// The first hop up to which the rates sum to the target or more.
    std::size_t choose(double target) const {
        std::size_t chosen = 0;
        for (std::size_t e = 0; e + 1 < cache_->hops().size(); ++e) chosen += sums_[e] < target ? 1 : 0;
        return chosen;
    }
    void make(std::size_t hop) {
        --(*occupation_)[cache_->hops()[hop].from];
        ++(*occupation_)[cache_->hops()[hop].to];
    }

private:
    RateCache* cache_;
    Occupation* occupation_;
    std::array<double, RateCache::most_hops> sums_{};  ///< 1/s: of the rates up to each hop
};

/// Two hops that one occupation settles: a processor has it at hand from hop to hop.
class TwoHops {
public:
    static bool accepts(const RateCache& cache) {
        return cache.hops().size() == 2 && cache.keys().size() == 1;
    }

    TwoHops(RateCache& cache, Occupation& occupation)
        : cache_(&cache), occupation_(&occupation), held_(cache.keys()[0].held.data()) {
        const std::size_t key = cache.keys()[0].node;
        n_ = occupation[key];
        for (std::size_t e = 0; e < 2; ++e) {
            const RateCache::Hop& hop = cache.hops()[e];
            rates_[e] = hop.rates.data();
            from_[e] = hop.from;
            to_[e] = hop.to;
            change_[e] = (hop.to == key ? 1 : 0) - (hop.from == key ? 1 : 0);
        }
    }

    double total() {
        const std::size_t slot = cache_->slot(n_);
        if (held_[slot] != n_) cache_->learn(0, n_);
        first_ = rates_[0][slot];
        return first_ + rates_[1][slot];
    }
    std::size_t choose(double target) const { return first_ < target ? 1 : 0; }
    void make(std::size_t hop) {
        n_ += change_[hop];
        --(*occupation_)[from_[hop]];
        ++(*occupation_)[to_[hop]];
    }

private:
    RateCache* cache_;
    Occupation* occupation_;
    const std::int64_t* held_;
    std::array<const double*, 2> rates_{};
    std::array<std::size_t, 2> from_{}, to_{};
    std::array<std::int64_t, 2> change_{};
    std::int64_t n_ = 0;
    double first_ = 0.0;
};

}  // namespace

LaneEngine::LaneEngine(const Model& model, const State& initial, RandomStream random,
                       HopObserver* observer)
    : landscape_(&model.landscape()),
      observer_(observer),
      cache_(model, initial, slots),
      deviates_(random, WordOrder::in_turns) {
    for (std::size_t node = 0; node < initial.node_count(); ++node) {
        occupation_[node] = initial[NodeId(node)];
    }
}

RunSummary LaneEngine::run(Recorder& recorder) {
    while (!advance(recorder, std::uint64_t{1} << 20)) {
    }
    return summary_;
}

bool LaneEngine::advance(Recorder& recorder, std::uint64_t hops) {
    if (recorder.complete()) return true;
    return TwoHops::accepts(cache_) ? advance_by(TwoHops(cache_, occupation_), recorder, hops)
                                    : advance_by(AnyHops(cache_, occupation_), recorder, hops);
}

template <class Hops>
bool LaneEngine::advance_by(Hops chance, Recorder& recorder, std::uint64_t hops) {
    for (; hops > 0; --hops) {
        const double total = chance.total();
        const double wait = left_over_ > 0.0 ? std::exchange(left_over_, 0.0) : next_wait(total);
        if (recorder.next_time() < clock_.after(wait) && record(recorder, wait)) {
            summary_.frozen = total == 0.0;
            return true;
        }
        clock_.advance(wait);
        const std::size_t hop = chance.choose(positive(deviates_.choice() * total));
        count(hop);
        chance.make(hop);
    }
    return false;
}

double LaneEngine::next_wait(double total) {
    deviates_.next();
    return deviates_.wait() / total;
}

/// @return whether nothing remains to be recorded
bool LaneEngine::record(Recorder& recorder, double wait) {
    recorder.record_until(clock_.after(wait), [this](NodeId variable) {
        return static_cast<double>(occupation_[variable.index()]);
    });
    if (recorder.complete()) left_over_ = wait;
    return recorder.complete();
}

void LaneEngine::count(std::size_t hop) {
    ++summary_.hops;
    if (cache_.knows_flux_flow()) {
        const RateCache::Hop& made = cache_.hops()[hop];
        const std::int64_t occupation = occupation_[cache_.keys()[made.key].node];
        if (cache_.is_flux_flow(made, occupation)) ++summary_.flux_flow_hops;
    }
    if (observer_) observer_->on_hop(landscape_->edge(EdgeId(hop)), clock_.now());
}

}  // namespace fluxhop
