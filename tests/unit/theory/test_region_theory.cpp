// The mean field of exchanging regions against independent solutions: the paper's Fig. 3 by two
// methods that agree to 7e-13 (tests/data/fig3_reference.csv), and its eq. (23) (PHYSICS section 2).
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/base/constants.hpp"
#include "fluxhop/model/regions.hpp"
#include "fluxhop/theory/mean_field.hpp"

using namespace fluxhop;
using test::relative_difference;

namespace {

constexpr double gauss = 1e-4;
/// Vortices per gauss; large, so that rounding the start to whole vortices does not matter.
constexpr double dense = 1e11;

struct Entry {
    double time, p, q;
};

/// The reference by law and exchange coefficient, in increasing time.
std::map<std::pair<std::string, double>, std::vector<Entry>> fig3_reference() {
    std::ifstream file(std::string(FLUXHOP_SOURCE_DIR) + "/tests/data/fig3_reference.csv");
    std::map<std::pair<std::string, double>, std::vector<Entry>> table;
    std::string line, law, eps, t, p, q;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream cells(line);
        std::getline(cells, law, ',');
        std::getline(cells, eps, ',');
        std::getline(cells, t, ',');
        std::getline(cells, p, ',');
        std::getline(cells, q, ',');
        if (t != "inf") table[{law, std::stod(eps)}].push_back({std::stod(t), std::stod(p), std::stod(q)});
    }
    return table;
}

}  // namespace

TEST_CASE("the mean field meets every entry of the paper's Fig. 3 to 1e-8", "[theory]") {
    int entries = 0;
    for (const auto& [key, rows] : fig3_reference()) {
        const auto& [law, eps] = key;
        if (eps == 0.0) continue;
        const double mu = law == "linear" ? -1.0 : 0.0;
        const double area = dense * constants::flux_quantum / gauss;
        const auto start = static_cast<std::int64_t>(20 * dense);
        const RegionNetwork network{
            {{"p", area, start, 20 * gauss, PowerLawBarrier{15.0, mu}},
             {"q", area, start, 100 * gauss, PowerLawBarrier{75.0, mu}}},
            {},
            {{0, 1, eps}}};
        std::vector<double> times;
        for (const Entry& row : rows) times.push_back(row.time);
        const auto solution = solve_mean_field(make_region_network(network), initial_state(network),
                                               TimeGrid(times));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto t = static_cast<Eigen::Index>(i);
            INFO(law << " eps " << eps << " t " << rows[i].time);
            CHECK(relative_difference(solution(t, 0) / dense, rows[i].p) < 1e-8);
            CHECK(relative_difference(solution(t, 1) / dense, rows[i].q) < 1e-8);
            ++entries;
        }
    }
    CHECK(entries >= 40);
}

TEST_CASE("surface, bulk and outside follow eq. (23) to 1e-8", "[theory]") {
    constexpr double radius = 10e-6, depth = 0.2e-6, hop_speed = 1e-6;
    const double scale = 1e8;  // areas, to make whole vortices fine enough
    const double inner = radius - depth;
    const double bulk_area = scale * constants::pi * inner * inner;
    const double surface_area = scale * constants::pi * (radius * radius - inner * inner);
    const auto vortices = [](double area) {
        return std::llround(20 * gauss / field_per_vortex(area));
    };
    const RegionNetwork network{
        {{"bulk", bulk_area, vortices(bulk_area), 20 * gauss, PowerLawBarrier{15.0, 0.0}},
         {"surface", surface_area, vortices(surface_area), 25 * gauss, PowerLawBarrier{30.0, -1.0}}},
        {{.name = "outside", .field = 0.0}},
        {{0, 1, hop_speed / inner}, {1, 2, radius * hop_speed / ((2 * radius - depth) * depth)}}};
    CHECK(relative_difference(hop_speed / inner, 0.10204082) < 1e-7);

    const TimeGrid grid({1e-2, 1.0, 1e2, 1e4, 1e6});
    const auto solution = solve_mean_field(make_region_network(network), initial_state(network), grid);
    const double reference[5][2] = {{19.97982593, 20.48754622},
                                    {19.20878429, 23.74411333},
                                    {14.96986422, 20.54345809},
                                    {11.02666259, 16.64721848},
                                    {8.11571455, 12.78648168}};
    for (Eigen::Index t = 0; t < 5; ++t) {
        const double bulk = solution(t, 0) * field_per_vortex(bulk_area) / gauss;
        const double surface = solution(t, 1) * field_per_vortex(surface_area) / gauss;
        INFO("t " << grid[static_cast<std::size_t>(t)]);
        CHECK(std::abs(bulk - reference[t][0]) < 1e-8 * bulk + 0.6e-8);  // as printed
        CHECK(std::abs(surface - reference[t][1]) < 1e-8 * surface + 0.6e-8);
    }
}

TEST_CASE("a region empties to 1e-12 of its field without trouble", "[theory]") {
    // Linear law of Fig. 3 at equilibrium: Bp = 3.7430491875147e-12 G (PHYSICS section 2).
    const double area = dense * constants::flux_quantum / gauss;
    const auto start = static_cast<std::int64_t>(20 * dense);
    const RegionNetwork network{{{"p", area, start, 20 * gauss, PowerLawBarrier{15.0, -1.0}},
                                 {"q", area, start, 100 * gauss, PowerLawBarrier{75.0, -1.0}}},
                                {},
                                {{0, 1, 0.5}}};
    const auto solution = solve_mean_field(make_region_network(network), initial_state(network),
                                           TimeGrid({1e8, 1e10, 1e12}));
    CHECK(relative_difference(solution(2, 0) / dense, 3.7430491875147e-12) < 1e-6);
    CHECK(solution.minCoeff() > 0.0);
}
