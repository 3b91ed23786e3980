#include "fluxhop/engine/lattice_film.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fluxhop {
namespace {

/// The site with the lowest barriers.
NodeId shallowest_site(const Model& model) {
    NodeId lowest{0};
    for (std::size_t i = 1; i < model.landscape().node_count(); ++i) {
        if (model.depth(NodeId(i)) < model.depth(lowest)) lowest = NodeId(i);
    }
    return lowest;
}

/// With a barrier left at the shallowest site there is one everywhere, and no rate is limited.
bool has_barriers(const Model& model, const State& state) {
    const auto [first, last] = model.landscape().departure_range(shallowest_site(model));
    for (std::size_t e = first; e < last; ++e) {
        if (model.is_flux_flow(model.landscape().edge(EdgeId(e)), state)) return false;
    }
    return true;
}

}  // namespace

bool LatticeFilm::accepts(const Model& model, const State& initial) {
    const Landscape& landscape = model.landscape();
    const auto* current = std::get_if<TransportCurrent>(&model.drive());
    const auto& lattice = landscape.lattice();
    if (!current || current->feedback != 0.0 || !lattice || landscape.has_saddles()) return false;
    const bool wraps = lattice->edges_x == EdgeKind::periodic &&
                       (lattice->kind == LatticeKind::chain || lattice->edges_y == EdgeKind::periodic);
    return wraps && landscape.capacity() == 1.0 && model.schedule().is_constant() &&
           has_barriers(model, initial);
}

LatticeFilm::LatticeFilm(const Model& model, State initial, RandomStream random,
                         HopObserver* observer)
    : model_(&model),
      lattice_(*model.landscape().lattice()),
      directions_(lattice_.directions()),
      taken_((lattice_.sites() + 63) / 64, 0),
      random_(random),
      observer_(observer),
      state_(std::move(initial)) {
    FLUXHOP_ASSERT(accepts(model, state_));
    double sum = 0.0;
    state_.set_signals(model.schedule().at(0.0));
    for (std::size_t d = 0; d < directions_; ++d) {
        rate_[d] = std::exp(model.log_rate(EdgeId(d), state_) + model.depth(NodeId(0)));
        cumulative_[d] = sum += rate_[d];
        step_[d] = lattice_.step(d).x;
    }
    place_vortices(state_);
}

void LatticeFilm::place_vortices(const State& initial) {
    for (std::size_t site = 0; site < lattice_.sites(); ++site) {
        if (initial[NodeId(site)] == 0) continue;
        site_of_.push_back(static_cast<std::uint32_t>(site));
        flip(site);
    }
    selector_ = CompositionRejectionSelector(site_of_.size());
    for (std::size_t v = 0; v < site_of_.size(); ++v) selector_.update(v, total_rate(site_of_[v]));
}

double LatticeFilm::attempt_rate(std::size_t site, std::size_t direction) const {
    return rate_[direction] * std::exp(-model_->depth(NodeId(site)));
}

double LatticeFilm::total_rate(std::size_t site) const {
    return cumulative_[directions_ - 1] * std::exp(-model_->depth(NodeId(site)));
}

RunSummary LatticeFilm::run(Recorder& recorder) {
    while (!recorder.complete()) {
        const double total = selector_.total();
        const double wait = total > 0.0 ? exponential(random_) / total
                                        : std::numeric_limits<double>::infinity();
        const double time = clock_.after(wait);
        if (time > recorder.next_time()) {
            write_state();
            recorder.record_until(time, state_);
        }
        if (recorder.complete()) break;
        clock_.advance(wait);
        attempt(static_cast<std::uint32_t>(selector_.sample(random_)));
    }
    summary_.frozen = selector_.total() == 0.0;
    return summary_;
}

void LatticeFilm::attempt(std::uint32_t vortex) {
    const std::size_t from = site_of_[vortex];
    const std::size_t direction = draw_direction();
    const std::size_t to = neighbour(from, direction);
    if (is_taken(to)) {
        ++summary_.thinned;
        return;
    }
    if (observer_) report(from, direction);
    flip(from);
    flip(to);
    site_of_[vortex] = static_cast<std::uint32_t>(to);
    odometer_ += step_[direction];
    selector_.update(vortex, total_rate(to));
    ++summary_.hops;
}

void LatticeFilm::report(std::size_t from, std::size_t direction) const {
    observer_->on_hop(model_->landscape().edge(EdgeId(from * directions_ + direction)),
                      clock_.now());
}

std::size_t LatticeFilm::draw_direction() {
    const double target = uniform_open_at_zero(random_) * cumulative_[directions_ - 1];
    std::size_t d = 0;
    while (d + 1 < directions_ && target > cumulative_[d]) ++d;
    return d;
}

std::size_t LatticeFilm::neighbour(std::size_t site, std::size_t direction) const {
    return lattice_.destination(site, direction).index;
}

void LatticeFilm::write_state() {
    std::vector<std::int64_t> occupations(lattice_.sites());
    for (const std::uint32_t site : site_of_) occupations[site] = 1;
    state_ = State(occupations);
    state_.set_signals(model_->schedule().at(0.0));
    state_.set_odometer(odometer_);
}

}  // namespace fluxhop
