/// A region network as a zero-range process (Spitzer 1970; Evans and Hanney, J. Phys. A 38, R195
/// (2005)): a hop i -> j has the propensity eps_ij g_i(n_i), g_i(n) = n exp(-U_i(n)/kT), and weights
/// lambda with lambda_i eps_ij = lambda_j eps_ji balance it.
#pragma once

#include <Eigen/Core>
#include <optional>

#include "fluxhop/model/model.hpp"

namespace fluxhop {

class ZeroRange {
public:
    /// Finds the weights by walking the network. A reservoir, whose entries have a constant rate,
    /// has weight 1 in 1/s and fixes all others.
    /// @throws UsageError unless the drive is a region's own field, every region is connected to
    ///         every other by hops both ways, and the weights agree around every cycle
    explicit ZeroRange(const Model& model);

    std::size_t node_count() const { return departure_.size(); }
    /// With a reservoir the total is free, without one it is conserved.
    bool is_open() const { return open_; }
    bool is_region(NodeId node) const;
    /// ln lambda of a node. Closed: relative to node 0.
    double log_weight(NodeId node) const { return log_weight_[row(node)]; }
    /// ln g of a region at real occupation exp(log_n), from the model's rates.
    double log_activity(NodeId node, double log_n) const;
    /// The real ln n at which ln g = log_g; g increases with n.
    double log_occupation(NodeId node, double log_g) const;

private:
    static Eigen::Index row(NodeId node) { return static_cast<Eigen::Index>(node.index()); }
    /// ln of what does not depend on the state in the propensity of an edge.
    double log_prefactor(EdgeId edge) const;
    double log_exchange(NodeId from, NodeId to) const;
    void find_weights();

    const Model* model_;
    bool open_ = false;
    std::vector<EdgeId> departure_;  ///< any edge that leaves the node
    Eigen::VectorXd log_weight_;
};

}  // namespace fluxhop
