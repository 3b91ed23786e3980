// The paper's one-way solutions (arXiv:1303.2296, eqs 18 and 20) against its Fig. 3: as long as nothing
// flows back they agree with the full solution (PHYSICS section 2).
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/theory/closed_forms.hpp"

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
