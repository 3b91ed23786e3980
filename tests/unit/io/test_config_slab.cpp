#include <string>

#include "../../support/config_text.hpp"
#include "fluxhop/base/constants.hpp"

using namespace fluxhop;

namespace {

const std::string good_slab = R"([system]
kind = "slab"
temperature = "20 K"
[slab]
columns = 6
hop_length = "50 nm"
length = "10 mm"
[barrier]
U0 = "50 kT"
Jc0 = "1e10 A/m^2"
attempt_frequency = "1e10 /s"
[field]
applied = "0.1 T"
[time]
first = "1e-8 s"
last = "1e4 s"
[ensemble]
seed = 5
)";

SlabParameters slab_of(const std::vector<std::string>& overrides) {
    return std::get<SlabParameters>(test::parse(good_slab, overrides).system);
}

std::string errors_with(const std::vector<std::string>& overrides) {
    return test::errors_of(good_slab, overrides);
}

/// J/Jc0 over the hops from outside the left edge to outside the right one.
std::vector<double> currents(const SlabParameters& slab) {
    std::vector<double> vortices{slab.applied_field.value(0.0)};
    for (const std::int64_t n : slab.vortices) vortices.push_back(static_cast<double>(n));
    vortices.push_back(slab.applied_field.value(0.0));
    std::vector<double> result;
    for (std::size_t i = 0; i + 1 < vortices.size(); ++i) {
        result.push_back((vortices[i] - vortices[i + 1]) * current_per_vortex(slab));
    }
    return result;
}

}  // namespace

TEST_CASE("a slab starts in the applied field unless told otherwise", "[slab][io]") {
    const SlabParameters slab = slab_of({});
    const double vortices = 0.1 / field_per_vortex(slab);
    for (const std::int64_t n : slab.vortices) CHECK(n == std::llround(vortices));
    CHECK(slab.applied_field.value(0.0) == Approx(vortices));
    CHECK(slab.edges == EdgeKind::open);
    CHECK(slab.work_at_jc0 == Approx(100.0));
}

TEST_CASE("in the Bean state J is the same over every hop, the edges included", "[slab][io]") {
    const double fraction = GENERATE(0.8, -0.5);
    const int columns = GENERATE(6, 7);
    const SlabParameters slab = slab_of({"slab.profile=bean", "slab.columns=" + std::to_string(columns),
                                         "slab.fraction_of_Jc0=" + std::to_string(fraction)});
    const std::vector<double> over_hops = currents(slab);
    const double rounding = 1.01 * current_per_vortex(slab);  // to whole vortices
    for (std::size_t i = 0; i < over_hops.size(); ++i) {
        const double from_middle = static_cast<double>(i) - 0.5 * columns;
        const double expected = from_middle == 0.0 ? 0.0 : (from_middle < 0.0 ? -fraction : fraction);
        INFO("hop " << i << " of " << columns << " columns");
        CHECK(std::abs(over_hops[i] - expected) < rounding);
    }
}

TEST_CASE("vortices of a slab are of one sign", "[slab][io]") {
    const std::string negative = "field.applied: must not become negative";
    CHECK(errors_with({"field.applied=-1 mT"}).find(negative) != std::string::npos);
    CHECK(errors_with({"field.shape=ramp", "field.final=-1 mT", "field.ramp_end=1 s"}).find(negative) !=
          std::string::npos);
    CHECK(errors_with({"field.shape=sinusoidal", "field.amplitude=0.2 T", "field.frequency=1 Hz"})
              .find(negative) != std::string::npos);
    CHECK(errors_with({"slab.profile=bean", "slab.fraction_of_Jc0=-1", "slab.initial_field=1 mT"})
              .find("a column would hold -") != std::string::npos);
}
