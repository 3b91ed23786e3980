#include "fluxhop/engine/feedback_engine.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "fluxhop/model/bounds.hpp"

namespace fluxhop {
namespace {

constexpr std::size_t most_classes = 48;
constexpr double loosest = 1.1;  ///< bound over a bracket / bound at its middle that is good enough
constexpr double widest_spread = 600.0;  ///< of depths, kT: the weights are numbers a double can hold
constexpr double rounding = 1e-12;  ///< a product of factors differs from the exp of the sum by less

bool is_possible(const HopEdge& hop) {
    return hop.log_attempts != -std::numeric_limits<double>::infinity();
}

template <class Visit>
void for_each_edge(const Landscape& landscape, Visit&& visit) {
    for (std::size_t e = 0; e < landscape.edge_count(); ++e) {
        const HopEdge hop = landscape.edge(EdgeId(e));
        if (is_possible(hop)) visit(hop);
    }
}

/// Least and largest depth + saddle, kT.
std::pair<double, double> range_of_wells(const Model& model) {
    double least = std::numeric_limits<double>::infinity(), most = -least;
    for_each_edge(model.landscape(), [&](const HopEdge& hop) {
        const double well = model.depth(hop.from) + hop.saddle;
        least = std::min(least, well);
        most = std::max(most, well);
    });
    return {least, most};
}

}  // namespace

bool FeedbackEngine::accepts(const Model& model) {
    const auto* current = std::get_if<TransportCurrent>(&model.drive());
    if (!current || current->feedback == 0.0 || !model.has_one_law()) return false;
    const auto [least, most] = range_of_wells(model);
    const bool has_hops = least <= most;
    return has_hops && most - least <= widest_spread && model.schedule().is_constant();
}

FeedbackEngine::FeedbackEngine(const Model& model, const Start& initial, RandomStream random,
                               HopObserver* observer)
    : model_(&model),
      signals_(model.schedule().at(0.0)),
      odometer_(initial(model.odometer())),
      random_(random),
      observer_(observer),
      is_large_(model.landscape().node_count() > fits_cache),
      sites_(model.landscape().node_count()) {
    FLUXHOP_ASSERT(accepts(model));
    shallowest_ = range_of_wells(model).first;
    read_sites(initial);
    find_classes();
    find_weights();
    for (Deviates& deviates : ahead_) deviates = draw_deviates();
    middle_ = odometer_;
    half_width_ = longest_;
    move_bracket();
}

void FeedbackEngine::read_sites(const Start& initial) {
    for (std::size_t i = 0; i < sites_.size(); ++i) {
        sites_[i].vortices = initial(NodeId(i));
        sites_[i].depth = model_->depth(NodeId(i));
    }
}

/// Each displacement (with its attempts) is a class, or where there are many, a narrow range of them.
void FeedbackEngine::find_classes() {
    std::vector<std::pair<double, double>> kinds;  // attempts, displacement
    for_each_edge(model_->landscape(), [&](const HopEdge& hop) {
        longest_ = std::max(longest_, std::abs(hop.displacement));
        const std::pair kind(hop.log_attempts, hop.displacement);
        if (kinds.size() < 16 && std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) return;
        kinds.push_back(kind);
    });
    std::sort(kinds.begin(), kinds.end());
    kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
    const double range = kinds.size() <= most_classes ? 0.0 : 2.0 * longest_ / most_classes;
    for (const auto& [attempts, displacement] : kinds) {
        Class* last = classes_.empty() ? nullptr : &classes_.back();
        if (last && last->log_attempts == attempts && displacement - last->displacement.lower < range) {
            last->displacement.upper = displacement;
        } else {
            classes_.push_back({.displacement = displacement, .log_attempts = attempts});
        }
    }
}

void FeedbackEngine::find_weights() {
    const Landscape& landscape = model_->landscape();
    std::vector<HopEdge> hops;
    for (std::size_t i = 0; i < landscape.node_count(); ++i) {
        hops.clear();
        double lowest = std::numeric_limits<double>::infinity();
        const auto [first, last] = landscape.departure_range(NodeId(i));
        for (std::size_t e = first; e < last; ++e) {
            const HopEdge hop = landscape.edge(EdgeId(e));
            if (!is_possible(hop)) continue;
            hops.push_back(hop);
            lowest = std::min(lowest, hop.saddle);
        }
        count_ways(hops, lowest);
        sites_[i].weight = std::exp(shallowest_ - (sites_[i].depth + lowest));
        refresh_weight(NodeId(i));
    }
}

/// How often each class counts for one site, if that is more than for the sites before.
void FeedbackEngine::count_ways(const std::vector<HopEdge>& hops, double lowest_saddle) {
    for (Class& each : classes_) {
        double ways = 0.0;
        for (const HopEdge& hop : hops) {
            if (each.holds(hop)) ways += std::exp(lowest_saddle - hop.saddle);
        }
        each.most = std::max(each.most, ways);
    }
}

RunSummary FeedbackEngine::run(Recorder& recorder) {
    while (!advance(recorder, std::uint64_t{1} << 20)) {
    }
    return summary_;
}

bool FeedbackEngine::advance(Recorder& recorder, std::uint64_t candidates) {
    for (; candidates > 0; --candidates) {
        const double bound = sum_of_bounds() * sites_.total();
        if (bound == 0.0) return freeze(recorder);
        const double wait =
            left_over_ > 0.0 ? std::exchange(left_over_, 0.0) : exponential(random_) / bound;
        recorder.record_until(clock_.after(wait), *this);
        if (recorder.complete()) {
            left_over_ = wait;
            return true;
        }
        clock_.advance(wait);
        if (consider(uniform_open_at_zero(random_) * sum_of_bounds())) ++summary_.hops;
        else ++summary_.thinned;
    }
    return false;
}

double FeedbackEngine::sum_of_bounds() const {
    double sum = 0.0;
    for (const Class& each : classes_) sum += each.bound;
    return sum;
}

FeedbackEngine::Deviates FeedbackEngine::draw_deviates() {
    const double group = uniform_open_at_zero(random_);
    return {group, uniform_open_at_zero(random_)};
}

FeedbackEngine::Deviates FeedbackEngine::next_deviates() {
    if (next_ == block) {
        std::shift_left(ahead_.begin(), ahead_.end(), block);
        std::generate(ahead_.end() - block, ahead_.end(), [this] { return draw_deviates(); });
        if (is_large_) look_ahead();
        next_ = 0;
    }
    return ahead_[next_++];
}

/// A large ring waits for memory. Which node deviates find depends little on the candidates in between.
void FeedbackEngine::look_ahead() {
    for (std::size_t i = 2 * block; i < 3 * block; ++i) sites_.prefetch_find(ahead_[i]);
    for (std::size_t i = block; i < 2 * block; ++i) sites_.prefetch_update(ahead_[i]);
}

/// Whether a candidate is a hop; if so it happens.
/// @param target uniform in (0, sum of bounds]: chooses the class
bool FeedbackEngine::consider(double target) {
    std::size_t c = 0;
    for (; c + 1 < classes_.size() && target > classes_[c].bound; ++c) target -= classes_[c].bound;
    const Drawn drawn = sites_.find(sites_.total(), next_deviates());
    const NodeId from(drawn.channel);
    const double bound = classes_[c].bound * sites_.bound(drawn.channel);
    double left = positive(drawn.rest * classes_[c].bound);
    const auto [first, last] = model_->landscape().departure_range(from);
    for (std::size_t e = first; e < last; ++e) {
        const HopEdge hop = model_->landscape().edge(EdgeId(e));
        if (!classes_[c].holds(hop)) continue;
        const double rate = model_->propensity(hop, depths(hop), *this);
        if (rate > bound) report_exceeded(from, rate, bound, clock_.now());
        left -= rate;
        if (left > 0.0) continue;
        execute(hop);
        return true;
    }
    return false;
}

void FeedbackEngine::execute(const HopEdge& hop) {
    if (model_->is_flux_flow(hop, depths(hop), *this)) ++summary_.flux_flow_hops;
    if (observer_) observer_->on_hop(hop, clock_.now());
    sites_[hop.from.index()].vortices -= 1.0;
    sites_[hop.to.index()].vortices += 1.0;
    odometer_ += hop.displacement;
    refresh_weight(hop.from);
    refresh_weight(hop.to);
    if (std::abs(odometer_ - middle_) + longest_ > half_width_) move_bracket();
}

HopDepths FeedbackEngine::depths(const HopEdge& hop) const {
    return {sites_[hop.from.index()].depth, sites_[hop.to.index()].depth};
}

/// How many vortices try to leave a node.
double FeedbackEngine::tries(NodeId node) const {
    switch (model_->landscape().multiplicity(node)) {
        case Multiplicity::occupancy: return sites_[node.index()].vortices;
        case Multiplicity::reservoir: return signals_.field;
        case Multiplicity::constant: break;
    }
    return 1.0;
}

void FeedbackEngine::refresh_weight(NodeId node) {
    const double vortices = tries(node);
    sites_.update(node.index(), vortices > 0.0 ? vortices * sites_[node.index()].weight : 0.0);
}

/// Over an odometer within `half_width` of the middle.
double FeedbackEngine::bound_of(const Class& each, double half_width) const {
    const Interval odometer(middle_ - half_width, middle_ + half_width);
    const auto variables = [&](NodeId variable) -> Interval {
        if (variable == model_->odometer()) return odometer;
        return (*this)(variable);
    };
    const Interval along = model_->log_rate_along(each.displacement, variables);
    return each.most * exp(along + (each.log_attempts - shallowest_)).upper * (1.0 + rounding);
}

void FeedbackEngine::set_bounds() {
    for (Class& each : classes_) each.bound = bound_of(each, half_width_);
}

/// Around the odometer of now, as wide as the bounds stay close to those at its middle, but never so
/// narrow that a hop could leave it unseen.
void FeedbackEngine::move_bracket() {
    middle_ = odometer_;
    double at_middle = 0.0;
    for (const Class& each : classes_) at_middle += bound_of(each, 0.0);
    for (half_width_ *= 2.0;; half_width_ *= 0.5) {
        half_width_ = std::max(half_width_, longest_);
        set_bounds();
        if (sum_of_bounds() <= loosest * at_middle || half_width_ == longest_) return;
    }
}

bool FeedbackEngine::freeze(Recorder& recorder) {
    recorder.record_until(std::numeric_limits<double>::infinity(), *this);
    summary_.frozen = true;
    return true;
}

}  // namespace fluxhop
