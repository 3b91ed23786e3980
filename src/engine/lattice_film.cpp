#include "fluxhop/engine/lattice_film.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

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
    return wraps && lattice->sites() <= LatticeFilm::most_sites && landscape.capacity() == 1.0 && model.schedule().is_constant() &&
           has_barriers(model, initial);
}

LatticeFilm::LatticeFilm(const Model& model, State initial, RandomStream random,
                         HopObserver* observer)
    : model_(&model),
      neighbour_(*model.landscape().lattice()),
      directions_(model.landscape().lattice()->directions()),
      random_(random),
      observer_(observer),
      state_(std::move(initial)) {
    FLUXHOP_ASSERT(accepts(model, state_));
    state_.set_signals(model.schedule().at(0.0));
    double total = 0.0;  // of a site of depth zero
    bound_.fill(2.0);
    for (std::size_t d = 0; d < directions_; ++d) {
        share_[d] = std::exp(model.log_rate(EdgeId(d), state_) + model.depth(NodeId(0)));
        step_[d] = model.landscape().lattice()->step(d).x;
        total += share_[d];
    }
    double sum = 0.0;
    for (std::size_t d = 0; d < directions_; ++d) {
        share_[d] /= total;
        if (d + 1 < directions_) bound_[d] = sum += share_[d];
    }
    const std::size_t sites = model.landscape().lattice()->sites();
    sites_.reserve(sites);
    for (std::size_t i = 0; i < sites; ++i) {
        sites_.emplace_back(total * std::exp(-model.depth(NodeId(i))));
    }
    place_vortices(state_);
    for (Prospect& prospect : ahead_) prospect = prepare();
}

void LatticeFilm::place_vortices(const State& initial) {
    const auto by_rate = [](const SiteRecord& a, const SiteRecord& b) { return a.rate() < b.rate(); };
    const auto [least, most] = std::minmax_element(sites_.begin(), sites_.end(), by_rate);
    const double lowest = std::max(least->rate(), std::numeric_limits<double>::min());
    for (double rate = most->rate(); rate >= lowest; rate *= 0.5) bag_.open_group(rate);
    bag_.open_group(least->rate());
    for (std::size_t i = 0; i < sites_.size(); ++i) {
        if (initial[NodeId(i)] == 0) continue;
        sites_[i].set(SiteRecord::taken, true);
        bag_.insert(static_cast<std::uint32_t>(i), sites_[i].rate());
    }
}

double LatticeFilm::attempt_rate(std::size_t site, std::size_t direction) const {
    return share_[direction] * sites_[site].rate();
}

RunSummary LatticeFilm::run(Recorder& recorder) {
    while (!advance(recorder, std::uint64_t{1} << 20)) {
    }
    return summary_;
}

bool LatticeFilm::advance(Recorder& recorder, std::uint64_t attempts) {
    if (recorder.complete()) return true;
    for (; attempts > 0; --attempts) {
        const double total = bag_.total();
        const double wait = next_wait(total);
        const double time = clock_.after(wait);
        if (time > recorder.next_time()) {
            write_state();
            recorder.record_until(time, state_);
        }
        if (recorder.complete()) {
            left_over_ = wait;
            summary_.frozen = total == 0.0;
            return true;
        }
        clock_.advance(wait);
        const Prospect prospect = next_prospect(total);
        const auto rate_of = [this](std::uint32_t site) { return sites_[site].rate(); };
        attempt(bag_.sample(prospect.draw, total, rate_of, random_), prospect.direction);
    }
    return false;
}

double LatticeFilm::next_wait(double total) {
    if (left_over_ > 0.0) return std::exchange(left_over_, 0.0);
    return total > 0.0 ? exponential(random_) / total : std::numeric_limits<double>::infinity();
}

LatticeFilm::Prospect LatticeFilm::prepare() {
    return {RejectionBag::prepare(random_), draw_direction(), {}};
}

/// A large film waits for memory, not for arithmetic. What an attempt will read depends on the attempts
/// before it only a little: a guess is made twice, at its vortex and then at the sites, and asked for.
LatticeFilm::Prospect LatticeFilm::next_prospect(double total) {
    const Prospect current = ahead_[next_];
    ahead_[next_] = prepare();
    if (sites_.size() > fits_cache) {
        ahead_[next_].place = bag_.look_ahead(ahead_[next_].draw, total);
        const Prospect& half_way = ahead_[(next_ + prospects / 2) % prospects];
        if (bag_.holds(half_way.place)) {
            const std::uint32_t site = bag_.member(half_way.place);
            __builtin_prefetch(&sites_[site], 1);
            __builtin_prefetch(&sites_[neighbour_(site, half_way.direction)], 1);
        }
    }
    next_ = (next_ + 1) % prospects;
    return current;
}

void LatticeFilm::attempt(RejectionBag::Place place, std::size_t direction) {
    const std::uint32_t from = bag_.member(place);
    const std::uint32_t to = neighbour_(from, direction);
    if (sites_[to].is(SiteRecord::taken)) {
        ++summary_.thinned;
        if (is_caged(from)) lay_aside(place);
        return;
    }
    ++summary_.hops;
    odometer_ += step_[direction];
    if (observer_) {
        observer_->on_hop(model_->landscape().edge(EdgeId(from * directions_ + direction)),
                          clock_.now());
    }
    move(place, to);
}

void LatticeFilm::move(RejectionBag::Place place, std::uint32_t to) {
    const std::uint32_t from = bag_.member(place);
    bag_.remove(place, sites_[from].rate());
    bag_.insert(to, sites_[to].rate());
    sites_[from].set(SiteRecord::taken, false);
    sites_[to].set(SiteRecord::taken, true);
    if (sites_[from].is(SiteRecord::warden)) release_neighbours(from);
}

/// Uniform in (0, 1], compared with every bound: no branch to mispredict.
std::size_t LatticeFilm::draw_direction() {
    const double target = uniform_open_at_zero(random_);
    std::size_t direction = 0;
    for (const double bound : bound_) direction += target > bound ? 1 : 0;
    return direction;
}

bool LatticeFilm::is_caged(std::uint32_t site) const {
    for (std::size_t d = 0; d < directions_; ++d) {
        if (!sites_[neighbour_(site, d)].is(SiteRecord::taken)) return false;
    }
    return true;
}

void LatticeFilm::lay_aside(RejectionBag::Place place) {
    const std::uint32_t site = bag_.member(place);
    bag_.remove(place, sites_[site].rate());
    sites_[site].set(SiteRecord::caged, true);
    for (std::size_t d = 0; d < directions_; ++d) {
        sites_[neighbour_(site, d)].set(SiteRecord::warden, true);
    }
}

void LatticeFilm::release_neighbours(std::uint32_t site) {
    sites_[site].set(SiteRecord::warden, false);
    for (std::size_t d = 0; d < directions_; ++d) {
        const std::uint32_t at = neighbour_(site, d);
        if (!sites_[at].is(SiteRecord::caged)) continue;
        sites_[at].set(SiteRecord::caged, false);
        bag_.insert(at, sites_[at].rate());
    }
}

void LatticeFilm::write_state() {
    std::vector<std::int64_t> occupations(sites_.size());
    for (std::size_t i = 0; i < sites_.size(); ++i) {
        occupations[i] = sites_[i].is(SiteRecord::taken) ? 1 : 0;
    }
    state_ = State(occupations);
    state_.set_signals(model_->schedule().at(0.0));
    state_.set_odometer(odometer_);
}

}  // namespace fluxhop
