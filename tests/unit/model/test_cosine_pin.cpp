#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/special_functions/bessel.hpp>
#include <limits>

#include "../../support/catch.hpp"
#include "fluxhop/base/constants.hpp"
#include "fluxhop/base/jet.hpp"
#include "fluxhop/model/barrier.hpp"
#include "fluxhop/model/viscosity.hpp"

using namespace fluxhop;
using constants::pi;
using test::relative_difference;

namespace {

/// In units of kT/(eta l a^2): rate of the hop along the force, nu0 = pi u.
double rate(const BarrierLaw& law, double u, double tilt) {
    return pi * u * std::exp(-barrier_height(law, tilt));
}

/// In units of kT/(eta l a): a (G+ - G-).
double velocity(const BarrierLaw& law, double u, double tilt) {
    return rate(law, u, tilt) * -std::expm1(-pi * u * tilt);
}

/// ln Int_0^1 exp(-f y) I0(u sin pi y) dy in long double, 200 panels, scaled by exp(peak).
double log_integral(long double u, long double f, long double peak) {
    const auto integrand = [=](long double y) {
        const long double x = u * std::sin(static_cast<long double>(pi) * y);
        return std::exp(-f * y - peak + std::log(boost::math::cyl_bessel_i(0, x)));
    };
    const auto cut = [](int k) { return std::pow(k / 200.0L, 3.0L); };
    long double sum = 0.0L;
    for (int k = 0; k < 200; ++k) {
        sum += boost::math::quadrature::gauss<long double, 30>::integrate(integrand, cut(k),
                                                                          cut(k + 1));
    }
    return static_cast<double>(std::log(sum) + peak);
}

}  // namespace

TEST_CASE("the washboard barrier ends as (1 - i)^(3/2)", "[pin]") {
    CHECK(cosine_pin::washboard(0.0) == 1.0);
    const double gap = 1e-5;
    CHECK(relative_difference(cosine_pin::washboard(1.0 - gap) / std::pow(gap, 1.5),
                              2.0 * std::sqrt(2.0) / 3.0) < 1e-5);
    CHECK(cosine_pin::washboard(1.0) == 0.0);
}

TEST_CASE("diffusion over the pin at rest is Lifson's and Jackson's", "[pin]") {
    // PHYSICS item 7, D_eff eta l/kT with all its printed digits.
    const std::pair<double, double> printed[] = {
        {5.0, 0.092395469}, {10.0, 1.3476896e-3}, {20.0, 1.2613108e-7}, {40.0, 5.2705811e-16}};
    for (const auto& [u, diffusion] : printed) {
        CAPTURE(u);
        const double exact = rate(SmoluchowskiBarrier{u}, u, 0.0);
        CHECK(relative_difference(exact, diffusion) < 5e-8);
        const double bessel = boost::math::cyl_bessel_i(0, 0.5 * u);
        CHECK(relative_difference(exact, 1.0 / (bessel * bessel)) < 1e-13);
    }
}

TEST_CASE("Kramers' law is 1/(2u) too fast at rest", "[pin]") {
    for (const auto& [u, ratio] :
         {std::pair{5.0, 1.1455}, {10.0, 1.0583}, {20.0, 1.0268}, {40.0, 1.0129}}) {
        CAPTURE(u);
        CHECK(std::abs(rate(KramersBarrier{u}, u, 0.0) / rate(SmoluchowskiBarrier{u}, u, 0.0) -
                       ratio) < 5e-5);
    }
}

TEST_CASE("Kramers' law fails under tilt as printed", "[pin]") {
    // The printed ratios have the prefactor sqrt(1 - i^2); the hops back, exp(-f) of those along
    // the force in either law, cancel.
    struct Printed {
        double u, tilt, ratio;
    };
    for (const Printed& p :
         {Printed{5.0, 0.5, 1.2346}, Printed{10.0, 0.5, 1.1359}, Printed{20.0, 0.5, 1.0558},
          Printed{40.0, 0.5, 1.0245}, Printed{20.0, 0.8, 1.2154}}) {
        CAPTURE(p.u, p.tilt);
        CHECK(std::abs(velocity(KramersBarrier{p.u}, p.u, p.tilt) /
                           velocity(SmoluchowskiBarrier{p.u}, p.u, p.tilt) -
                       p.ratio) < 5e-5);
    }
}

TEST_CASE("beyond depinning the exact law is flux flow", "[pin]") {
    // v eta l -> sqrt(F^2 - Fc^2), Fc = pi U0/a: v in kT/(eta l a) against pi u sqrt(i^2 - 1).
    const SmoluchowskiBarrier law{400.0};
    const double flow = velocity(law, 400.0, 1.5) / (pi * 400.0 * std::sqrt(1.25));
    CHECK(std::abs(flow - 1.000016) < 5e-7);
    CHECK(law(1.5) < 0.0);
    // Int -> 1/sqrt(f^2 - (pi u)^2): the rate becomes f/(pi u) = i in units of nu0.
    CHECK(std::abs(law(1e6) + std::log(1e6)) < 1e-9);
    CHECK(law(Interval(1.0, std::numeric_limits<double>::infinity())).lower == -HUGE_VAL);
    CHECK(holds_beyond_depinning(law));
    CHECK(!holds_beyond_depinning(KramersBarrier{400.0}));
    CHECK(!holds_beyond_depinning(PowerLawBarrier{400.0, -1.0}));
    CHECK(!holds_beyond_depinning(NoBarrier{}));
}

TEST_CASE("Kramers' law counts as flux flow from i = 1 on", "[pin]") {
    CHECK(KramersBarrier{20.0}(1.0) < 0.0);
    CHECK(KramersBarrier{20.0}(3.0) < 0.0);
    CHECK(KramersBarrier{20.0}(0.999999) > 0.0);
    CHECK(KramersBarrier{20.0}(Jet(1.2, 1.0, 0.0)).first == 0.0);
}

TEST_CASE("the exact law to 1e-10 for any height and tilt", "[pin]") {
    for (const double u : {0.1, 1.0, 20.0, 100.0, 300.0, 600.0}) {
        for (const double i : {0.0, 0.1, 0.5, 0.9, 0.99, 1.0, 1.01, 1.5, 5.0}) {
            CAPTURE(u, i);
            const double reference =
                std::log(pi * u) + log_integral(u, pi * u * i, u * cosine_pin::washboard(i));
            CHECK(std::abs(SmoluchowskiBarrier{u}(i)-reference) < 1e-10);
        }
    }
}

TEST_CASE("the table of the exact law is the law, between its nodes and at its seams", "[pin]") {
    // 5e-12 of ln(rate): rounding of the integral, which grows with u, leaves 6e-13.
    for (const double u : {1e-3, 0.1, 1.0, 8.0, 30.0, 100.0, 600.0}) {
        const SmoluchowskiBarrier law(u);
        double worst = 0.0;
        for (int k = 0; k <= 1000; ++k) {
            const double tilt = 2.1 * std::pow(k / 1000.0, 1.01);  // meets no panel twice alike
            worst = std::max(worst, std::abs(law(tilt) - cosine_pin::smoluchowski(u, tilt)));
        }
        const double width = std::min(0.25, std::pow(u, -2.0 / 3.0));
        for (int k = 1; k * width < 2.0; ++k) {
            for (const double tilt : {std::nextafter(k * width, 0.0), k * width}) {
                worst = std::max(worst, std::abs(law(tilt) - cosine_pin::smoluchowski(u, tilt)));
            }
        }
        CAPTURE(u, worst);
        CHECK(worst < 5e-12);
    }
}

TEST_CASE("jets carry the derivatives of both laws of the pin", "[pin]") {
    const double h = 1e-3;
    for (const BarrierLaw& law :
         {BarrierLaw(KramersBarrier{30.0}), BarrierLaw(SmoluchowskiBarrier{30.0})}) {
        for (const double i : {0.05, 0.5, 0.8, 1.3}) {
            const auto at = [&](double x) { return barrier_height(law, x); };
            const Jet u = barrier_height(law, Jet(i, 1.0, 0.0));
            CAPTURE(law.index(), i);
            CHECK(u.value == Approx(at(i)).epsilon(1e-13));
            // Central differences of fourth order.
            const double first =
                (8.0 * (at(i + h) - at(i - h)) - at(i + 2 * h) + at(i - 2 * h)) / (12.0 * h);
            const double second =
                (16.0 * (at(i + h) + at(i - h)) - at(i + 2 * h) - at(i - 2 * h) - 30.0 * at(i)) /
                (12.0 * h * h);
            CHECK(std::abs(u.first - first) < 1e-7 * (1.0 + std::abs(first)));
            CHECK(std::abs(u.second - second) < 1e-6 * (1.0 + std::abs(second)));
        }
    }
}

TEST_CASE("the attempt frequency of a pin in a metal's viscosity", "[pin]") {
    // By hand: Phi0 10 T/(1e-6 ohm m) = 2.0678e-8; pi 2e-20/(2.0678e-8 1e-8 (5e-9)^2) = 1.2154e13.
    const double viscosity = bardeen_stephen_viscosity(10.0, 1e-6);
    CHECK(relative_difference(viscosity, 2.067833848e-8) < 1e-9);
    const PinnedSegment pin{2e-20, viscosity, 1e-8, 5e-9};
    CHECK(relative_difference(attempt_frequency_of_pin(pin), 1.21541e13) < 1e-5);
    // Kramers with the curvature of the pin itself: U'' = 2 pi^2 U0/a^2 over 2 pi eta l.
    const double curvature = 2.0 * pi * pi * pin.pin_energy / (pin.hop * pin.hop);
    CHECK(relative_difference(attempt_frequency_of_pin(pin),
                              curvature / (2.0 * pi * pin.viscosity * pin.length)) < 1e-15);
}
