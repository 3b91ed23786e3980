#include <cmath>

#include "../../support/catch.hpp"
#include "fluxhop/base/poisson.hpp"
#include "fluxhop/base/random.hpp"
#include "fluxhop/stats/moments.hpp"

using namespace fluxhop;

TEST_CASE("Poisson deviates have the right mean and variance at any mean", "[base][tau]") {
    // 200,000 deviates: the mean is known to sqrt(mean)/447, the variance to 0.3 %.
    for (const double mean : {0.3, 9.0, 40.0, 1e6, 3e9, 2e10, 1e12, 1e15}) {
        RandomStream random(700, 0, Purpose::leaps);
        Moments moments;
        for (int i = 0; i < 200'000; ++i) {
            moments.push(static_cast<double>(poisson(random, mean)) - std::floor(mean));
        }
        CAPTURE(mean);
        CHECK(std::abs(moments.mean() - (mean - std::floor(mean))) <
              test::sigma_limit * moments.standard_error());
        CHECK(std::abs(moments.variance() - mean) <
              test::sigma_limit * moments.variance_standard_error());
    }
    RandomStream random(700, 1, Purpose::leaps);
    CHECK(poisson(random, 0.0) == 0);
}
