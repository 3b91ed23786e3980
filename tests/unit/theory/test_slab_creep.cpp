// The mean field of a slab of many columns against the exact solutions of flux creep in space (PHYSICS
// items 14 to 16 and 19), which it knows nothing of.
//
// Half widths: a slab of 2m columns reaches from the reservoirs, a hop outside the first and the last
// column, to the middle: w = (m + 1/2) a. The background is so large that E = B v has a constant B.
#include <optional>

#include "../../support/catch.hpp"
#include "../../support/slabs.hpp"
#include "fluxhop/theory/creep_laws.hpp"
#include "fluxhop/theory/transport_laws.hpp"

using namespace fluxhop;
using constants::vacuum_permeability;

namespace {

constexpr std::size_t columns = 200;
constexpr double middle = columns / 2;  // m

double half_width(const SlabParameters& slab) { return (middle + 0.5) * slab.hop_length; }

/// Columns from the middle to the boundary with index i of SlabSystem::electric_field.
double position(const SlabParameters& slab, Eigen::Index i) {
    return static_cast<double>(i + 1) * slab.hop_length;
}

double magnetization(const test::SlabSystem& system, const Eigen::MatrixXd& mean_field,
                     Eigen::Index time) {
    const double applied = system.slab.applied_field.value(system.grid[std::size_t(time)]);
    return system.excess(mean_field, time, applied).mean() * field_per_vortex(system.slab) /
           vacuum_permeability;
}

constexpr double u = 60.0;
constexpr double attempts = 1e10;
constexpr double vortices_per_bond = 1e5;
constexpr std::int64_t background = 100'000'000'000;  // ten thousand times what the currents carry

/// The exponential E(J), starting at 0.8 Jc0 with vortices on their way out; the field at the edges falls.
SlabParameters anderson_kim() {
    SlabParameters slab = test::make_slab_parameters({.columns = columns,
                                                      .vortices_per_bond = vortices_per_bond,
                                                      .barrier = {u, -1.0},
                                                      .work_at_jc0 = 2.0 * u,
                                                      .attempts = attempts});
    test::fill_bean(slab, background, 0.8);
    return slab;
}

constexpr Tolerances tolerances{1e-13, 1e-3};  // in vortices, of 1e5 per bond

/// A ramp downwards long enough to be steady, then a hold. Times in units of mu0 J1 w/Bdot.
struct RampAndHold {
    explicit RampAndHold(std::vector<double> held) {
        SlabParameters slab = anderson_kim();
        scale = slab.critical_current_density / u;
        // Slow enough that J stays below Jc0: E at the surface is e^-15 of that without a barrier.
        const double full = background * field_per_vortex(slab) * slab.hop_length * attempts;
        ramp = full * std::exp(-15.0) / half_width(slab);
        unit = vacuum_permeability * scale * half_width(slab) / ramp;
        end = 40.0 * unit;
        const double per_second = ramp / field_per_vortex(slab);
        const double start = slab.applied_field.value(0.0);
        slab.applied_field =
            Signal(PiecewiseLinear({{0.0, start}, {end, start - per_second * end}}));
        std::vector<double> times{0.9 * end, end};
        for (const double t : held) times.push_back(end + t * unit);
        system.emplace(slab, times);
        mean_field = system->mean_field(tolerances);
    }
    Eigen::VectorXd electric_field(Eigen::Index time) const {
        return system->electric_field(mean_field.row(time), system->grid[std::size_t(time)]);
    }

    double scale = 0.0, ramp = 0.0, unit = 0.0, end = 0.0;  // J1, Bdot, mu0 J1 w/Bdot, end of the ramp
    std::optional<test::SlabSystem> system;
    Eigen::MatrixXd mean_field;
};

}  // namespace

TEST_CASE("under a ramp the field in a slab falls everywhere alike", "[slab][theory]") {
    // Item 14: E = Bdot x, hence u (1 - J/Jc0) = ln(B a nu0/(Bdot x)) at every place.
    const RampAndHold held({});
    const SlabParameters& slab = held.system->slab;
    const double jc0 = slab.critical_current_density;
    const Eigen::VectorXd field = held.electric_field(0);
    const double applied = slab.applied_field.value(held.system->grid[0]);
    const Eigen::VectorXd excess = held.system->excess(held.mean_field, 0, applied);
    double worst_field = 0.0, worst_current = 0.0;
    for (Eigen::Index i = 0; i < field.size(); ++i) {
        const double expected = held.ramp * position(slab, i);
        worst_field = std::max(worst_field, std::abs(field[i] / expected - 1.0));
        const Eigen::Index left = static_cast<Eigen::Index>(middle) + i;
        const double right = left + 1 < excess.size() ? excess[left + 1] : 0.0;
        const double current = (excess[left] - right) * current_per_vortex(slab) * jc0;
        const double prefactor = (applied + excess[left]) * field_per_vortex(slab) *
                                 slab.hop_length * attempts;
        const LinearTransport law{u, jc0, prefactor};
        worst_current = std::max(worst_current, std::abs(current / law.current_at(expected) - 1.0));
    }
    INFO("E " << worst_field << ", J " << worst_current);
    CHECK(worst_field < 1e-4);
    CHECK(worst_current < 1e-4);
}

TEST_CASE("after a ramp the surface field falls as the diffusion equation says", "[slab][theory]") {
    // Item 15: E(w)/(Bdot w) at t = 0.1, 0.3, 1, 3, 10 mu0 J1 w/Bdot.
    const RampAndHold held({0.1, 0.3, 1.0, 3.0, 10.0});
    const double expected[] = {0.6911, 0.5206, 0.2982, 0.13595, 0.046826};
    for (Eigen::Index t = 0; t < 5; ++t) {
        const double surface = held.electric_field(t + 2).tail(1)[0];
        const double ratio = surface / (held.ramp * half_width(held.system->slab));
        INFO("time " << t << ": " << ratio << " against " << expected[t]);
        CHECK(std::abs(ratio / expected[t] - 1.0) < 5e-4);
    }
}

TEST_CASE("after a ramp a slab creeps by the separable law", "[slab][theory]") {
    const RampAndHold held({30.0, 1e3, 1e5});
    const SlabParameters& slab = held.system->slab;
    const double w = half_width(slab);
    const auto law = SeparableSlab::after_ramp(w, held.scale, held.ramp);
    double worst = 0.0, highest = 0.0, lowest = 1e300;
    const Eigen::VectorXd field = held.electric_field(3);
    for (Eigen::Index i = 0; i < field.size(); ++i) {
        const double expected = law.electric_field(position(slab, i), 1e3 * held.unit);
        worst = std::max(worst, std::abs(field[i] / expected - 1.0));
        const double full = background * field_per_vortex(slab) * slab.hop_length * attempts;
        if (position(slab, i) < 0.1 * w) continue;
        highest = std::max(highest, std::log(full / field[i]));
        lowest = std::min(lowest, std::log(full / field[i]));
    }
    INFO("worst E " << worst << ", U/kT from " << lowest << " to " << highest);
    CHECK(worst < 1e-3);
    // Item 19: over the outer nine tenths U varies by ln(0.5/0.095) = 1.66 kT, of more than 20.
    CHECK(highest - lowest == Approx(std::log(0.5 / 0.095)).margin(0.1));
    CHECK(lowest > 20.0);

    // t0 by the clock that E shows at 30 mu0 J1 w/Bdot, when the transient is over.
    const Eigen::Index surface = field.size() - 1;
    const double x = position(slab, surface);
    const double clock = vacuum_permeability * held.scale * (w * x - 0.5 * x * x) /
                         held.electric_field(2)[surface];
    INFO("t0 " << clock / held.unit - 30.0);
    CHECK(std::abs((clock / held.unit - 30.0) / 0.6778 - 1.0) < 2e-3);
}

TEST_CASE("after a ramp the magnetization falls by M1 in each e-fold", "[slab][theory]") {
    // From Bdot x to the separable E, J falls by J1 ln(t/(1 - x/2w)) in units of mu0 J1 w/Bdot; M weighs
    // it by x. So M(0) - M = M1 ln((t + t0)/s), ln s = int_0^1 2 y ln(1 - y/2) dy = 3 ln 2 - 5/2, exactly:
    // s = 0.65668, 3 % less than t0. With columns M1 = J1 (m + 1) a/2.
    const RampAndHold held({1e3, 1e5});
    const double m1 = 0.5 * held.scale * (middle + 1.0) * held.system->slab.hop_length;
    const double fallen[] = {
        (magnetization(*held.system, held.mean_field, 1) -
         magnetization(*held.system, held.mean_field, 2)) / m1,
        (magnetization(*held.system, held.mean_field, 1) -
         magnetization(*held.system, held.mean_field, 3)) / m1};
    INFO("ln " << fallen[0] << ", " << fallen[1]);
    CHECK(std::abs((fallen[1] - fallen[0]) / std::log(1e2) - 1.0) < 1e-3);
    CHECK(1e5 * std::exp(-fallen[1]) == Approx(8.0 * std::exp(-2.5)).epsilon(0.005));
}

TEST_CASE("faster hops shift M by M1 in each e-fold of their rate", "[slab][theory]") {
    // Also under a ramp, where M stands still: to scale rates is not to scale time then.
    SlabParameters slab = test::make_slab_parameters({.columns = 20,
                                                      .vortices_per_bond = 500.0,
                                                      .barrier = {50.0, -1.0},
                                                      .work_at_jc0 = 100.0,
                                                      .attempts = 1e10});
    test::fill_bean(slab, 1'000'000, 0.8);
    const double lost = 500.0 / 50.0 * 10.0 * 11.0;  // vortices in an e-fold
    const auto inside = [](const Eigen::MatrixXd& of_variables, Eigen::Index time) {
        return of_variables.row(time).head(20).sum();
    };
    const auto shift_of = [&](const std::vector<double>& times) {
        const test::SlabSystem system(slab, times);
        return rate_sensitivity(system.model, system.initial, system.grid,
                                system.mean_field({1e-12, 1e-10}));
    };
    const Eigen::MatrixXd creeping = shift_of({1e-2, 1.0});
    CHECK(inside(creeping, 1) == Approx(-lost).epsilon(0.01));

    // A field that has not changed yet: by differences what t dN/dt says.
    slab.applied_field = Signal(PiecewiseLinear({{0.0, 1e6}, {10.0, 1e6}, {100.0, 1e6 - 1e4}}));
    const Eigen::MatrixXd by_difference = shift_of({1e-2, 1.0});
    CHECK(inside(by_difference, 1) == Approx(inside(creeping, 1)).epsilon(1e-4));

    slab.applied_field = Signal(PiecewiseLinear({{0.0, 1e6}, {100.0, 1e6 - 1e4}}));
    CHECK(inside(shift_of({90.0}), 0) == Approx(-lost).epsilon(0.01));
}

TEST_CASE("the remanent slab of a power law decays by its exact constants", "[slab][theory]") {
    // Item 16, E = Ec (J/Jc)^n: c and <X> at late time, from a uniform J. No hops back: U = n kT ln(Jc/J)
    // and a work that is out of their reach.
    const double n = GENERATE(5.0, 20.0);
    SlabParameters slab = test::make_slab_parameters({.columns = columns,
                                                      .vortices_per_bond = vortices_per_bond,
                                                      .barrier = {n, 0.0},
                                                      .work_at_jc0 = 1e9,
                                                      .attempts = 1.0});
    test::fill_bean(slab, background, 1.0);
    const double w = half_width(slab);
    const double unit = (middle + 0.5) * (middle + 0.5) * vortices_per_bond / background;  // mu0 Jc w^2/Ec, s
    const test::SlabSystem system(slab, {30.0 * unit, 300.0 * unit});
    const Eigen::MatrixXd mean_field = system.mean_field(tolerances);
    // In the middle J ~ x^(1/n): from its innermost column, half a hop off, the top is this much higher.
    const double c = remanent_slab::decay_constant(n);
    const double inside = n / (n + 1.0) * std::pow(c, 1.0 / n) *
                          std::pow(0.5 * slab.hop_length / w, (n + 1.0) / n);
    double top[2], share[2];
    for (Eigen::Index t = 0; t < 2; ++t) {
        const Eigen::VectorXd excess = system.excess(mean_field, t, background);
        const auto half = static_cast<Eigen::Index>(middle);
        const double full = vortices_per_bond * (middle + 0.5);
        top[t] = excess[half] / full / (1.0 - inside);
        // The integral by columns, with a triangle from the last column's edge to the reservoir.
        share[t] = (excess.tail(half).sum() + excess.tail(1)[0] / 8.0) / (middle + 0.5) / full / top[t];
    }
    const double measured =
        (std::pow(top[1], 1.0 - n) - std::pow(top[0], 1.0 - n)) / ((n - 1.0) * 270.0);
    INFO("n " << n << ": c " << measured << " against " << c << ", <X> " << share[1]
              << " against " << remanent_slab::mean_profile(n));
    CHECK(std::abs(measured / c - 1.0) < 2e-3);
    CHECK(std::abs(share[1] / remanent_slab::mean_profile(n) - 1.0) < 1e-3);
}
