#include "fluxhop/engine/lane_engine.hpp"

#include <limits>
#include <utility>

namespace fluxhop {

LaneEngine::LaneEngine(const Model& model, const State& initial, RandomStream random,
                       HopObserver* observer)
    : landscape_(&model.landscape()),
      observer_(observer),
      cache_(model, initial, slots),
      kernel_(lane_kernel<1>(InstructionSet::baseline)),
      random_(random) {
    lanes_.next_record.fill(std::numeric_limits<double>::infinity());  // the recorder knows
    for (std::size_t node = 0; node < initial.node_count(); ++node) {
        lanes_.occupation[node][0] = initial[NodeId(node)];
    }
}

RunSummary LaneEngine::run(Recorder& recorder) {
    while (!advance(recorder, std::uint64_t{1} << 20)) {
    }
    return summary_;
}

bool LaneEngine::advance(Recorder& recorder, std::uint64_t hops) {
    for (; hops > 0; --hops) {
        propose();
        recorder.record_until(lanes_.after_wait(0), [this](NodeId variable) {
            return static_cast<double>(lanes_.occupation[variable.index()][0]);
        });
        is_waiting_ = recorder.complete();
        if (is_waiting_) {
            summary_.frozen = lanes_.sums[cache_.hops().size() - 1][0] == 0.0;
            return true;
        }
        execute();
    }
    return false;
}

void LaneEngine::propose() {
    const Lanes<1>::Reals left_over = lanes_.wait;
    const Lanes<1>::Words words{is_waiting_ ? 0 : random_()};
    if (kernel_.propose(lanes_, cache_, words)) learn_rates(lanes_, cache_, kernel_, words, 0);
    if (is_waiting_) lanes_.wait = left_over;
}

void LaneEngine::execute() {
    kernel_.execute(lanes_, cache_, {random_()});
    ++summary_.hops;
    if (observer_) {
        const auto chosen = static_cast<std::size_t>(lanes_.chosen[0]);
        observer_->on_hop(landscape_->edge(EdgeId(chosen)), lanes_.time[0] + lanes_.time_rest[0]);
    }
    if (cache_.knows_flux_flow() && was_flux_flow(lanes_, cache_, 0)) ++summary_.flux_flow_hops;
}

}  // namespace fluxhop
