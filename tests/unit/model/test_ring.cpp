#include "../../support/catch.hpp"
#include "../../support/systems.hpp"

using namespace fluxhop;
using test::relative_difference;

namespace {

constexpr EdgeId leave{0}, enter{1};

/// Energy of the ring with n flux units, in kT: (n phi - Phi_ext)^2/2L (PHYSICS item 20).
long double energy(const RingParameters& ring, std::int64_t n) {
    const long double phi = static_cast<long double>(constants::flux_quantum) * ring.hop_length /
                            ring.wall_width;
    const long double flux = static_cast<long double>(n) * phi - ring.applied_flux;
    return flux * flux / (2.0L * ring.inductance * constants::boltzmann * ring.temperature);
}

State with_units(std::int64_t n) { return State({n, 0}); }

}  // namespace

TEST_CASE("hop and reverse hop obey detailed balance to 1e-12", "[model]") {
    // The reference energy is the ring's own, computed apart from the drive. Catches the current
    // taken before or after the hop instead of at the midpoint, a factor 1/2 lost in W, and a clamp
    // that touches the two directions differently.
    RingParameters ring = test::nbti_ring();
    ring.applied_flux = 1.234e-15;
    for (const double mu : {-1.0, -0.5, 0.0, 1.0 / 7.0, 1.0}) {
        ring.barrier.mu = mu;
        const Model model = make_ring(ring);
        for (const std::int64_t n : {90000, 87540, 85785, 40000, 500, 137, 136, 1, -3, -5000}) {
            const double forward = model.log_rate(leave, with_units(n));
            const double backward = model.log_rate(enter, with_units(n - 1));
            const double released = static_cast<double>(energy(ring, n) - energy(ring, n - 1));
            if (std::isinf(forward)) continue;  // mu >= 0 exactly at zero current
            INFO("mu " << mu << " n " << n);
            CHECK(std::abs((forward - backward) - released) <
                  1e-12 * (std::abs(forward) + std::abs(backward) + std::abs(released)));
        }
    }
}

TEST_CASE("the hop along the force has the bare Arrhenius rate", "[model]") {
    const RingParameters ring = test::nbti_ring();
    const Model model = make_ring(ring);
    const std::int64_t n = 60000;
    const double phi = constants::flux_quantum * ring.hop_length / ring.wall_width;
    const double midpoint_current = (static_cast<double>(n) - 0.5) * phi / ring.inductance;
    const double reduced =
        midpoint_current / (ring.wall_width * ring.wall_thickness) / ring.critical_current_density;
    const double expected = std::log(1000 * 1e10) - 300.0 * (1.0 - reduced);
    CHECK(relative_difference(model.log_rate(leave, with_units(n)), expected) < 1e-13);
}

TEST_CASE("above the critical current the rate is held at the attempt frequency", "[model]") {
    const Model model = make_ring(test::nbti_ring());
    const State above = with_units(90000);
    CHECK(relative_difference(model.log_rate(leave, above), std::log(1e13)) < 1e-14);
    CHECK(model.is_flux_flow(model.landscape().edge(leave), above));
    CHECK_FALSE(model.is_flux_flow(model.landscape().edge(leave), with_units(85785)));
}

TEST_CASE("what the parameters imply is what the configuration promises", "[model]") {
    const RingDerived derived = derive(test::nbti_ring());
    CHECK(derived.fluxoids > 350);
    CHECK(derived.fluxoids < 420);
    CHECK(derived.initial_units == 85785);
    // g = U0 Phi0 (a/w)/(kT L Ic0), PHYSICS item 20.
    const double ic0 = 3.3e9 * 1e-12;
    const double g = 300.0 * constants::flux_quantum * 0.0044 /
                     (thin_ring_inductance(50e-6, 5e-6, 0.2e-6) * ic0);
    CHECK(relative_difference(derived.barrier_step, g) < 1e-12);
    // Grover's formula by hand: mu0 R [ln(8R/(0.2235 * 5.2 um)) - 2].
    CHECK(relative_difference(thin_ring_inductance(50e-6, 5e-6, 0.2e-6), 2.41346559e-10) < 1e-8);
}
