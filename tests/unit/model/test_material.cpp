#include "../../support/catch.hpp"
#include "fluxhop/model/material.hpp"

using namespace fluxhop;
using test::relative_difference;

namespace {
const TwoFluid ten_kelvin{10.0};
}

TEST_CASE("two-fluid factors at t^2 = 1/4 by hand", "[material]") {
    const double t = 5.0;  // 1 - t^2 = 3/4, 1 + t^2 = 5/4
    CHECK(ten_kelvin.penetration_depth(t) == Approx(1.0 / std::sqrt(15.0 / 16.0)));
    CHECK(ten_kelvin.coherence_length(t) == Approx(std::sqrt(5.0 / 3.0)));
    CHECK(ten_kelvin.thermodynamic_field(t) == Approx(0.75));
    CHECK(ten_kelvin.upper_critical_field(t) == Approx(0.6));
    CHECK(ten_kelvin.pin_energy(t) == Approx(1.2103072956898178));          // sqrt(.75) 1.25^1.5
    CHECK(ten_kelvin.depairing_current(t) == Approx(0.72618437741389064));  // .75^1.5 sqrt(1.25)
    CHECK(critical_current(ten_kelvin, PinningKind::critical_temperature, t) ==
          Approx(std::exp(7.0 / 6.0 * std::log(0.75) + 5.0 / 6.0 * std::log(1.25))));
    CHECK(critical_current(ten_kelvin, PinningKind::mean_free_path, t) ==
          Approx(0.43571062644833439));  // .75^2.5/sqrt(1.25)
}

TEST_CASE("all factors are one at T = 0", "[material]") {
    CHECK(ten_kelvin.penetration_depth(0.0) == 1.0);
    CHECK(ten_kelvin.coherence_length(0.0) == 1.0);
    CHECK(ten_kelvin.thermodynamic_field(0.0) == 1.0);
    CHECK(ten_kelvin.upper_critical_field(0.0) == 1.0);
    CHECK(ten_kelvin.pin_energy(0.0) == 1.0);
    CHECK(ten_kelvin.depairing_current(0.0) == 1.0);
    for (const auto kind : {PinningKind::critical_temperature, PinningKind::mean_free_path}) {
        CHECK(critical_current(ten_kelvin, kind, 0.0) == 1.0);
    }
}

TEST_CASE("the two-fluid forms keep the Ginzburg-Landau relations at any temperature",
          "[material]") {
    const double lambda0 = 150e-9, xi0 = 1.6e-9;
    for (const double t : {0.0, 1.0, 5.0, 9.0, 9.99}) {
        const double lambda = lambda0 * ten_kelvin.penetration_depth(t);
        const double xi = xi0 * ten_kelvin.coherence_length(t);
        const double bc = thermodynamic_field(lambda0, xi0) * ten_kelvin.thermodynamic_field(t);
        const double bc2 = upper_critical_field(xi0) * ten_kelvin.upper_critical_field(t);
        CHECK(relative_difference(bc, thermodynamic_field(lambda, xi)) < 1e-14);
        CHECK(relative_difference(bc2, upper_critical_field(xi)) < 1e-14);
        CHECK(relative_difference(bc2, std::sqrt(2.0) * lambda / xi * bc) < 1e-14);
        CHECK(relative_difference(
                  depairing_current(lambda, xi),
                  depairing_current(lambda0, xi0) * ten_kelvin.depairing_current(t)) < 1e-14);
        CHECK(relative_difference(ten_kelvin.pin_energy(t),
                                  std::pow(ten_kelvin.thermodynamic_field(t), 2.0) *
                                      std::pow(ten_kelvin.coherence_length(t), 3.0)) < 1e-14);
    }
}

TEST_CASE("the pin energy is largest at t^2 = 1/2", "[material]") {
    const double top = 10.0 * std::sqrt(0.5);
    CHECK(ten_kelvin.pin_energy(top) == Approx(1.299038105676658));
    CHECK(ten_kelvin.pin_energy(top) > ten_kelvin.pin_energy(top - 0.01));
    CHECK(ten_kelvin.pin_energy(top) > ten_kelvin.pin_energy(top + 0.01));
}

TEST_CASE("lengths, upper critical fields and depairing currents of the presets", "[material]") {
    // PHYSICS section 5, to its printed digits: YBCO at 77 K, Nb-Ti at 4.2 K, MgB2 at 20 K.
    struct Preset {
        double tc, t, lambda0, xi0;
        double lambda, xi, bc2, jd;  // printed: nm, nm, T, A/m^2
        double bc2_tolerance;
    };
    for (const Preset& p : {Preset{91, 77, 150, 1.6, 215, 3.9, 20, 5.6e11, 2.0},
                            Preset{91, 20, 150, 1.6, 150, 1.7, 110, 2.7e12, 10.0},
                            Preset{9.2, 4.2, 240, 5.0, 245, 6.2, 10.5, 2.7e11, 2.0},
                            Preset{39, 20, 140, 5.0, 145, 6.5, 8.5, 7e11, 1.0}}) {
        const TwoFluid material{p.tc};
        const double lambda = p.lambda0 * material.penetration_depth(p.t);
        const double xi = p.xi0 * material.coherence_length(p.t);
        CAPTURE(p.tc, p.t, lambda, xi);
        CHECK(std::abs(lambda - p.lambda) < 2.5);
        CHECK(std::abs(xi - p.xi) < 0.05);
        CHECK(std::abs(upper_critical_field(xi * 1e-9) - p.bc2) < p.bc2_tolerance);
        CHECK(relative_difference(depairing_current(lambda * 1e-9, xi * 1e-9), p.jd) < 0.05);
    }
}
