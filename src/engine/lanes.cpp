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

template <std::size_t width>
using Words = typename Lanes<width>::Words;

/// Running sums of the rates of all hops.
template <std::size_t width>
FLUXHOP_INLINE void sum_rates(Lanes<width>& lanes, const RateCache& cache, std::size_t first,
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

template <std::size_t width>
FLUXHOP_INLINE void draw_waits(Lanes<width>& lanes, const RateCache& cache,
                               const Words<width>& words, std::size_t first, std::size_t last) {
    const double* total = lanes.sums[cache.hops().size() - 1].data();
    double* wait = lanes.wait.data();
    for (std::size_t l = first; l < last; ++l) {
        wait[l] = negative_log(uniform_open_from(words[l])) / total[l];
    }
}

template <std::size_t width>
FLUXHOP_INLINE bool any_unknown(Lanes<width>& lanes, const RateCache& cache) {
    const std::int64_t mask = cache.mask();
    std::int64_t* unknown = lanes.unknown.data();
    for (std::size_t l = 0; l < width; ++l) unknown[l] = 0;
    for (const RateCache::Key& key : cache.keys()) {
        const std::int64_t* held = key.held.data();
        const std::int64_t* occupation = lanes.occupation[key.node].data();
        for (std::size_t l = 0; l < width; ++l) {
            unknown[l] |= held[occupation[l] & mask] ^ occupation[l];
        }
    }
    std::int64_t any = 0;
    for (std::size_t l = 0; l < width; ++l) any |= unknown[l];
    return any != 0;
}

template <std::size_t width>
FLUXHOP_INLINE bool any_records(const Lanes<width>& lanes) {
    std::int64_t crossings = 0;
    for (std::size_t l = 0; l < width; ++l) {
        const double after = lanes.time[l] + (lanes.time_rest[l] + lanes.wait[l]);
        crossings |= lanes.next_record[l] < after ? 1 : 0;
    }
    return crossings != 0;
}

template <std::size_t width>
FLUXHOP_INLINE bool propose(Lanes<width>& lanes, const RateCache& cache, const Words<width>& words) {
    const bool is_unknown = any_unknown(lanes, cache);
    sum_rates(lanes, cache, 0, width);
    draw_waits(lanes, cache, words, 0, width);
    return is_unknown || any_records(lanes);
}

/// The sums of Clock::advance, the choice of what was lost as one of two numbers.
template <std::size_t width>
FLUXHOP_INLINE void advance_clocks(Lanes<width>& lanes) {
    for (std::size_t l = 0; l < width; ++l) {
        const double sum = lanes.time[l], wait = lanes.wait[l], total = sum + wait;
        const double lost_wait = (sum - total) + wait, lost_sum = (wait - total) + sum;
        lanes.time_rest[l] += sum >= wait ? lost_wait : lost_sum;
        lanes.time[l] = total;
    }
}

/// The first hop up to which the rates sum to the target or more.
template <std::size_t width>
FLUXHOP_INLINE void hop(Lanes<width>& lanes, const RateCache& cache, const Words<width>& words) {
    constexpr double least = std::numeric_limits<double>::denorm_min();
    const auto hops = cache.hops();
    alignas(64) typename Lanes<width>::Reals target;
    alignas(64) typename Lanes<width>::Counts is_later;
    const double* total = lanes.sums[hops.size() - 1].data();
    for (std::size_t l = 0; l < width; ++l) {
        const double product = uniform_open_from(words[l]) * total[l];
        target[l] = product > 0.0 ? product : least;  // a product lost below the smallest number
        is_later[l] = 1;
        lanes.chosen[l] = 0;
    }
    for (std::size_t e = 0; e < hops.size(); ++e) {
        const double* sum = lanes.sums[e].data();
        std::int64_t* from = lanes.occupation[hops[e].from].data();
        std::int64_t* to = lanes.occupation[hops[e].to].data();
        for (std::size_t l = 0; l < width; ++l) {
            const std::int64_t still_later = sum[l] < target[l] ? 1 : 0;
            const std::int64_t happens = is_later[l] - still_later;
            is_later[l] = still_later;
            lanes.chosen[l] += still_later;
            from[l] -= happens;
            to[l] += happens;
        }
    }
}

template <std::size_t width>
FLUXHOP_INLINE void execute(Lanes<width>& lanes, const RateCache& cache, const Words<width>& words) {
    advance_clocks(lanes);
    hop(lanes, cache, words);
}

template <std::size_t width>
bool propose_baseline(Lanes<width>& lanes, const RateCache& cache, const Words<width>& words) {
    return propose(lanes, cache, words);
}
template <std::size_t width>
void execute_baseline(Lanes<width>& lanes, const RateCache& cache, const Words<width>& words) {
    execute(lanes, cache, words);
}
template <std::size_t width>
void propose_in_one(Lanes<width>& lanes, const RateCache& cache, const Words<width>& words,
                    std::size_t lane) {
    sum_rates(lanes, cache, lane, lane + 1);
    draw_waits(lanes, cache, words, lane, lane + 1);
}

#ifdef FLUXHOP_HAS_AVX2
template <std::size_t width>
FLUXHOP_AVX2 bool propose_avx2(Lanes<width>& lanes, const RateCache& cache, const Words<width>& words) {
    return propose(lanes, cache, words);
}
template <std::size_t width>
FLUXHOP_AVX2 void execute_avx2(Lanes<width>& lanes, const RateCache& cache, const Words<width>& words) {
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

template <std::size_t width>
LaneKernel<width> lane_kernel(InstructionSet instructions) {
    FLUXHOP_ASSERT(has(instructions));
#ifdef FLUXHOP_HAS_AVX2
    if (instructions == InstructionSet::avx2 && width > 1) {
        return {propose_avx2<width>, execute_avx2<width>, propose_in_one<width>};
    }
#endif
    return {propose_baseline<width>, execute_baseline<width>, propose_in_one<width>};
}

template LaneKernel<1> lane_kernel<1>(InstructionSet);
template LaneKernel<lane_count> lane_kernel<lane_count>(InstructionSet);

}  // namespace fluxhop
