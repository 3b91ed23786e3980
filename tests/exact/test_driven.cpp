// Monte Carlo while the current changes (PHYSICS 6.11): no rate may be frozen between hops.
//
// One or a few independent vortices on a uniform ring, whose rates at any time are exp(+-u x(t)), coded
// here again. Each test fails a right engine with probability 1e-6 (seeds fixed beforehand).
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <array>
#include <functional>

#include "../support/catch.hpp"
#include "../support/films.hpp"
#include "fluxhop/engine/driven_engine.hpp"
#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/select/linear.hpp"
#include "fluxhop/stats/hypothesis.hpp"
#include "fluxhop/theory/mean_field.hpp"

using namespace fluxhop;

namespace {

constexpr double u = 3.0;

/// A current by the model and by its own formula, and where the formula is not smooth.
struct Shape {
    const char* name;
    Signal signal;
    std::function<double(double)> current;
    std::vector<double> kinks;
};

/// Three levels in turn, each for 0.35 s; the last one stays.
Shape make_steps() {
    static constexpr double levels[] = {0.0, 0.8, -0.3};
    constexpr double length = 0.35;
    constexpr std::size_t count = 30;
    std::vector<PiecewiseLinear::Point> points{{0.0, levels[0]}};
    Shape shape{"steps", {}, {}, {}};
    for (std::size_t i = 1; i < count; ++i) {
        const double time = length * double(i);
        points.push_back({time, levels[(i - 1) % 3]});
        points.push_back({time, levels[i % 3]});
        shape.kinks.push_back(time);
    }
    shape.signal = Signal(PiecewiseLinear(std::move(points)));
    shape.current = [kinks = shape.kinks](double t) {
        const auto passed = std::upper_bound(kinks.begin(), kinks.end(), t) - kinks.begin();
        return levels[passed % 3];
    };
    return shape;
}

/// All change by much within one wait.
std::vector<Shape> all_shapes() {
    return {{"ramp", Signal(PiecewiseLinear({{0.5, -0.4}, {2.5, 0.9}})),
             [](double t) { return t < 0.5 ? -0.4 : t < 2.5 ? -0.4 + 0.65 * (t - 0.5) : 0.9; },
             {0.5, 2.5}},
            {"sinusoid", Signal(Sinusoid{0.2, 0.7, 0.9}),
             [](double t) { return 0.2 + 0.7 * std::sin(2.0 * constants::pi * 0.9 * t); },
             {}},
            make_steps()};
}

/// Integral over [begin, end] of a function of the current, piece by piece.
double integral(const Shape& shape, double begin, double end,
                const std::function<double(double)>& of_current) {
    double sum = 0.0;
    std::vector<double> ends;
    for (const double kink : shape.kinks) {
        if (kink > begin && kink < end) ends.push_back(kink);
    }
    ends.push_back(end);
    for (const double to : ends) {
        sum += boost::math::quadrature::gauss_kronrod<double, 31>::integrate(
            [&](double t) { return of_current(shape.current(t)); }, begin, to, 6, 1e-10);
        begin = to;
    }
    return sum;
}

double total_rate(double x) { return test::rate_along(u, x) + test::rate_against(u, x); }

struct Event {
    double time;
    bool along;
};

struct Listener : HopObserver {
    void on_hop(const HopEdge& hop, double time) override {
        events.push_back({time, hop.displacement > 0.0});
    }
    void on_record(std::size_t) override {}
    std::vector<Event> events;
};

FilmParameters one_vortex(const Signal& current) {
    FilmParameters film = test::ring_of_sites(5, 0, u, 0.0);
    film.vortices[1] = 1;
    film.current = current;
    return film;
}

struct Run {
    std::vector<Event> events;
    RunSummary summary;
    double displacement;
};

Run run_driven(const test::TestFilm& system, std::uint64_t seed, std::uint64_t id) {
    Listener listener;
    std::vector<double> out(system.grid.size());
    Recorder recorder(system.grid, system.recorded, out, &listener);
    DrivenEngine<LinearSelector> engine(system.model, system.initial,
                                        RandomStream(seed, id, Purpose::events), &listener);
    const RunSummary summary = engine.run(recorder);
    return {listener.events, summary, out.back()};
}

}  // namespace

TEST_CASE("the hazard up to every hop is exponential while the current changes", "[exact]") {
    // Int a dt over each complete wait is Exp(1), whatever the drive. The first 20 waits of runs with
    // 60 hops and more on average: none is censored. 1500 runs, 30,000 waits, resolve 1 %.
    // The same waits read with the rate frozen at the hop before must fail: the test has teeth.
    constexpr std::size_t kept = 20, runs = 1'500;
    std::uint64_t seed = 561;
    for (const Shape& shape : all_shapes()) {
        const test::TestFilm system(one_vortex(shape.signal), {20.0});
        REQUIRE(integral(shape, 0.0, 20.0, total_rate) > 55.0);
        std::vector<double> uniform, frozen;
        for (std::uint64_t id = 0; id < runs; ++id) {
            const Run run = run_driven(system, seed, id);
            REQUIRE(run.events.size() >= kept);
            double before = 0.0;
            for (std::size_t k = 0; k < kept; ++k) {
                const double time = run.events[k].time;
                REQUIRE(time > before);
                uniform.push_back(-std::expm1(-integral(shape, before, time, total_rate)));
                frozen.push_back(
                    -std::expm1(-total_rate(shape.current(before)) * (time - before)));
                before = time;
            }
        }
        INFO(shape.name);
        CHECK(kolmogorov_smirnov_uniform(uniform).p_value > test::false_alarm);
        CHECK(kolmogorov_smirnov_uniform(frozen).p_value < test::false_alarm);
        ++seed;
    }
}

TEST_CASE("a hop under a changing current takes its way with the odds of its own time", "[exact]") {
    // P(along) = 1/(1 + exp(-W(t))), pooled in ten classes of P: given the times, each class counts a
    // sum of independent trials. Chi-square over the classes; 4000 runs see signals that are some
    // hundredths of Jc0 late, as at the start of a window of the thinning.
    std::uint64_t seed = 564;
    for (const Shape& shape : all_shapes()) {
        const test::TestFilm system(one_vortex(shape.signal), {20.0});
        std::array<double, 10> excess{}, variance{};
        for (std::uint64_t id = 0; id < 4'000; ++id) {
            for (const Event& event : run_driven(system, seed, id).events) {
                const double x = shape.current(event.time);
                const double p = test::rate_along(u, x) / total_rate(x);
                const auto bin = static_cast<std::size_t>(std::min(p * 10.0, 9.0));
                excess[bin] += (event.along ? 1.0 : 0.0) - p;
                variance[bin] += p * (1.0 - p);
            }
        }
        double chi_square = 0.0;
        int classes = 0;
        for (std::size_t bin = 0; bin < 10; ++bin) {
            if (variance[bin] < 10.0) continue;
            chi_square += excess[bin] * excess[bin] / variance[bin];
            ++classes;
        }
        INFO(shape.name << ", chi-square " << chi_square << " of " << classes);
        CHECK(classes >= 3);
        CHECK(chi_square_p_value(chi_square, classes) > test::false_alarm);
        ++seed;
    }
}

TEST_CASE("the displacement under a changing current is the integral over time", "[exact]") {
    // Skellam with the integrated rates: mean and variance of 10 independent vortices over 2000 runs,
    // and the mean field, led over kinks and jumps, to 1e-8. Half-way and at the end.
    std::uint64_t seed = 567;
    for (const Shape& shape : all_shapes()) {
        FilmParameters film = test::ring_of_sites(5, 2, u, 0.0);
        film.current = shape.signal;
        const test::TestFilm system(film, {3.3, 10.0});
        const Ensemble ensemble = run_ensemble(system.experiment(seed++), 2'000, 0);
        const auto moments = ensemble.moments(0);
        const Eigen::MatrixXd field = solve_mean_field(system.model, system.initial, system.grid);
        for (std::size_t t = 0; t < 2; ++t) {
            const double time = system.grid[t];
            const double along = 10.0 * integral(shape, 0.0, time,
                                                 [](double x) { return test::rate_along(u, x); });
            const double all = 10.0 * integral(shape, 0.0, time, total_rate);
            const double mean = 2.0 * along - all;
            INFO(shape.name << " at " << time << " s: " << moments[t].mean() << " for " << mean);
            CHECK(std::abs(moments[t].mean() - mean) <
                  test::sigma_limit * std::sqrt(all / 2000.0));
            CHECK(std::abs(moments[t].variance() - all) <
                  test::sigma_limit * moments[t].variance_standard_error());
            CHECK(std::abs(field(Eigen::Index(t), 5) - mean) < 1e-8 * all);
        }
    }
}

TEST_CASE("candidates that are no hops are counted, and not many", "[exact]") {
    // The share of candidates that become hops is the run's acceptance: all of them on steps, where
    // the bounds are the rates, and half of them where the rate changes sevenfold within a few waits.
    for (const Shape& shape : all_shapes()) {
        const test::TestFilm system(one_vortex(shape.signal), {20.0});
        RunSummary all;
        for (std::uint64_t id = 0; id < 100; ++id) all += run_driven(system, 570, id).summary;
        const double acceptance = double(all.hops) / double(all.hops + all.thinned);
        INFO(shape.name << ": " << acceptance);
        CHECK((all.thinned > 0) == (shape.name != std::string("steps")));
        CHECK(acceptance > 0.4);
    }
}

TEST_CASE("a driven film in which nothing can hop says that it is frozen", "[exact]") {
    FilmParameters film = one_vortex(Signal(PiecewiseLinear({{0.0, 0.1}, {1.0, 0.3}})));
    CHECK_FALSE(run_driven(test::TestFilm(film, {10.0}), 572, 0).summary.frozen);
    film.vortices.assign(site_count(film), 0);
    const test::TestFilm empty(film, {10.0});
    CHECK(run_driven(empty, 572, 0).summary.frozen);
    // What draws the candidates of a driven run needs the sum of their bounds.
    CHECK(resolve(empty.experiment(1, SelectorKind::bounded_rejection)) == SelectorKind::sum_tree);
}

TEST_CASE("at a constant current the driven engine runs the stationary law", "[exact]") {
    // Waits Exp(a0) and next to no candidate rejected; the displacement as of the other engine.
    const test::TestFilm system(one_vortex(Signal(0.3)), {10.0});
    Moments displacement;
    RunSummary all;
    for (std::uint64_t id = 0; id < 4'000; ++id) {
        const Run run = run_driven(system, 571, id);
        displacement.push(run.displacement);
        all += run.summary;
    }
    const double along = 10.0 * test::rate_along(u, 0.3), back = 10.0 * test::rate_against(u, 0.3);
    CHECK(all.thinned < 10);
    CHECK(std::abs(displacement.mean() - (along - back)) <
          test::sigma_limit * std::sqrt((along + back) / 4000.0));
    CHECK(std::abs(displacement.variance() - (along + back)) <
          test::sigma_limit * displacement.variance_standard_error());
}

TEST_CASE("vortices enter with the applied field of the moment", "[exact]") {
    // One site between two reservoirs at rest, no exclusion: dn/dt = 2 (n_out(t) - n), and from empty
    // the number inside is Poisson at any time. Field: nothing until 1 s, a jump to 3, down to 1.
    FilmParameters film = test::film_on({.columns = 1, .edges_x = EdgeKind::open}, u, 0.0);
    film.applied_field =
        Signal(PiecewiseLinear({{0.0, 0.0}, {1.0, 0.0}, {1.0, 3.0}, {3.0, 1.0}}));
    const test::TestFilm system(film, {0.9, 1.5, 3.0}, true);
    Ensemble ensemble = run_ensemble(system.experiment(572), 20'000, 0);
    const auto moments = ensemble.moments(1);
    // n(1 + s) = 2 Int_0^s (3 - r) exp(-2 (s - r)) dr = 3.5 (1 - exp(-2 s)) - s
    const auto inside = [](double s) { return 3.5 * (1.0 - std::exp(-2.0 * s)) - s; };
    CHECK(moments[0].mean() == 0.0);
    for (std::size_t t = 1; t < 3; ++t) {
        const double mean = inside(system.grid[t] - 1.0);
        INFO("t " << system.grid[t] << ", " << moments[t].mean() << " for " << mean);
        CHECK(std::abs(moments[t].mean() - mean) < test::sigma_limit * std::sqrt(mean / 20000.0));
        CHECK(std::abs(moments[t].variance() - mean) <
              test::sigma_limit * moments[t].variance_standard_error());
    }
}
