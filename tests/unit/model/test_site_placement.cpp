#include <numbers>
#include <string>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/model/site_placement.hpp"
#include "fluxhop/stats/hypothesis.hpp"

using namespace fluxhop;

namespace {

RandomStream stream(std::uint64_t id) { return RandomStream(92, id, Purpose::disorder); }

double smallest_distance(const std::vector<Point>& points, const Box& box) {
    double smallest = 1e300;
    for (std::size_t i = 0; i < points.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const Point d = displacement(box, points[i], points[j]);
            smallest = std::min(smallest, std::hypot(d.x, d.y));
        }
    }
    return smallest;
}

/// `count` discs, given by their coverage of a periodic square.
std::vector<Point> packed(double coverage, std::size_t count, std::uint64_t id) {
    const Box box{1e-6, 1e-6, true, true};
    const double distance = std::sqrt(4.0 * coverage * box.area() /
                                      (std::numbers::pi * static_cast<double>(count)));
    RandomStream random = stream(id);
    return place_apart(count, box, distance, random);
}

}  // namespace

TEST_CASE("independent sites are uniform in the box", "[sites]") {
    const Box box{3e-6, 1e-6, false, false};
    RandomStream random = stream(0);
    std::vector<double> across, along;
    for (const Point& point : place_poisson(50'000, box, random)) {
        across.push_back(point.x / box.width);
        along.push_back(point.y / box.height);
    }
    CHECK(kolmogorov_smirnov_uniform(across).p_value > test::false_alarm);
    CHECK(kolmogorov_smirnov_uniform(along).p_value > test::false_alarm);
    // x and y of one site are uncorrelated: the product of the centred values has variance 1/144.
    double product = 0.0;
    for (std::size_t i = 0; i < across.size(); ++i) product += (across[i] - 0.5) * (along[i] - 0.5);
    CHECK(std::abs(product) < test::sigma_limit * std::sqrt(50'000.0 / 144.0));
}

TEST_CASE("placement repeats with its stream, and a longer sample begins with the shorter", "[sites]") {
    const Box box{1e-6, 1e-6, true, false};
    RandomStream first = stream(1), again = stream(1), longer = stream(1), other = stream(2);
    const auto points = place_poisson(100, box, first);
    CHECK(points == place_poisson(100, box, again));
    CHECK(points != place_poisson(100, box, other));
    const auto more = place_poisson(200, box, longer);
    CHECK(std::equal(points.begin(), points.end(), more.begin()));
    CHECK(packed(0.3, 100, 3) == packed(0.3, 100, 3));
}

TEST_CASE("sites placed apart are apart, across periodic edges too", "[sites]") {
    for (const int axes : {0, 1, 2, 3}) {
        CAPTURE(axes);
        const Box box{2e-6, 1e-6, (axes & 1) != 0, (axes & 2) != 0};
        RandomStream random = stream(10 + static_cast<std::uint64_t>(axes));
        const auto points = place_apart(800, box, 35e-9, random);  // coverage 0.38
        CHECK(points.size() == 800);
        CHECK(smallest_distance(points, box) >= 35e-9);
        CHECK(smallest_distance(points, box) < 36e-9);
    }
}

TEST_CASE("sites a distance zero apart are the independent ones", "[sites]") {
    const Box box{1e-6, 1e-6, false, false};
    RandomStream first = stream(20), again = stream(20);
    CHECK(place_apart(1000, box, 0.0, first) == place_poisson(1000, box, again));
}

TEST_CASE("random addition reaches 0.52 and gives up on 0.56", "[sites]") {
    CHECK(packed(0.52, 2000, 30).size() == 2000);
    std::string message;
    try {
        packed(0.56, 2000, 31);
    } catch (const UsageError& error) {
        message = error.what();
    }
    CHECK(message.starts_with("only 19"));
    CHECK(message.find(" of 2000 sites could be placed at least 18.8814 nm apart") < message.size());
    CHECK(message.find("a coverage of 0.53") < message.size());
    CHECK(message.find("jams at 0.547 in a large box") < message.size());
}

TEST_CASE("distances beyond the box leave room for one site", "[sites]") {
    const Box box{1e-6, 1e-6, true, true};
    RandomStream random = stream(40);
    CHECK(place_apart(1, box, 2e-6, random).size() == 1);
    CHECK_THROWS_AS(place_apart(2, box, 2e-6, random), UsageError);
}
