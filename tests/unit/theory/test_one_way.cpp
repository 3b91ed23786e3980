// The paper's one-way solutions (arXiv:1303.2296, eqs 18 and 20) against its Fig. 3: as long as nothing
// flows back they agree with the full solution (PHYSICS section 2).
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "../../support/catch.hpp"
#include "../../support/regions.hpp"
#include "fluxhop/theory/closed_forms.hpp"
#include "fluxhop/theory/mean_field.hpp"
#include "fluxhop/theory/one_way_pair.hpp"

using namespace fluxhop;
using test::relative_difference;

namespace {

double exponential_integral(double x) {
    return std::exp(one_way::log_exponential_integral(std::log(x)));
}

/// Region p of Fig. 3: Bpm = Bp(0) = 20 G, 15 kT.
double fig3_region(const std::string& law, double eps, double time) {
    const one_way::Decay decay{15.0, 20.0, 20.0, eps};
    return law == "linear" ? one_way::linear(decay, time) : one_way::logarithmic(decay, time);
}

/// The cells of the lines that have a one-way value (column 8), without the header.
std::vector<std::vector<std::string>> reference() {
    std::ifstream file(std::string(FLUXHOP_SOURCE_DIR) + "/tests/data/fig3_reference.csv");
    std::vector<std::vector<std::string>> rows;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::vector<std::string> cells(1);
        for (std::istringstream in(line); std::getline(in, cells.back(), ',');) cells.emplace_back();
        if (cells.size() > 8 && cells[2] != "inf" && std::stod(cells[1]) > 0.0) rows.push_back(cells);
    }
    return rows;
}

}  // namespace

TEST_CASE("E1 where the alternating series fails", "[theory]") {
    // PHYSICS section 2, as printed.
    CHECK(relative_difference(exponential_integral(15.0), 1.918628e-8) < 3e-7);
    CHECK(relative_difference(exponential_integral(30.0), 3.02e-15) < 2e-3);
    CHECK(relative_difference(exponential_integral(75.0), 3.5e-35) < 2e-2);
    // Abramowitz and Stegun, Table 5.1.
    CHECK(relative_difference(exponential_integral(1.0), 0.219383934395520) < 1e-14);
    SECTION("its three forms meet") {
        for (const double x : {1e-17, 600.0}) {
            const double below = one_way::log_exponential_integral(std::log(x) - 1e-9);
            const double above = one_way::log_exponential_integral(std::log(x) + 1e-9);
            const double slope = x > 1.0 ? -x : -1.0 / (-std::log(x) - 0.5772156649);
            CHECK(std::abs(above - below - 2e-9 * slope) < 2e-9 * std::abs(slope) * 0.01);
        }
    }
}

TEST_CASE("the one-way solutions meet the paper's Fig. 3 in all printed digits", "[theory]") {
    int entries = 0;
    for (const auto& row : reference()) {
        INFO(row[0] << " eps " << row[1] << " t " << row[2]);
        const double value = fig3_region(row[0], std::stod(row[1]), std::stod(row[2]));
        CHECK(relative_difference(value, std::stod(row[7])) < 6e-12);  // twelve digits
        ++entries;
    }
    CHECK(entries == 40);
}

TEST_CASE("the linear law from a full region to an empty one", "[theory]") {
    // Times are chosen for x: t = (E1(x) - E1(x0)) exp(alpha)/eps.
    for (const double start : {75.0, 15.0, 1.0}) {
        const one_way::Decay decay{75.0, 75.0, start, 0.1};  // B = x
        for (const double x : {70.0, 30.0, 3.0, 1e-2, 1e-6, 1e-12}) {
            if (x >= start) continue;
            const double lost = exponential_integral(x) - exponential_integral(start);
            INFO("from " << start << " to " << x);
            CHECK(relative_difference(one_way::linear(decay, lost * std::exp(75.0) / 0.1), x) < 1e-12);
        }
        CHECK(one_way::linear(decay, 0.0) == start);
        CHECK(relative_difference(one_way::linear(decay, 1e-9), start) < 1e-9);
    }
    SECTION("barriers so high that E1 is no longer a double") {
        // x(0) - x << 1: x = x(0) - ln(1 + x(0) exp(x(0) - alpha) eps t/x(0)), to 1/x(0).
        const one_way::Decay decay{2000.0, 1.0, 1.0, 1.0};
        CHECK(relative_difference(one_way::linear(decay, 1e4), 1.0 - std::log1p(2e7) / 2000.0) < 1e-4);
    }
    SECTION("empty at last") { CHECK(one_way::linear({1.0, 1.0, 1.0, 1.0}, 1e6) == 0.0); }
}

TEST_CASE("the logarithmic law forgets nothing of its start", "[theory]") {
    // Going on from B(s) for t is going on from B(0) for s + t.
    const one_way::Decay whole{15.0, 20.0, 12.0, 0.3};
    one_way::Decay rest = whole;
    rest.start = one_way::logarithmic(whole, 1e5);
    CHECK(rest.start < whole.start);
    CHECK(relative_difference(one_way::logarithmic(rest, 3e6), one_way::logarithmic(whole, 3.1e6)) <
          1e-13);
}

TEST_CASE("the one-way solution of a network is the closed form of its giving region", "[theory]") {
    const TimeGrid grid({1e-2, 1.0, 1e2, 1e4, 1e6});
    for (const double mu : {-1.0, 0.0}) {
        RegionNetwork network = test::fig3(mu, 0.5);
        const auto found = one_way::solve_pair(network, grid);
        REQUIRE(found);
        CHECK(found->equation == std::string(mu == 0.0 ? "eq. 20" : "eq. 18"));
        for (Eigen::Index t = 0; t < 5; ++t) {
            const double time = grid[static_cast<std::size_t>(t)];
            const double expected = fig3_region(mu == 0.0 ? "logarithmic" : "linear", 0.5, time);
            CHECK(relative_difference(found->vortices(t, 0), expected) < 1e-12);
            CHECK(found->vortices.row(t).sum() == Approx(40.0).epsilon(1e-14));
        }
        RegionNetwork swapped = network;
        std::swap(swapped.regions[0], swapped.regions[1]);
        swapped.contacts = {{1, 0, 0.5}};
        CHECK(one_way::solve_pair(swapped, grid)->vortices.col(1) == found->vortices.col(0));

        RegionNetwork twice = network;  // two contacts, each given from another side
        twice.contacts = {{0, 1, 0.2}, {1, 0, 0.3}};
        CHECK(relative_difference(one_way::solve_pair(twice, grid)->vortices(4, 0),
                                  found->vortices(4, 0)) < 1e-12);

        network.contacts[0].exchange = 0.0;
        CHECK((one_way::solve_pair(network, grid)->vortices.array() == 20.0).all());
    }
}

TEST_CASE("the one-way solution agrees with the mean field of regions of unequal area", "[theory]") {
    // The exchange is given from q; p gives twice as fast, and q gains half the field.
    RegionNetwork network = test::fig3(0.0);
    network.regions[1].area *= 2.0;
    network.regions[1].vortices *= 2;
    network.contacts = {{1, 0, 0.1}};
    const TimeGrid grid({1.0, 1e2, 1e4});
    const auto found = one_way::solve_pair(network, grid);
    REQUIRE(found);
    const Eigen::MatrixXd ode =
        solve_mean_field(make_region_network(network), initial_state(network), grid);
    CHECK((found->vortices - ode).cwiseAbs().maxCoeff() < 1e-6);
}

TEST_CASE("where the one-way solution does not apply there is none", "[theory]") {
    const TimeGrid grid({1.0});
    const RegionNetwork good = test::fig3(-1.0);
    const auto refuses = [&](auto change) {
        RegionNetwork network = good;
        change(network);
        return !one_way::solve_pair(network, grid).has_value();
    };
    REQUIRE(one_way::solve_pair(good, grid));
    CHECK(refuses([](RegionNetwork& n) { n.regions.push_back(n.regions[0]); }));
    CHECK(refuses([](RegionNetwork& n) { n.reservoirs.push_back({"outside", 0.0, 1.0, {}}); }));
    CHECK(refuses([](RegionNetwork& n) { n.regions[1] = n.regions[0]; }));
    CHECK(refuses([](RegionNetwork& n) { n.regions[0].barrier = NoBarrier{}; }));
    CHECK(refuses([](RegionNetwork& n) { n.regions[0].barrier = PowerLawBarrier{15.0, 0.5}; }));
    CHECK(refuses([](RegionNetwork& n) { n.regions[0].maximum_field *= 0.9; }));
    CHECK(refuses([](RegionNetwork& n) { n.regions[0].vortices = n.regions[1].vortices = 0; }));
}
