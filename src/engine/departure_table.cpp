#include "fluxhop/engine/departure_table.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace fluxhop {
namespace {

constexpr std::size_t most_ways = 64;      ///< bits of a word
constexpr std::size_t fewest_places = 16;  ///< occupations of a kind
constexpr std::size_t most_places = 1024;
constexpr std::size_t most_values = std::size_t{1} << 22;  ///< 32 MiB

std::size_t ways_from(const Model& model, NodeId node) {
    const auto [first, last] = model.landscape().departure_range(node);
    return last - first;
}

std::size_t widest(const Model& model) {
    std::size_t ways = 1;
    for (std::size_t i = 0; i < model.landscape().node_count(); ++i) {
        ways = std::max(ways, ways_from(model, NodeId(i)));
    }
    return ways;
}

/// Doubles in a row: a power of two, so that few rows lie across two cache lines.
std::size_t stride_for(std::size_t ways) { return std::bit_ceil(std::max(ways, std::size_t{2}) + 2); }

/// No occupation times the doubles in a row, which is even.
constexpr std::int64_t not_filled = 1;

}  // namespace

bool DepartureTable::accepts(const Model& model) {
    const std::size_t ways = widest(model), nodes = model.landscape().node_count();
    return model.reach() == Reach::departures && model.schedule().is_constant() && ways <= most_ways &&
           nodes * fewest_places * stride_for(ways) <= most_values;
}

DepartureTable::DepartureTable(const Model& model)
    : model_(&model),
      stride_(static_cast<std::int64_t>(stride_for(widest(model)))),
      first_(kinds()) {
    const std::size_t count = *std::max_element(first_.begin(), first_.end()) + std::size_t{1};
    const auto row = static_cast<std::size_t>(stride_);
    const std::size_t places = std::clamp(std::bit_floor(most_values / (count * row)), fewest_places, most_places);
    const std::size_t values = places * row;  // of a kind
    mask_ = values - 1;
    for (std::uint32_t& first : first_) first *= static_cast<std::uint32_t>(values);
    values_.assign(count * values, std::bit_cast<double>(not_filled));
}

/// Numbers of the nodes' kinds. Nodes of one kind have one rate at any occupation, so only those that
/// agree at one vortex need be compared.
std::vector<std::uint32_t> DepartureTable::kinds() const {
    const std::size_t nodes = model_->landscape().node_count();
    std::vector<std::uint32_t> kind(nodes);
    std::unordered_map<double, std::vector<NodeId>> first_of_kind;
    std::vector<double> values(static_cast<std::size_t>(stride_));
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < nodes; ++i) {
        const NodeId node(i);
        fill(values.data(), node, {stride_, 0});
        auto& candidates = first_of_kind[Row(values.data()).departure_rate()];
        const auto found = std::find_if(candidates.begin(), candidates.end(), [&](NodeId other) {
            return model_->departs_alike(node, other);
        });
        kind[i] = found != candidates.end() ? kind[found->index()] : count++;
        if (found == candidates.end()) candidates.push_back(node);
    }
    return kind;
}

void DepartureTable::fill(double* values, NodeId node, const Place& at) const {
    const Signals signals = model_->schedule().at(0.0);
    const std::size_t nodes = model_->landscape().node_count();
    const auto variables = [&](NodeId variable) {
        if (variable == node) return occupation(at);
        if (variable == Variables::current(nodes)) return signals.current;
        return variable == Variables::field(nodes) ? signals.field : 0.0;
    };
    const auto [first, last] = model_->landscape().departure_range(node);
    const bool empty = model_->landscape().counts_vortices(node) && at.scaled == 0;
    std::uint64_t flowing = 0;
    double sum = 0.0;
    values[3] = std::numeric_limits<double>::infinity();  // of a single way
    for (std::size_t e = first; e < last; ++e) {
        const EdgeId edge(e);
        if (!empty) sum += model_->propensity(edge, variables);
        if (model_->is_flux_flow(model_->landscape().edge(edge), variables)) {
            flowing |= std::uint64_t{1} << (e - first);
        }
        if (e + 1 < last) values[3 + (e - first)] = sum;
    }
    values[0] = std::bit_cast<double>(at.scaled);
    values[1] = sum;
    values[2] = std::bit_cast<double>(flowing);
}

}  // namespace fluxhop
