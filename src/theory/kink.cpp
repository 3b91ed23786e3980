#include "fluxhop/theory/kink.hpp"

#include <cmath>
#include <optional>

namespace fluxhop {
namespace {

/// J/Jc0 = offset + step x a variable, and an edge along the force.
struct Feedback {
    NodeId variable;
    double offset, step;
    double work_at_jc0;
    EdgeId edge;
    double change;  ///< of the variable by a hop along the edge

    double current(double number) const { return offset + step * number; }
    /// Standard deviation of J/Jc0 in equilibrium: L <I^2> = kT.
    double spread() const { return std::sqrt(std::abs(step) / work_at_jc0); }
};

std::optional<EdgeId> edge_along_force(const Landscape& landscape) {
    for (std::size_t e = 0; e < landscape.edge_count(); ++e) {
        if (landscape.edge(EdgeId(e)).displacement > 0.0) return EdgeId(e);
    }
    return std::nullopt;
}

std::optional<Feedback> feedback_of(const Model& model) {
    if (const auto* ring = std::get_if<RingFeedback>(&model.drive())) {
        return Feedback{ring->hole, -ring->per_unit * ring->equilibrium, ring->per_unit, ring->work_at_jc0, EdgeId(0),
                        -1.0};
    }
    const auto* wall = std::get_if<TransportCurrent>(&model.drive());
    const auto edge = edge_along_force(model.landscape());
    if (!wall || wall->feedback == 0.0 || !edge) return std::nullopt;
    return Feedback{wall->odometer,    model.schedule().at(0.0).current,          wall->feedback,
                    wall->work_at_jc0, *edge, model.landscape().edge(*edge).displacement};
}

/// ln of the rate along the edge when the current is J/Jc0 at the midpoint of the hop.
double log_rate_at(const Model& model, const Feedback& feedback, double current) {
    const double number = (current - feedback.offset) / feedback.step - 0.5 * feedback.change;
    const NodeId imposed = Variables::current(model.landscape().node_count());
    return model.log_rate(feedback.edge, [&](NodeId variable) {
        if (variable == feedback.variable) return number;
        return variable == imposed ? feedback.offset : 0.0;
    });
}

bool has_kink_at_rest(const Model& model, const Feedback& feedback) {
    constexpr double allowed = 0.02;  // of what the rate changes by
    const double spread = feedback.spread();
    const double above = log_rate_at(model, feedback, spread), below = log_rate_at(model, feedback, -spread);
    const double bend = above + below - 2.0 * log_rate_at(model, feedback, 0.0);
    return !(std::abs(bend) <= allowed * std::abs(above - below));
}

}  // namespace

std::vector<bool> times_at_kink(const Model& model, const Eigen::MatrixXd& mean_field) {
    constexpr double deviations = 4.0;
    const auto feedback = feedback_of(model);
    if (!feedback || !has_kink_at_rest(model, *feedback)) return {};
    std::vector<bool> times;
    for (Eigen::Index t = 0; t < mean_field.rows(); ++t) {
        const double number = mean_field(t, static_cast<Eigen::Index>(feedback->variable.index()));
        times.push_back(std::abs(feedback->current(number)) < deviations * feedback->spread());
    }
    return times;
}

}  // namespace fluxhop
