#include "fluxhop/engine/lattice_film.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fluxhop {
namespace {

/// What the rates of an accepted film read besides the site: the signals.
class Surroundings {
public:
    explicit Surroundings(const Model& model)
        : nodes_(model.landscape().node_count()), signals_(model.schedule().at(0.0)) {}
    double operator()(NodeId variable) const {
        return variable == Variables::current(nodes_) ? signals_.current : 0.0;
    }

private:
    std::size_t nodes_;
    Signals signals_;
};

/// The site with the lowest barriers.
NodeId shallowest_site(const Model& model) {
    NodeId lowest{0};
    for (std::size_t i = 1; i < model.landscape().node_count(); ++i) {
        if (model.depth(NodeId(i)) < model.depth(lowest)) lowest = NodeId(i);
    }
    return lowest;
}

/// With a barrier left at the shallowest site there is one everywhere, and no rate is limited.
bool has_barriers(const Model& model) {
    const auto [first, last] = model.landscape().departure_range(shallowest_site(model));
    for (std::size_t e = first; e < last; ++e) {
        if (model.is_flux_flow(model.landscape().edge(EdgeId(e)), Surroundings(model))) return false;
    }
    return true;
}

}  // namespace

bool LatticeFilm::accepts(const Model& model) {
    const Landscape& landscape = model.landscape();
    const auto* current = std::get_if<TransportCurrent>(&model.drive());
    const auto& lattice = landscape.lattice();
    if (!current || current->feedback != 0.0 || !lattice || landscape.has_saddles()) return false;
    const bool wraps = lattice->edges_x == EdgeKind::periodic &&
                       (lattice->kind == LatticeKind::chain || lattice->edges_y == EdgeKind::periodic);
    return wraps && lattice->sites() <= most_sites && landscape.capacity() == 1.0 &&
           model.schedule().is_constant() && has_barriers(model);
}

LatticeFilm::LatticeFilm(const Model& model, RandomStream random, HopObserver* observer)
    : model_(&model),
      neighbours_(*model.landscape().lattice()),
      directions_(model.landscape().lattice()->directions()),
      deviates_(random),
      observer_(observer) {
    FLUXHOP_ASSERT(accepts(model));
    read_directions();
    read_sites();
}

void LatticeFilm::read_directions() {
    double total = 0.0;
    for (std::size_t d = 0; d < directions_; ++d) {
        share_[d] = std::exp(model_->log_rate(EdgeId(d), Surroundings(*model_)) + model_->depth(NodeId(0)));
        step_[d] = model_->landscape().lattice()->step(d).x;
        total += share_[d];
    }
    scale_ = total;
    for (double& share : share_) share /= total;
    deviates_.set_shares(std::span(share_).first(directions_));
}

void LatticeFilm::read_sites() {
    const std::size_t sites = model_->landscape().lattice()->sites();
    sites_.reserve(sites);
    for (std::size_t i = 0; i < sites; ++i) {
        sites_.emplace_back(scale_ * std::exp(-model_->depth(NodeId(i))), neighbours_.kind_of(i));
    }
}

void LatticeFilm::start_clocks() {
    std::size_t vortices = 0;
    double rate = 0.0;
    for (const SiteRecord& site : sites_) {
        if (!site.is(SiteRecord::taken)) continue;
        ++vortices;
        rate += site.rate();
    }
    if (rate == 0.0) return;
    calendar_ = Calendar(vortices, rate);
    for (std::uint32_t i = 0; i < sites_.size(); ++i) {
        if (sites_[i].is(SiteRecord::taken)) start_clock(i);
    }
}

void LatticeFilm::start_clock(std::uint32_t site) {
    deviates_.next();
    calendar_.insert(site, wait(site));
}

double LatticeFilm::attempt_rate(std::size_t site, std::size_t direction) const {
    return share_[direction] * sites_[site].rate();
}

double LatticeFilm::operator()(NodeId variable) const {
    if (variable.index() < sites_.size()) return sites_[variable.index()].is(SiteRecord::taken) ? 1.0 : 0.0;
    if (variable == model_->odometer()) return odometer_;
    return Surroundings(*model_)(variable);
}

RunSummary LatticeFilm::run(Recorder& recorder) {
    while (!advance(recorder, std::uint64_t{1} << 20)) {
    }
    return summary_;
}

/// A run that ends can be taken up again: the attempt that comes next then is still in the calendar.
bool LatticeFilm::advance(Recorder& recorder, std::uint64_t attempts) {
    for (; !recorder.complete() && attempts > 0; --attempts) {
        summary_.frozen = !calendar_.seek();
        const double next = summary_.frozen ? std::numeric_limits<double>::infinity() : calendar_.now();
        recorder.record_until(next, *this);
        if (!recorder.complete()) attempt();
    }
    return recorder.complete();
}

inline void LatticeFilm::attempt() {
    if (sites_.size() > fits_cache) look_ahead();
    const std::uint32_t from = calendar_.what();
    deviates_.next();
    const std::size_t direction = deviates_.direction();
    const std::uint32_t to = neighbour(from, direction);
    if (sites_[to].is(SiteRecord::taken)) fail(from);
    else hop(from, to, direction);
}

inline void LatticeFilm::hop(std::uint32_t from, std::uint32_t to, std::size_t direction) {
    ++summary_.hops;
    odometer_ += step_[direction];
    if (observer_) {
        observer_->on_hop(model_->landscape().edge(EdgeId(from * directions_ + direction)), calendar_.now());
    }
    calendar_.renew(to, wait(to));
    sites_[from].set(SiteRecord::taken, false);
    sites_[to].set(SiteRecord::taken, true);
    if (sites_[from].is(SiteRecord::warden)) release_neighbours(from);
}

inline void LatticeFilm::fail(std::uint32_t site) {
    ++summary_.thinned;
    if (is_caged(site)) lay_aside(site);
    else calendar_.renew(site, wait(site));
}

/// Of the next attempt from a site, by the deviates at hand.
inline double LatticeFilm::wait(std::uint32_t site) const {
    return deviates_.wait() / sites_[site].rate();
}

/// A large film waits for memory, not for arithmetic; which sites it will need is in the calendar.
inline void LatticeFilm::look_ahead() {
    const std::size_t row = model_->landscape().lattice()->columns;
    calendar_.look_ahead([&](std::size_t site) {
        __builtin_prefetch(&sites_[site], 1);
        __builtin_prefetch(&sites_[std::min(site + row, sites_.size() - 1)], 1);
        __builtin_prefetch(&sites_[site - std::min(row, site)], 1);
    });
}

inline std::uint32_t LatticeFilm::neighbour(std::uint32_t site, std::size_t direction) const {
    return neighbours_(site, sites_[site].kind(), direction);
}

/// Without a branch on what is found.
inline bool LatticeFilm::is_caged(std::uint32_t site) const {
    bool caged = true;
    for (std::size_t d = 0; d < directions_; ++d) {
        caged &= sites_[neighbour(site, d)].is(SiteRecord::taken);
    }
    return caged;
}

/// Its clock has no memory: it can be started anew when there is a way again.
void LatticeFilm::lay_aside(std::uint32_t site) {
    calendar_.remove();
    sites_[site].set(SiteRecord::caged, true);
    for (std::size_t d = 0; d < directions_; ++d) {
        sites_[neighbour(site, d)].set(SiteRecord::warden, true);
    }
}

void LatticeFilm::release_neighbours(std::uint32_t site) {
    sites_[site].set(SiteRecord::warden, false);
    for (std::size_t d = 0; d < directions_; ++d) {
        const std::uint32_t at = neighbour(site, d);
        if (!sites_[at].is(SiteRecord::caged)) continue;
        sites_[at].set(SiteRecord::caged, false);
        start_clock(at);
    }
}

}  // namespace fluxhop
