#include "fluxhop/theory/zero_range.hpp"

#include <fmt/format.h>

#include <boost/math/tools/toms748_solve.hpp>
#include <limits>

namespace fluxhop {
namespace {

const Landscape& checked_landscape(const Model& model) {
    require(std::holds_alternative<RegionField>(model.drive()),
            "a product-form equilibrium is known only for regions driven by their own field");
    return model.landscape();
}

}  // namespace

ZeroRange::ZeroRange(const Model& model)
    : model_(&model),
      log_weight_(Eigen::VectorXd::Constant(
          static_cast<Eigen::Index>(model.landscape().node_count()),
          std::numeric_limits<double>::quiet_NaN())) {
    const Landscape& landscape = checked_landscape(model);
    for (std::size_t i = 0; i < landscape.node_count(); ++i) {
        const auto [first, last] = landscape.departure_range(NodeId(i));
        require(first < last,
                fmt::format("no equilibrium: nothing ever leaves node {}", i));
        departure_.emplace_back(first);
        open_ = open_ || !is_region(NodeId(i));
    }
    find_weights();
}

bool ZeroRange::is_region(NodeId node) const {
    return model_->landscape().multiplicity(node) == Multiplicity::occupancy;
}

double ZeroRange::log_prefactor(EdgeId edge) const {
    const HopEdge hop = model_->landscape().edge(edge);
    if (is_region(hop.from)) return hop.log_attempts;
    return model_->log_rate(edge, [](NodeId) { return 0.0; });  // a reservoir's field is fixed
}

/// Of all contacts between two nodes together.
double ZeroRange::log_exchange(NodeId from, NodeId to) const {
    const auto [first, last] = model_->landscape().departure_range(from);
    double sum = -std::numeric_limits<double>::infinity();
    for (std::size_t e = first; e < last; ++e) {
        if (model_->landscape().edge(EdgeId(e)).to != to) continue;
        const double more = log_prefactor(EdgeId(e)), larger = std::max(sum, more);
        sum = larger + std::log1p(std::exp(std::min(sum, more) - larger));
    }
    require(std::isfinite(sum), fmt::format("no equilibrium: hops from node {} to {} have no way back", to.index(),
                                            from.index()));
    return sum;
}

void ZeroRange::find_weights() {
    const Landscape& landscape = model_->landscape();
    std::vector<NodeId> reached;
    for (std::size_t i = 0; i < node_count(); ++i) {  // reservoirs, or else node 0
        if (!is_region(NodeId(i)) || (i == 0 && !open_)) reached.emplace_back(i);
    }
    for (const NodeId node : reached) log_weight_[row(node)] = 0.0;
    for (std::size_t next = 0; next < reached.size(); ++next) {
        const auto [first, last] = landscape.departure_range(reached[next]);
        for (std::size_t e = first; e < last; ++e) {
            const HopEdge hop = landscape.edge(EdgeId(e));
            const double weight =
                log_weight_[row(hop.from)] + log_exchange(hop.from, hop.to) - log_exchange(hop.to, hop.from);
            double& known = log_weight_[row(hop.to)];
            if (std::isnan(known)) {
                known = weight;
                reached.push_back(hop.to);
            }
            require(std::abs(known - weight) < 1e-9 * (1.0 + std::abs(weight)),
                    fmt::format("no equilibrium: hops around a cycle through nodes {} and {} do "
                                "not balance (lambda_i eps_ij = lambda_j eps_ji)",
                                hop.from.index(), hop.to.index()));
        }
    }
    require(reached.size() == node_count(), "no equilibrium: the network is not connected");
}

double ZeroRange::log_activity(NodeId node, double log_n) const {
    const EdgeId edge = departure_[node.index()];
    const double n = std::exp(log_n);
    return log_n + model_->log_rate(edge, [n](NodeId) { return n; }) -
           model_->landscape().edge(edge).log_attempts;
}

double ZeroRange::log_occupation(NodeId node, double log_g) const {
    const auto excess = [&](double log_n) { return log_activity(node, log_n) - log_g; };
    double low = -1.0, high = 1.0;
    while (excess(low) > 0.0) low *= 2.0;
    while (excess(high) < 0.0) high *= 2.0;
    const auto close = [](double a, double b) {
        return std::abs(b - a) <= 4e-16 * std::max(1.0, std::abs(a));
    };
    std::uintmax_t steps = 500;
    const auto [a, b] = boost::math::tools::toms748_solve(excess, low, high, close, steps);
    return 0.5 * (a + b);
}

}  // namespace fluxhop
