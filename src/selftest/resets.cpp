// What changes from outside at a given time, on a recording time and between two.
#include <cmath>

#include "fluxhop/engine/engine.hpp"
#include "fluxhop/observe/recorder.hpp"
#include "fluxhop/selftest/immigration.hpp"
#include "fluxhop/selftest/samples.hpp"

namespace fluxhop::selftest {
namespace {

/// The number of vortices is set to `to` at `time`; recorded at that very time is what it was set to.
struct Reset {
    double time = 0.0;
    std::int64_t to = 50;
};

/// One realization, led to the reset by the clock and on from there.
template <class Selector>
std::vector<double> run_with_reset(const Subject& subject, const Reset& reset, RandomStream random) {
    std::vector<double> before, after;
    for (const double time : subject.grid.times()) (time < reset.time ? before : after).push_back(time);
    const std::size_t recorded_before = before.size();
    before.push_back(reset.time);  // leads there; what it records is not kept
    std::vector<double> values(before.size()), rest(after.size());
    const TimeGrid first(std::move(before)), second(std::move(after));
    Engine<Selector> engine(subject.model, subject.initial, random);
    Recorder to_reset(first, subject.recorded, values);
    engine.run(to_reset);
    State state = engine.state();
    state.apply({NodeId(1), NodeId(0)}, reset.to - state[NodeId(0)]);
    engine.jump(reset.time - engine.now(), std::move(state), {});
    Recorder to_end(second, subject.recorded, rest);
    engine.run(to_end);
    values.resize(recorded_before);
    values.insert(values.end(), rest.begin(), rest.end());
    return values;
}

void test_reset(Campaign& campaign, unsigned test, const std::string& name, const Reset& reset) {
    campaign.announce(name);
    const Immigration model{1.0, 0.1, 0}, afterwards{1.0, 0.1, reset.to};
    const Subject subject = model.subject(name);
    std::vector<Cumulants> laws;
    for (const double time : subject.grid.times()) {
        laws.push_back(time < reset.time ? model.law(time) : afterwards.law(time - reset.time));
    }
    for_each_selector([&]<class Selector>(SelectorKind kind) {
        Eigen::MatrixXd numbers(campaign.runs(10'000), laws.size());
        for (Eigen::Index id = 0; id < numbers.rows(); ++id) {
            const RandomStream random(campaign.seed(test, kind), static_cast<std::uint64_t>(id),
                                      Purpose::events);
            const auto values = run_with_reset<Selector>(subject, reset, random);
            numbers.row(id) = Eigen::Map<const Eigen::RowVectorXd>(values.data(), numbers.cols());
        }
        add_conformity(campaign, name, name_of(kind), numbers, laws);
    });
}

/// One site between two reservoirs whose field jumps from 10 to 50 vortices: two ways in, two out, and
/// at all times a Poisson law, of mean n + (n(0) - n) exp(-mu t) towards the field n.
void test_field_jump(Campaign& campaign, unsigned test, const std::string& name, double jump) {
    constexpr double low = 10.0, high = 50.0, departures = 0.1;
    FilmParameters film = film_on({.columns = 1, .edges_x = EdgeKind::open}, 1.0, 0.0);
    film.attempt_frequency *= departures / 2.0;
    film.applied_field = Signal(PiecewiseLinear({{jump, low}, {jump, high}}));
    const Subject subject{name, make_film(film), initial_state(film), whole_times(), {NodeId(0)}};
    const double reached = low * -std::expm1(-departures * jump);
    std::vector<Cumulants> laws;
    for (const double t : subject.grid.times()) {
        laws.push_back(poisson_cumulants(
            t < jump ? low * -std::expm1(-departures * t)
                     : high + (reached - high) * std::exp(-departures * (t - jump))));
    }
    campaign.in_every_engine(subject, test, 10'000, [&](const char* engine, const Ensemble& ensemble) {
        add_conformity(campaign, name, engine, ensemble.series(0), laws);
    });
}

}  // namespace

void test_resets(Campaign& campaign) {
    test_reset(campaign, 20, "number reset on a recording time", {25.0});
    test_reset(campaign, 21, "number reset between recording times", {22.5});
    test_field_jump(campaign, 22, "field jump on a recording time", 25.0);
    test_field_jump(campaign, 23, "field jump between recording times", 22.5);
}

}  // namespace fluxhop::selftest
