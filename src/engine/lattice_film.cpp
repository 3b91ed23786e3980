#include "fluxhop/engine/lattice_film.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "fluxhop/base/prefetch.hpp"

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
        if (model.is_flux_flow(model.landscape().edge(EdgeId(e)), Surroundings(model)))
            return false;
    }
    return true;
}

}  // namespace

bool LatticeFilm::accepts(const Model& model) {
    const Landscape& landscape = model.landscape();
    const auto* current = std::get_if<TransportCurrent>(&model.drive());
    const auto& lattice = landscape.lattice();
    if (!current || current->feedback != 0.0 || !lattice || landscape.has_saddles()) return false;
    const bool wraps =
        lattice->edges_x == EdgeKind::periodic &&
        (lattice->kind == LatticeKind::chain || lattice->edges_y == EdgeKind::periodic);
    return wraps && lattice->sites() < most_sites(lattice->directions()) && landscape.capacity() == 1.0 &&
           model.schedule().is_constant() && has_barriers(model);
}

LatticeFilm::LatticeFilm(const Model& model, RandomStream random, HopObserver* observer)
    : model_(&model),
      neighbours_(*model.landscape().lattice()),
      directions_(model.landscape().lattice()->directions()),
      deviates_(random),
      observer_(observer) {
    FLUXHOP_ASSERT(accepts(model));
    const double shallowest = model.depth(shallowest_site(model));
    read_directions(shallowest);
    read_sites(shallowest);
}

void LatticeFilm::read_directions(double shallowest) {
    Directions rates{};
    for (std::size_t d = 0; d < directions_; ++d) {
        rates[d] = std::exp(model_->log_rate(EdgeId(d), Surroundings(*model_)) +
                            (model_->depth(NodeId(0)) - shallowest));
        step_[d] = model_->landscape().lattice()->step(d).x;
        scale_ += rates[d];
    }
    for (Ways ways = 1; ways < Ways{1} << directions_; ++ways) {
        double sum = 0.0;
        for (std::size_t d = 0; d < directions_; ++d) {
            if ((ways >> d & 1) != 0) sum += rates[d];
            bounds_[ways][d] = sum;
        }
        for (double& bound : bounds_[ways]) bound /= sum;
        longer_[ways] = scale_ / sum;
    }
}

void LatticeFilm::read_sites(double shallowest) {
    const std::size_t sites = model_->landscape().lattice()->sites();
    sites_.reserve(sites);
    is_large_ = sites > fits_cache;
    for (std::size_t i = 0; i < sites; ++i) {
        sites_.emplace_back(std::exp(model_->depth(NodeId(i)) - shallowest) / scale_,
                            neighbours_.kind_of(i));
    }
}

void LatticeFilm::start_clocks() {
    std::size_t vortices = 0;
    double rate = 0.0;
    for (const SiteRecord& site : sites_) {
        if (!site.is_taken()) continue;
        ++vortices;
        rate += 1.0 / site.mean_wait();
    }
    if (rate == 0.0) return;
    constexpr std::size_t most = Calendar::most_entries / 2;  // vortices may have several clocks
    if (vortices > most) {
        throw std::length_error(fmt::format(
            "the compiled film holds up to {} vortices, not {}: engine.selector = \"sum_tree\" holds more",
            most, vortices));
    }
    calendar_ = Calendar(vortices, rate);
    for (std::uint32_t i = 0; i < sites_.size(); ++i) {
        if (sites_[i].is_taken()) start_clock(i, (Ways{1} << directions_) - 1);
    }
}

void LatticeFilm::start_clock(std::uint32_t site, Ways ways) {
    deviates_.next();
    sites_[site].set_clocked(ways);
    calendar_.insert(std::uint64_t{site} << directions_ | ways, wait(site, ways));
}

double LatticeFilm::attempt_rate(std::size_t site, std::size_t direction) const {
    return 1.0 / (longer_[Ways{1} << direction] * sites_[site].mean_wait());
}

double LatticeFilm::operator()(NodeId variable) const {
    if (variable.index() < sites_.size()) return sites_[variable.index()].is_taken() ? 1.0 : 0.0;
    if (variable == model_->odometer()) return odometer_;
    return Surroundings(*model_)(variable);
}

RunSummary LatticeFilm::run(Recorder& recorder) {
    while (!advance(recorder, std::uint64_t{1} << 20)) {
    }
    return summary_;
}

/// A run that ends can be taken up again: the attempt that comes next then is still in the
/// calendar.
bool LatticeFilm::advance(Recorder& recorder, std::uint64_t attempts) {
    switch (directions_) {
        case 2:
            return advance_on<2>(recorder, attempts);
        case 4:
            return advance_on<4>(recorder, attempts);
        default:
            return advance_on<6>(recorder, attempts);
    }
}

template <unsigned directions>
bool LatticeFilm::advance_on(Recorder& recorder, std::uint64_t attempts) {
    if (recorder.complete()) return true;
    for (double until = recorder.next_time(); attempts > 0; --attempts) {
        summary_.frozen = !calendar_.seek();
        const double next =
            summary_.frozen ? std::numeric_limits<double>::infinity() : calendar_.now();
        if (next > until) {
            recorder.record_until(next, *this);
            if (recorder.complete()) return true;
            until = recorder.next_time();
        }
        attempt<directions>();
    }
    return false;
}

template <unsigned directions>
[[gnu::always_inline]] inline void LatticeFilm::attempt() {
    if (is_large_) look_ahead();
    constexpr Ways all_ways = (Ways{1} << directions) - 1;
    const std::uint64_t clock = calendar_.what();
    const auto from = static_cast<std::uint32_t>(clock >> directions);
    const Ways ways = clock & all_ways;
    sites_[from].end_clocks(ways);
    if (!sites_[from].is_taken()) return calendar_.remove();
    deviates_.next();
    const std::size_t direction = choose<directions>(ways);
    const std::uint32_t to = neighbour(from, direction);
    if (sites_[to].is_taken()) {
        ++summary_.thinned;
        go_on<directions>(from, all_ways & ~watch_blocked<directions>(from));
    } else {
        hop(from, to, direction);
        go_on<directions>(to, all_ways);
        if (sites_[from].is_watched()) release_neighbours<directions>(from);
    }
}

/// Of some ways, by their shares. Without a branch on chance.
template <unsigned directions>
inline std::size_t LatticeFilm::choose(Ways ways) const {
    std::size_t direction = 0;
    for (unsigned d = 0; d + 1 < directions; ++d) {
        direction += deviates_.choice() > bounds_[ways][d] ? 1U : 0U;
    }
    return direction;
}

inline void LatticeFilm::hop(std::uint32_t from, std::uint32_t to, std::size_t direction) {
    ++summary_.hops;
    odometer_ += step_[direction];
    if (observer_) {
        observer_->on_hop(model_->landscape().edge(EdgeId(from * directions_ + direction)),
                          calendar_.now());
    }
    sites_[from].set_taken(false);
    sites_[to].set_taken(true);
}

/// The clock that was due becomes that of such of these ways as have none.
template <unsigned directions>
inline void LatticeFilm::go_on(std::uint32_t site, Ways ways) {
    SiteRecord record = sites_[site];
    ways &= ~record.clocked();
    if (ways == 0) return calendar_.remove();
    record.set_clocked(ways);
    sites_[site] = record;
    calendar_.renew(std::uint64_t{site} << directions | ways, wait(site, ways));
}

/// Of the next attempt by one of these ways, by the deviates at hand.
inline double LatticeFilm::wait(std::uint32_t site, Ways ways) const {
    return deviates_.wait() * (longer_[ways] * sites_[site].mean_wait());
}

/// A large film waits for memory, not for arithmetic; which sites it will need is in the calendar.
inline void LatticeFilm::look_ahead() {
    const std::size_t row = model_->landscape().lattice()->columns;
    calendar_.look_ahead([&](std::uint64_t what) {
        const std::size_t site =
            std::min(static_cast<std::size_t>(what >> directions_), sites_.size() - 1);
        prefetch_to_change(&sites_[site]);
        prefetch_to_change(&sites_[std::min(site + row, sites_.size() - 1)]);
        prefetch_to_change(&sites_[site - std::min(row, site)]);
    });
}

inline std::uint32_t LatticeFilm::neighbour(std::uint32_t site, std::size_t direction) const {
    return neighbours_(site, sites_[site].kind(), direction);
}

/// The ways that are blocked; the vortices there are watched from now on. Without a branch on what
/// is found.
template <unsigned directions>
inline LatticeFilm::Ways LatticeFilm::watch_blocked(std::uint32_t site) {
    Ways blocked = 0;
    for (unsigned d = 0; d < directions; ++d) {
        SiteRecord& at = sites_[neighbour(site, d)];
        at.watch_if_taken();
        blocked |= Ways{at.is_taken()} << d;
    }
    return blocked;
}

/// Of those next to a site that became free, whoever had no clock for the way there.
template <unsigned directions>
inline void LatticeFilm::release_neighbours(std::uint32_t site) {
    sites_[site].end_watch();
    Ways waiting = 0;
    for (unsigned d = 0; d < directions; ++d) {
        waiting |= Ways{sites_[neighbour(site, d)].is_waiting_for(d ^ 1U)} << d;
    }
    for (; waiting != 0; waiting &= waiting - 1) {
        const auto d = static_cast<unsigned>(std::countr_zero(waiting));
        start_clock(neighbour(site, d), Ways{1} << (d ^ 1U));
    }
}

}  // namespace fluxhop
