#include "fluxhop/engine/lattice_film.hpp"

#include <algorithm>
#include <bit>
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
      bag_(model.landscape().node_count()),
      random_(random),
      observer_(observer) {
    FLUXHOP_ASSERT(accepts(model));
    read_directions();
    read_sites();
    open_groups();
}

void LatticeFilm::read_directions() {
    double total = 0.0;
    for (std::size_t d = 0; d < directions_; ++d) {
        share_[d] = std::exp(model_->log_rate(EdgeId(d), Surroundings(*model_)) + model_->depth(NodeId(0)));
        step_[d] = model_->landscape().lattice()->step(d).x;
        total += share_[d];
    }
    scale_ = total;
    double sum = 0.0;
    for (std::size_t d = 0; d < directions_; ++d) bound_[d] = sum += share_[d] /= total;
    std::fill(bound_.begin() + static_cast<std::ptrdiff_t>(directions_ - 1), bound_.end(), 1.0);
}

void LatticeFilm::read_sites() {
    const std::size_t sites = model_->landscape().lattice()->sites();
    sites_.reserve(sites);
    for (std::size_t i = 0; i < sites; ++i) {
        sites_.emplace_back(scale_ * std::exp(-model_->depth(NodeId(i))), neighbours_.kind_of(i));
    }
}

void LatticeFilm::open_groups() {
    std::array<bool, binary_groups::exponents> seen{};
    for (const SiteRecord& site : sites_) seen[binary_groups::exponent_of(site.rate())] = true;
    for (std::size_t exponent = 0; exponent < seen.size(); ++exponent) {
        if (seen[exponent]) bag_.open_group(exponent);
    }
}

void LatticeFilm::place_vortex(std::uint32_t site) {
    sites_[site].set(SiteRecord::taken, true);
    bag_.insert(site, sites_[site].rate());
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

bool LatticeFilm::advance(Recorder& recorder, std::uint64_t attempts) {
    if (recorder.complete()) return true;
    Volley volley;
    for (std::uint64_t made = 0; made < attempts;) {
        if (bag_.rate() == 0.0) {
            summary_.frozen = pass_time(recorder, std::numeric_limits<double>::infinity());
            return summary_.frozen;
        }
        aim(volley);
        const auto failed = static_cast<std::size_t>(std::countr_zero(volley.successes | 1U << at_once));
        const bool ends = failed == at_once ? fail(recorder, volley) : succeed(recorder, volley, failed);
        if (ends) return true;
        made += failed + 1;
    }
    return false;
}

/// No branch depends on what is drawn. The attempts after the first success are drawn again.
inline void LatticeFilm::aim(Volley& volley) {
    double deviate = deviate_;
    const std::uint64_t* words = random_.look();
    bag_.draw(words + 1, words_per_attempt, volley.attempt);
    volley.successes = 0;
    for (unsigned i = 0; i < at_once; ++i) {
        const auto& attempt = volley.attempt[i];
        volley.deviate[i] = deviate *= binary_groups::share_of(words[i * words_per_attempt]);
        const SiteRecord site = sites_[attempt.member];
        const double rate = site.rate();
        std::size_t direction = 0;
        for (std::size_t d = 0; d + 1 < most_directions; ++d) {
            direction += attempt.level > bound_[d] * rate ? 1 : 0;
        }
        volley.direction[i] = direction;
        volley.to[i] = neighbours_(attempt.member, site.kind(), direction);
        volley.blocked[i] = sites_[volley.to[i]].is(SiteRecord::taken);
        const bool goes = attempt.level <= rate;
        volley.successes |= (static_cast<unsigned>(goes) & static_cast<unsigned>(!volley.blocked[i])) << i;
    }
}

inline void LatticeFilm::take(std::size_t attempts) {
    random_.take(attempts * words_per_attempt);
    if (sites_.size() <= fits_cache) return;
    members_asked_ -= std::min(attempts, members_asked_);
    sites_asked_ -= std::min(attempts, sites_asked_);
    look_ahead();
}

/// A run that ends here can be taken up again: what was looked at last is then looked at once more.
inline bool LatticeFilm::succeed(Recorder& recorder, const Volley& volley, std::size_t number) {
    if (pass(recorder, volley.deviate[number])) return true;
    take(number + 1);
    summary_.thinned += number;
    hop(volley.attempt[number], volley.to[number], volley.direction[number]);
    return false;
}

/// The clock stands still, unless the rate changes or the deviates get too small for one number.
bool LatticeFilm::fail(Recorder& recorder, const Volley& volley) {
    const auto& last = volley.attempt[at_once - 1];
    const bool caged = volley.blocked[at_once - 1] && is_caged(last.member);
    const double deviate = volley.deviate[at_once - 1];
    const bool passes = caged || deviate < 0x1p-600;
    if (passes && pass(recorder, deviate)) return true;
    if (!passes) deviate_ = deviate;
    take(at_once);
    summary_.thinned += at_once;
    if (caged) lay_aside(last);
    return false;
}

/// A wait is -ln(u)/rate, so that of several attempts is the logarithm of a product.
/// @return whether the last grid time comes before
inline bool LatticeFilm::pass(Recorder& recorder, double deviate) {
    if (pass_time(recorder, -std::log(deviate) / bag_.rate())) return true;
    deviate_ = 1.0;
    return false;
}

inline bool LatticeFilm::pass_time(Recorder& recorder, double wait) {
    recorder.record_until(clock_.after(wait), *this);
    if (recorder.complete()) return true;
    clock_.advance(wait);
    return false;
}

inline void LatticeFilm::hop(const ThinningBag::Attempt& attempt, std::uint32_t to, std::size_t direction) {
    const std::uint32_t from = attempt.member;
    ++summary_.hops;
    odometer_ += step_[direction];
    if (observer_) {
        observer_->on_hop(model_->landscape().edge(EdgeId(from * directions_ + direction)), clock_.now());
    }
    bag_.replace(attempt.place, to, sites_[to].rate());
    sites_[from].set(SiteRecord::taken, false);
    sites_[to].set(SiteRecord::taken, true);
    if (sites_[from].is(SiteRecord::warden)) release_neighbours(from);
}

/// A large film waits for memory, not for arithmetic. What an attempt will read depends on the attempts
/// before it only a little: a guess is made twice, at its vortex and then at the sites, and asked for.
void LatticeFilm::look_ahead() {
    const std::uint64_t* words = random_.look() + 1;
    ThinningBag::Attempt guess[2];
    for (; members_asked_ < members_ahead; members_asked_ += 2) {
        bag_.ask_for_members(words + members_asked_ * words_per_attempt, words_per_attempt);
    }
    for (; sites_asked_ < sites_ahead; sites_asked_ += 2) {
        bag_.draw(words + sites_asked_ * words_per_attempt, words_per_attempt, guess);
        for (const ThinningBag::Attempt& attempt : guess) {
            const std::size_t row = model_->landscape().lattice()->columns, site = attempt.member;
            __builtin_prefetch(&sites_[site], 1);
            __builtin_prefetch(&sites_[std::min(site + row, sites_.size() - 1)], 1);
            __builtin_prefetch(&sites_[site - std::min(row, site)], 1);
        }
    }
}

std::uint32_t LatticeFilm::neighbour(std::uint32_t site, std::size_t direction) const {
    return neighbours_(site, sites_[site].kind(), direction);
}

bool LatticeFilm::is_caged(std::uint32_t site) const {
    for (std::size_t d = 0; d < directions_; ++d) {
        if (!sites_[neighbour(site, d)].is(SiteRecord::taken)) return false;
    }
    return true;
}

void LatticeFilm::lay_aside(const ThinningBag::Attempt& attempt) {
    bag_.remove(attempt.place);
    sites_[attempt.member].set(SiteRecord::caged, true);
    for (std::size_t d = 0; d < directions_; ++d) {
        sites_[neighbour(attempt.member, d)].set(SiteRecord::warden, true);
    }
}

void LatticeFilm::release_neighbours(std::uint32_t site) {
    sites_[site].set(SiteRecord::warden, false);
    for (std::size_t d = 0; d < directions_; ++d) {
        const std::uint32_t at = neighbour(site, d);
        if (!sites_[at].is(SiteRecord::caged)) continue;
        sites_[at].set(SiteRecord::caged, false);
        bag_.insert(at, sites_[at].rate());
    }
}

}  // namespace fluxhop
