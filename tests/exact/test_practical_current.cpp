// What one reads off a computed E(J): critical currents and n-values (PHYSICS items 5 and 6).
#include <boost/math/tools/roots.hpp>

#include "../support/catch.hpp"
#include "../support/films.hpp"
#include "fluxhop/theory/expansion.hpp"
#include "fluxhop/theory/transport_laws.hpp"

using namespace fluxhop;

namespace {

/// ln(E/E0), E0 = B a nu0, from all hops of the film's own model.
double log_field(double u, double mu, double x) {
    FilmParameters film = test::ring_of_sites(4, 2, u, x);
    film.barrier = PowerLawBarrier{u, mu};
    Eigen::VectorXd variables = Eigen::VectorXd::Constant(5, 2.0), flow(5);
    mean_flow(make_film(film), variables, 0.0, flow);
    return std::log(flow[4] / 8.0 / film.attempt_frequency);
}

}  // namespace

TEST_CASE("critical currents read off the film's E(J) obey their formulas", "[exact]") {
    // At 1 uV/cm: ln(E0/Ec) = 9.2 and 13.8 are E0 = 1 and 100 V/m. Within 0.5 %, what the formulas
    // neglect (hops back) being far less. Catches a wrong sign or factor of mu in any of the laws.
    for (const double mu : {-1.0, -0.5, 0.0, 1.0 / 7.0, 1.0}) {
        for (const double u : {25.0, 60.0}) {
            for (const double log_ratio : {std::log(1.0 / 1e-4), std::log(100.0 / 1e-4)}) {
                const auto excess = [&](double x) { return log_field(u, mu, x) + log_ratio; };
                boost::uintmax_t steps = 100;
                const auto root = boost::math::tools::toms748_solve(
                    excess, 0.2, 1.0, boost::math::tools::eps_tolerance<double>(40), steps);
                const double jc = root.first;
                INFO("mu " << mu << ", u " << u << ", Jc/Jc0 " << jc);
                CHECK(test::relative_difference(jc, practical_critical_current(u, mu, log_ratio)) <
                      0.005);
                const double slope = (log_field(u, mu, jc * 1.0001) - log_field(u, mu, jc / 1.0001)) /
                                     (2.0 * std::log(1.0001));
                CHECK(test::relative_difference(slope, n_value(u, mu, jc)) < 0.005);
            }
        }
    }
}
