#include "fluxhop/engine/lanes.hpp"

#include <cmath>
#include <limits>

#include "fluxhop/base/exponential.hpp"
#include "fluxhop/base/random.hpp"

// Every loop over lanes is one that compilers turn into vector code: no branches, no calls, neighbours
// in memory. always_inline lets the same text be compiled for several instruction sets.
#define FLUXHOP_INLINE [[gnu::always_inline]] inline
#if defined(__x86_64__) && defined(__GNUC__)
#define FLUXHOP_HAS_AVX2
#define FLUXHOP_AVX2 [[gnu::target("avx2")]]
#endif

namespace fluxhop {
namespace {

using Words = Lanes::Words;

/// Running sums of the rates of all hops.
FLUXHOP_INLINE void sum_rates(Lanes& lanes, const RateCache& cache, std::size_t first,
                              std::size_t last) {
    const std::int64_t mask = cache.mask();
    const auto hops = cache.hops();
    for (std::size_t e = 0; e < hops.size(); ++e) {
        const double* rates = hops[e].rates.data();
        const std::int64_t* occupation = lanes.occupation[cache.keys()[hops[e].key].node].data();
        double* sum = lanes.sums[e].data();
        if (e == 0) {
            for (std::size_t l = first; l < last; ++l) sum[l] = rates[occupation[l] & mask];
        } else {
            const double* before = lanes.sums[e - 1].data();
            for (std::size_t l = first; l < last; ++l) {
                sum[l] = before[l] + rates[occupation[l] & mask];
            }
        }
    }
}

FLUXHOP_INLINE void draw_waits(Lanes& lanes, const RateCache& cache,
                               const Words& words, std::size_t first, std::size_t last) {
    const double* total = lanes.sums[cache.hops().size() - 1].data();
    double* wait = lanes.wait.data();
    for (std::size_t l = first; l < last; ++l) {
        wait[l] = negative_log(uniform_open_from(words[l])) / total[l];
    }
}

FLUXHOP_INLINE bool any_unknown(Lanes& lanes, const RateCache& cache) {
    const std::int64_t mask = cache.mask();
    std::int64_t* unknown = lanes.unknown.data();
    for (std::size_t l = 0; l < lane_count; ++l) unknown[l] = 0;
    for (const RateCache::Key& key : cache.keys()) {
        const std::int64_t* held = key.held.data();
        const std::int64_t* occupation = lanes.occupation[key.node].data();
        for (std::size_t l = 0; l < lane_count; ++l) {
            unknown[l] |= held[occupation[l] & mask] ^ occupation[l];
        }
    }
    std::int64_t any = 0;
    for (std::size_t l = 0; l < lane_count; ++l) any |= unknown[l];
    return any != 0;
}

FLUXHOP_INLINE bool any_records(const Lanes& lanes) {
    std::int64_t crossings = 0;
    for (std::size_t l = 0; l < lane_count; ++l) {
        const double after = lanes.time[l] + (lanes.time_rest[l] + lanes.wait[l]);
        crossings |= lanes.next_record[l] < after ? 1 : 0;
    }
    return crossings != 0;
}

FLUXHOP_INLINE bool propose(Lanes& lanes, const RateCache& cache, const Words& words) {
    const bool is_unknown = any_unknown(lanes, cache);
    sum_rates(lanes, cache, 0, lane_count);
    draw_waits(lanes, cache, words, 0, lane_count);
    return is_unknown || any_records(lanes);
}

/// The sums of Clock::advance, the choice of what was lost as one of two numbers.
FLUXHOP_INLINE void advance_clocks(Lanes& lanes) {
    for (std::size_t l = 0; l < lane_count; ++l) {
        const double sum = lanes.time[l], wait = lanes.wait[l], total = sum + wait;
        const double lost_wait = (sum - total) + wait, lost_sum = (wait - total) + sum;
        lanes.time_rest[l] += sum >= wait ? lost_wait : lost_sum;
        lanes.time[l] = total;
    }
}

/// The first hop up to which the rates sum to the target or more.
FLUXHOP_INLINE void hop(Lanes& lanes, const RateCache& cache, const Words& words) {
    constexpr double least = std::numeric_limits<double>::denorm_min();
    const auto hops = cache.hops();
    alignas(64) Lanes::Reals target;
    alignas(64) Lanes::Counts is_later;
    const double* total = lanes.sums[hops.size() - 1].data();
    for (std::size_t l = 0; l < lane_count; ++l) {
        const double product = uniform_open_from(words[l]) * total[l];
        target[l] = product > 0.0 ? product : least;  // a product lost below the smallest number
        is_later[l] = 1;
        lanes.chosen[l] = 0;
    }
    for (std::size_t e = 0; e < hops.size(); ++e) {
        const double* sum = lanes.sums[e].data();
        std::int64_t* from = lanes.occupation[hops[e].from].data();
        std::int64_t* to = lanes.occupation[hops[e].to].data();
        for (std::size_t l = 0; l < lane_count; ++l) {
            const std::int64_t still_later = sum[l] < target[l] ? 1 : 0;
            const std::int64_t happens = is_later[l] - still_later;
            is_later[l] = still_later;
            lanes.chosen[l] += still_later;
            from[l] -= happens;
            to[l] += happens;
        }
    }
}

FLUXHOP_INLINE void execute(Lanes& lanes, const RateCache& cache, const Words& words) {
    advance_clocks(lanes);
    hop(lanes, cache, words);
}

bool propose_baseline(Lanes& lanes, const RateCache& cache, const Words& words) {
    return propose(lanes, cache, words);
}
void execute_baseline(Lanes& lanes, const RateCache& cache, const Words& words) {
    execute(lanes, cache, words);
}
void propose_in_one(Lanes& lanes, const RateCache& cache, const Words& words,
                    std::size_t lane) {
    sum_rates(lanes, cache, lane, lane + 1);
    draw_waits(lanes, cache, words, lane, lane + 1);
}

#ifdef FLUXHOP_HAS_AVX2
FLUXHOP_AVX2 bool propose_avx2(Lanes& lanes, const RateCache& cache, const Words& words) {
    return propose(lanes, cache, words);
}
FLUXHOP_AVX2 void execute_avx2(Lanes& lanes, const RateCache& cache, const Words& words) {
    execute(lanes, cache, words);
}
#endif

}  // namespace

bool has(InstructionSet instructions) {
    if (instructions == InstructionSet::baseline) return true;
#ifdef FLUXHOP_HAS_AVX2
    return __builtin_cpu_supports("avx2") != 0;
#else
    return false;
#endif
}

InstructionSet best_instruction_set() {
    return has(InstructionSet::avx2) ? InstructionSet::avx2 : InstructionSet::baseline;
}

LaneKernel lane_kernel(InstructionSet instructions) {
    FLUXHOP_ASSERT(has(instructions));
#ifdef FLUXHOP_HAS_AVX2
    if (instructions == InstructionSet::avx2) {
        return {propose_avx2, execute_avx2, propose_in_one};
    }
#endif
    return {propose_baseline, execute_baseline, propose_in_one};
}

}  // namespace fluxhop
