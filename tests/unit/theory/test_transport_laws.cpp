#include <boost/math/tools/roots.hpp>

#include "../../support/catch.hpp"
#include "fluxhop/base/constants.hpp"
#include "fluxhop/model/barrier.hpp"
#include "fluxhop/model/rates.hpp"
#include "fluxhop/theory/transport_laws.hpp"

using namespace fluxhop;
using test::relative_difference;

namespace {

/// E/E0 = (G+ - G-)/nu0 from the rates of the Monte Carlo, W = 2 U0 J/Jc0.
double field_from_rates(double u, double reduced) {
    const double barrier = PowerLawBarrier{u, -1.0}(reduced);
    const double work = 2.0 * u * reduced;
    const auto rate = [&](double released) {
        return std::exp(log_arrhenius(over_barrier(barrier, released)));
    };
    return rate(work) - rate(-work);
}

/// Root of a function that rises, between two bounds.
template <class Function>
double root(Function f, double low, double high) {
    std::uintmax_t iterations = 200;
    const auto [a, b] = boost::math::tools::toms748_solve(
        f, low, high, boost::math::tools::eps_tolerance<double>(), iterations);
    return 0.5 * (a + b);
}

}  // namespace

TEST_CASE("the linear E(J) law is the difference of the two hop rates", "[transport]") {
    for (const double u : {0.5, 5.0, 20.0, 300.0}) {
        const LinearTransport law{u, 4e9, 3.0};
        for (const double x : {1e-3, 0.01, 0.5, 0.99}) {
            CAPTURE(u, x);
            CHECK(relative_difference(law.electric_field(4e9 * x), 3.0 * field_from_rates(u, x)) <
                  1e-12);
            CHECK(law.electric_field(-4e9 * x) == -law.electric_field(4e9 * x));
        }
    }
    CHECK(LinearTransport{20.0, 4e9, 3.0}.electric_field(0.0) == 0.0);
    const LinearTransport high{2000.0, 4e9, 3.0};  // sinh(2000) is out of range
    CHECK(relative_difference(high.electric_field(4e9), 3.0) < 1e-12);
}

TEST_CASE("slope at rest, n-value and creep current are derivatives of E(J)", "[transport]") {
    const LinearTransport law{20.0, 4e9, 3.0};
    const double small = 4e9 * 1e-7;
    CHECK(relative_difference(law.electric_field(small) / small, law.taff_resistivity()) < 1e-10);
    for (const double x : {0.01, 0.1, 0.5, 0.9}) {
        const double h = 1e-5;
        const double slope = std::log(law.electric_field(4e9 * x * std::exp(h)) /
                                      law.electric_field(4e9 * x * std::exp(-h))) /
                             (2.0 * h);
        CHECK(relative_difference(law.n_value(4e9 * x), slope) < 1e-8);
    }
    CHECK(law.n_value(0.0) == 1.0);
    CHECK(relative_difference(law.n_value(4e9), 20.0) < 1e-12);
    CHECK(law.creep_current() == Approx(2e8));
}

TEST_CASE("the n-value of the family is its slope", "[transport]") {
    for (const double mu : {-1.0, -0.5, 0.0, 1.0 / 7.0, 1.0}) {
        const double h = 1e-5, x = 0.4;
        const PowerLawBarrier law{25.0, mu};
        const double slope = (law(x * std::exp(-h)) - law(x * std::exp(h))) / (2.0 * h);
        CHECK(relative_difference(n_value(25.0, mu, x), slope) < 1e-8);
    }
}

TEST_CASE("the practical critical current is where the rate meets the criterion", "[transport]") {
    const double log_ratio = std::log(5e6);
    for (const double mu : {-1.0, -0.5, 0.0, 1.0 / 7.0, 1.0}) {
        const PowerLawBarrier law{40.0, mu};
        const double reduced = root([&](double x) { return log_ratio - law(x); }, 1e-6, 1.0);
        CHECK(relative_difference(practical_critical_current(40.0, mu, log_ratio), reduced) <
              1e-12);
    }
    CHECK(practical_critical_current(40.0, -1.0, log_ratio) == Approx(1.0 - log_ratio / 40.0));
    CHECK(practical_critical_current(40.0, 1.0, log_ratio) ==
          Approx(1.0 / (1.0 + log_ratio / 40.0)));
    CHECK(practical_critical_current(10.0, -1.0, log_ratio) == 0.0);
    // Hops back included, at a barrier low enough for them to matter.
    const LinearTransport law{8.0, 4e9, 3.0};
    for (const double criterion : {1e-4, 1e-2, 1.0}) {
        const double current =
            root([&](double j) { return law.electric_field(j) - criterion; }, 0.0, 8e9);
        CHECK(relative_difference(law.current_at(criterion), current) < 1e-11);
    }
    CHECK(LinearTransport{2000.0, 4e9, 3.0}.current_at(3.0) == Approx(4e9).epsilon(1e-12));
}

TEST_CASE("practical critical currents of the presets", "[transport]") {
    // PHYSICS section 5: Jc(1 uV/cm) from Jc0, U0/kT, B, a0, nu0; nu0 is printed to a decade.
    const auto at = [](double u, double mu, double field, double spacing, double nu0) {
        return practical_critical_current(u, mu, std::log(field * spacing * nu0 / 1e-4));
    };
    CHECK(std::abs(4e10 * at(25.0, 0.0, 0.5, 69e-9, 3e10) - 2.1e10) < 0.1e10);   // YBCO 77 K
    CHECK(std::abs(4e11 * at(20.0, 1.0, 1.0, 49e-9, 1e11) - 2.1e11) < 0.1e11);   // YBCO 20 K
    CHECK(std::abs(3.3e9 * at(300.0, -1.0, 5.0, 22e-9, 1e10) - 3.1e9) < 0.1e9);  // Nb-Ti
    CHECK(std::abs(3e9 * at(250.0, -1.0, 12.0, 14e-9, 4e9) - 2.8e9) < 0.1e9);    // Nb3Sn
}

TEST_CASE("voltage noise at rest is Nyquist's and one-way it is shot noise", "[transport]") {
    const double thermal = constants::boltzmann * 4.2, rate = 7e5;
    const double step = 3e-4 * constants::flux_quantum;
    // Linear response: net rate W/kT x rate, W = Phi0 (a/w) I for a current I through the sample.
    const double resistance = step * step * rate / thermal;
    CHECK(relative_difference(voltage_noise(step, rate, rate), 4.0 * thermal * resistance) < 1e-14);
    const double voltage = step * rate;
    CHECK(relative_difference(voltage_noise(step, rate, 0.0), 2.0 * step * voltage) < 1e-14);
}

TEST_CASE("hops of both directions have the mean and variance of two Poisson laws", "[transport]") {
    const SkellamHops hops{3.0, 1.0};
    CHECK(hops.mean(5.0) == 10.0);
    CHECK(hops.variance(5.0) == 20.0);
    // Against the convolution of the two Poisson laws.
    const auto poisson = [](double mean, int k) {
        return std::exp(k * std::log(mean) - mean - std::lgamma(k + 1.0));
    };
    double mean = 0.0, square = 0.0;
    for (int k = 0; k < 100; ++k) {
        for (int m = 0; m < 60; ++m) {
            const double p = poisson(15.0, k) * poisson(5.0, m);
            mean += p * (k - m);
            square += p * (k - m) * (k - m);
        }
    }
    CHECK(relative_difference(mean, hops.mean(5.0)) < 1e-12);
    CHECK(relative_difference(square - mean * mean, hops.variance(5.0)) < 1e-11);
}
