// The ring in thermal equilibrium: P(n) ~ exp[-(n phi - Phi_ext)^2/(2 L kT)] (PHYSICS item 20).
#include <map>

#include "../support/catch.hpp"
#include "../support/systems.hpp"
#include "fluxhop/ensemble/ensemble.hpp"
#include "fluxhop/stats/hypothesis.hpp"

using namespace fluxhop;

TEST_CASE("a ring left alone reaches the discrete Gaussian", "[exact]") {
    // Independent realizations at one late time, so chi-square applies. Catches a lost or wrong
    // back-hop, a lost 1/2 in the work, and the current taken before instead of at the midpoint
    // (which shifts the law by half a unit: 0.22 of its width, with 5e4 runs 50 standard errors).
    RingParameters ring = test::thermal_ring();
    ring.barrier = GENERATE(PowerLawBarrier{4.0, -1.0}, PowerLawBarrier{2.0, -0.5});  // U(0) = 4 kT
    constexpr double runs = 50'000;
    const auto system = test::make_system(ring, {1000.0});  // 36 relaxation times or more
    const auto ensemble = run_ensemble(system.experiment(111), std::size_t(runs), 0);
    const Eigen::MatrixXd left = ensemble.series(0);
    std::map<int, double> counts;
    for (Eigen::Index r = 0; r < left.rows(); ++r) counts[static_cast<int>(-left(r, 0))] += 1.0;
    const std::int64_t start = system.initial[ring_node::hole];

    double norm = 0.0;
    const auto weight = [](double n) { return std::exp(-0.5 * 0.2 * (n - 0.3) * (n - 0.3)); };
    for (int n = -60; n <= 60; ++n) norm += weight(n);
    double chi_square = 0.0, tail_count = runs, tail_expected = runs;
    int cells = 1;
    for (int n = -60; n <= 60; ++n) {
        const double expected = runs * weight(n) / norm;
        if (expected < 20.0) continue;
        const double count = counts[n - static_cast<int>(start)];
        chi_square += (count - expected) * (count - expected) / expected;
        tail_count -= count;
        tail_expected -= expected;
        ++cells;
    }
    chi_square += (tail_count - tail_expected) * (tail_count - tail_expected) / tail_expected;
    INFO("mu " << ring.barrier.mu << ", chi-square " << chi_square << " of " << cells << " cells");
    CHECK(cells > 15);
    CHECK(chi_square_p_value(chi_square, cells - 1) > test::false_alarm);
}
