#include "saved_forms.hpp"

#include <deque>
#include <utility>

#include "fluxhop/selftest/samples.hpp"

namespace fluxhop::fuzz {
namespace {

struct Sample {
    Sample(Model of, State begin, double last)
        : model(std::move(of)), initial(std::move(begin)), grid({0.1 * last, last}) {
        recorded.emplace_back(NodeId(0));
    }
    Experiment experiment(SelectorKind selector = SelectorKind::automatic) const {
        return {model, initial, grid, recorded, selector, 1};
    }

    Model model;
    State initial;
    TimeGrid grid;
    std::vector<Probe> recorded;
};

constexpr SelectorKind selectors[] = {SelectorKind::automatic, SelectorKind::linear, SelectorKind::sum_tree,
                                      SelectorKind::composition_rejection,
                                      SelectorKind::bounded_rejection};
constexpr double later = 1e6;  ///< s: beyond what the events before saving take
constexpr std::uint64_t events = 30;

FilmParameters film(double capacity) {
    FilmParameters film = selftest::film_on({LatticeKind::triangular, 4, 4}, 6.0, 0.3);
    film.capacity = capacity;
    for (std::size_t i = 0; i < film.vortices.size(); i += 2) film.vortices[i] = 1;
    return film;
}

FilmParameters driven_film() {
    FilmParameters driven = film(1.0);
    driven.current = Signal(PiecewiseLinear({{0.0, 0.1}, {4.0, 0.5}, {6.0, 0.2}}));
    return driven;
}

Sample make_film_sample(const FilmParameters& film) { return {make_film(film), initial_state(film), later}; }

/// More of them than a scan is for.
RegionNetwork many_regions() {
    constexpr std::size_t cells = 24;
    const Region cell = selftest::two_regions().regions[0];
    return {std::vector<Region>(cells, cell), {}, chain_contacts(cells, 1.0)};
}

/// Kept alive: experiments point into them.
class Forms {
public:
    Forms() {
        const auto ring = selftest::thermal_ring();
        add_all(keep({make_ring(ring), initial_state(ring), later}));
        for (const double capacity : {1.0, Landscape::unlimited}) {
            const Sample& sample = keep(make_film_sample(film(capacity)));
            add_all(sample);
            Experiment tracked = sample.experiment();
            tracked.tracking = TrackingOptions{true, 4};
            add(tracked);
        }
        const Sample& driven = keep(make_film_sample(driven_film()));
        for (const SelectorKind selector : {selectors[1], selectors[4]}) add(driven.experiment(selector));
        add_regions(selftest::two_regions_and_outside());
        add_regions(many_regions());
    }
    const std::vector<SavedForm>& all() const { return forms_; }

private:
    const Sample& keep(Sample sample) { return samples_.emplace_back(std::move(sample)); }

    void add(const Experiment& experiment) {
        std::vector<double> out(experiment.grid.size() * experiment.width());
        Realization realization(experiment, 0, out);
        realization.advance(events);
        ArchiveWriter writer;
        realization.persist(writer);
        forms_.push_back({experiment, writer.take()});
    }
    void add_all(const Sample& sample) {
        for (const SelectorKind selector : selectors) add(sample.experiment(selector));
    }
    void add_regions(const RegionNetwork& network) {
        const Sample& sample = keep({make_region_network(network), initial_state(network), later});
        add(sample.experiment());
        Experiment leaping = sample.experiment();
        leaping.method = Method::tau_leaping;
        add(leaping);
    }

    std::deque<Sample> samples_;
    std::vector<SavedForm> forms_;
};

}  // namespace

std::vector<double> SavedForm::blank() const {
    return std::vector<double>(experiment.grid.size() * experiment.width());
}

const std::vector<SavedForm>& saved_forms() {
    static const Forms forms;
    return forms.all();
}

}  // namespace fluxhop::fuzz
