#include <numbers>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/model/neighbours.hpp"
#include "fluxhop/model/site_placement.hpp"

using namespace fluxhop;

namespace {

std::vector<Point> sample(std::size_t count, const Box& box, std::uint64_t id) {
    RandomStream random(91, id, Purpose::disorder);
    return place_poisson(count, box, random);
}

/// The shortest of the nine images, by trying them all.
Point shortest(const Box& box, const Point& a, const Point& b) {
    Point best{b.x - a.x, b.y - a.y};
    for (const double kx : {-1.0, 0.0, 1.0}) {
        for (const double ky : {-1.0, 0.0, 1.0}) {
            if ((kx != 0.0 && !box.periodic_x) || (ky != 0.0 && !box.periodic_y)) continue;
            const Point image{b.x - a.x + kx * box.width, b.y - a.y + ky * box.height};
            if (std::hypot(image.x, image.y) < std::hypot(best.x, best.y)) best = image;
        }
    }
    return best;
}

std::vector<Bond> all_pairs(const std::vector<Point>& points, const Box& box, double cutoff) {
    std::vector<Bond> bonds;
    for (std::size_t i = 0; i < points.size(); ++i) {
        for (std::size_t j = i + 1; j < points.size(); ++j) {
            const Point d = shortest(box, points[i], points[j]);
            if (std::hypot(d.x, d.y) <= cutoff) bonds.push_back({NodeId(i), NodeId(j), d.x, d.y});
        }
    }
    return bonds;
}

void check_equal(const std::vector<Bond>& found, const std::vector<Bond>& expected, double scale) {
    REQUIRE(found.size() == expected.size());
    int different = 0;
    for (std::size_t b = 0; b < found.size(); ++b) {
        const bool same = found[b].from == expected[b].from && found[b].to == expected[b].to &&
                          std::abs(found[b].dx - expected[b].dx) < 1e-12 * scale &&
                          std::abs(found[b].dy - expected[b].dy) < 1e-12 * scale;
        different += same ? 0 : 1;
    }
    CHECK(different == 0);
}

}  // namespace

TEST_CASE("neighbours are those of all pairs, once and in order", "[sites]") {
    // Cutoffs from a twentieth to nearly half of the short side: from 20 cells an axis to two, where
    // a cell's left and right neighbours are one and a careless walk finds bonds twice.
    for (const int axes : {0, 1, 2, 3}) {
        const Box box{2e-6, 1e-6, (axes & 1) != 0, (axes & 2) != 0};
        for (const double cutoff : {0.05e-6, 0.19e-6, 0.3e-6, 0.34e-6, 0.499e-6}) {
            CAPTURE(axes, cutoff);
            const auto points = sample(300, box, static_cast<std::uint64_t>(axes));
            const auto expected = all_pairs(points, box, cutoff);
            CHECK(expected.size() > 100);
            check_equal(neighbours_within(points, box, cutoff), expected, box.width);
        }
    }
}

TEST_CASE("neighbours across sparse, long and crowded boxes", "[sites]") {
    const Box open{1e-6, 1e-6, false, false}, needle{1e-3, 1e-9, true, false};
    for (const std::size_t count : {0u, 1u, 2u, 40u}) {
        CAPTURE(count);
        const auto few = sample(count, open, 10);
        check_equal(neighbours_within(few, open, 1e-5), all_pairs(few, open, 1e-5), 1e-6);
        check_equal(neighbours_within(few, open, 1e-15), all_pairs(few, open, 1e-15), 1e-6);
        const auto row = sample(count, needle, 11);
        check_equal(neighbours_within(row, needle, 1e-4), all_pairs(row, needle, 1e-4), 1e-3);
    }
}

TEST_CASE("a square lattice has four neighbours at exactly its period", "[sites]") {
    // 1/8 is exact in binary: the distance is the cutoff to the last bit, and edges are included.
    constexpr std::size_t side = 8;
    std::vector<Point> lattice;
    for (std::size_t k = 0; k < side * side; ++k) {
        lattice.push_back({static_cast<double>(k % side) / 8.0, static_cast<double>(k / side) / 8.0});
    }
    CHECK(neighbours_within(lattice, {1.0, 1.0, true, true}, 0.125).size() == 2 * side * side);
    CHECK(neighbours_within(lattice, {1.0, 1.0, true, false}, 0.125).size() == side * (2 * side - 1));
    CHECK(neighbours_within(lattice, {1.0, 1.0, false, false}, 0.125).size() ==
          2 * side * (side - 1));
}

TEST_CASE("the number of neighbours is density times pi r^2", "[sites]") {
    // Every pair is near with probability p = pi r^2/A, and on a torus pairs are uncorrelated (given
    // one point the other is uniform), so the bonds have variance N(N-1)/2 p(1-p).
    const Box torus{1e-5, 2e-5, true, true};
    constexpr std::size_t count = 20'000;
    const double cutoff = 1.5e-7;
    const auto bonds = neighbours_within(sample(count, torus, 20), torus, cutoff);
    const double pairs = 0.5 * count * (count - 1.0);
    const double p = std::numbers::pi * cutoff * cutoff / torus.area();
    const double error = std::sqrt(pairs * p * (1.0 - p));
    CHECK(std::abs(static_cast<double>(bonds.size()) - pairs * p) < test::sigma_limit * error);
    CHECK(error * test::sigma_limit < 0.02 * pairs * p);  // 2 % too many would be seen
}

TEST_CASE("neighbours refuse a hop around the box and points outside", "[sites]") {
    const Box torus{1e-6, 3e-6, true, true};
    const auto points = sample(10, torus, 30);
    CHECK_THROWS_WITH(neighbours_within(points, torus, 0.5e-6),
                      "a hop of up to 500 nm must be shorter than half the periodic width of 1000 nm");
    CHECK_NOTHROW(neighbours_within(points, {1e-6, 3e-6, false, true}, 0.5e-6));
    CHECK_THROWS_WITH(neighbours_within(std::vector<Point>{{0.0, 0.0}, {1e-7, -1e-9}}, torus, 1e-7),
                      "site 1 at (100, -1) nm lies outside the box of 1000 nm x 3000 nm");
    CHECK_THROWS_AS(neighbours_within(std::vector<Point>{{0.0, std::nan("")}}, torus, 1e-7), UsageError);
}
