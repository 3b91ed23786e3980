// Films of sites and slabs as configuration files: defaults, samples, and every message once.
#include <string>

#include "../../support/config_text.hpp"
#include "fluxhop/base/constants.hpp"
#include "fluxhop/stats/hypothesis.hpp"

using namespace fluxhop;
using test::relative_difference;

namespace {

const std::string rest = R"([barrier]
U0 = "20 meV"
Jc0 = "1e9 A/m^2"
attempt_frequency = "1e9 /s"
[time]
first = "1e-8 s"
last = "1e4 s"
[ensemble]
seed = 5
)";

const std::string good_film = R"([system]
kind = "sites"
temperature = "20 K"
[sites]
arrangement = "triangular"
columns = 6
rows = 4
hop_length = "50 nm"
thickness = "100 nm"
[vortices]
count = 10
)" + rest;

const std::string random_sites = R"([system]
kind = "sites"
temperature = "20 K"
[sites]
arrangement = "random"
count = 30
width = "1 um"
length = "1 um"
reach = "200 nm"
hop_length = "50 nm"
thickness = "100 nm"
[vortices]
filling = 0.5
)" + rest;

const std::vector<std::string> disorder{
    "disorder.sites=\"lognormal\"", "disorder.sites_deviation=\"5 meV\"",
    "disorder.saddles=\"exponential\"", "disorder.saddles_mean=\"2 meV\""};

FilmParameters film_in(const Config& config) { return *std::get<FilmConfig>(config.system).film; }

FilmParameters film_of(const std::vector<std::string>& set, const std::string& text = good_film) {
    return film_in(test::parse(text, set));
}

std::vector<std::string> with(std::vector<std::string> list, const std::string& one) {
    list.push_back(one);
    return list;
}

/// Whether these settings are refused with a message that holds this text.
bool refused(const std::vector<std::string>& set, const std::string& part,
             const std::string& text = good_film) {
    const std::string errors = test::errors_of(text, set);
    UNSCOPED_INFO(errors);
    return errors.find(part) != std::string::npos;
}

bool same_film(const FilmParameters& a, const FilmParameters& b) {
    const Model left = make_film(a), right = make_film(b);
    const State one = initial_state(a), other = initial_state(b);
    if (one.occupations() != other.occupations()) return false;
    if (left.landscape().edge_count() != right.landscape().edge_count()) return false;
    for (std::size_t i = 0; i < one.node_count(); ++i) {
        if (relative_difference(left.departure_rate(NodeId(i), one),
                                right.departure_rate(NodeId(i), other)) > 1e-12) {
            return false;
        }
    }
    return a.vortices == b.vortices && a.capacity == b.capacity && a.depths.size() == b.depths.size();
}

}  // namespace

TEST_CASE("a film's defaults are one vortex per site, closed nowhere, at rest", "[io][film]") {
    const FilmParameters film = film_of({});
    const auto& lattice = std::get<Lattice>(film.sites);
    CHECK(lattice.kind == LatticeKind::triangular);
    CHECK((lattice.edges_x == EdgeKind::periodic && lattice.edges_y == EdgeKind::periodic));
    CHECK(film.capacity == 1.0);
    CHECK(film.depths.empty());
    CHECK(film.saddles.empty());
    CHECK((film.current.is_constant() && film.current.value(0.0) == 0.0));
    CHECK(film.feedback == 0.0);
    std::int64_t count = 0;
    for (const std::int64_t n : film.vortices.counts()) count += n;
    CHECK(count == 10);
    const double kt = constants::boltzmann * 20.0;
    CHECK(relative_difference(film.work_at_jc0, 2.0 * 20e-3 * 1.602176634e-19 / kt) < 1e-9);
    CHECK(film_of({"sites.capacity=3"}).capacity == 3.0);
    CHECK(film_of({"sites.capacity=\"unlimited\""}).capacity == Landscape::unlimited);
    const Config config = test::parse(good_film);
    CHECK_FALSE(std::get<FilmConfig>(config.system).tracking);
    // U0 follows from the segment that hops, U0 = Jc0 Phi0 l a/2.
    const FilmParameters segment =
        film_of({}, test::replaced(good_film, "U0 = \"20 meV\"", "segment = \"60 nm\""));
    const double implied = 1e9 * constants::flux_quantum * 60e-9 * 50e-9 / 2.0 / kt;
    CHECK(relative_difference(std::get<PowerLawBarrier>(segment.barrier).height, implied) < 1e-9);
    CHECK(relative_difference(segment.work_at_jc0, 2.0 * implied) < 1e-9);
}

TEST_CASE("in the wall of a ring a hop does the work that it takes from the ring's energy", "[io][film]") {
    // L <I^2> = kT at rest needs W(Jc0)/|change of J/Jc0 a hop| = L Ic^2/kT (PHYSICS D2), whatever U0 implies.
    const std::vector<std::string> set{"wall.inductance=\"1e-10 H\""};
    const Config config = test::parse(good_film, set);
    const FilmParameters film = film_in(config);
    const double critical_current = 1e9 * extent(film).width * film.thickness;
    const double kt = constants::boltzmann * 20.0;
    CHECK(relative_difference(film.work_at_jc0 / -film.feedback, 1e-10 * critical_current * critical_current / kt) <
          1e-12);
    REQUIRE(config.notes.size() == 1);
    CHECK(config.notes[0].find("the ring's energy the work of a hop") != std::string::npos);
    CHECK(std::get<PowerLawBarrier>(film.barrier).height ==
          std::get<PowerLawBarrier>(film_of({}).barrier).height);
    CHECK(refused(with(set, "barrier.law=\"kramers\""), "the cosine pin has no such freedom"));
    const std::string whole = test::replaced(good_film, "U0 = \"20 meV\"", "segment = \"100 nm\"");
    CHECK(test::parse(whole, set).notes.empty());
}

TEST_CASE("the effective configuration of a film gives the same film", "[io][film]") {
    const std::vector<std::vector<std::string>> settings{
        {},
        {"barrier.mu=0", "barrier.U_max=\"30 meV\"", "material.critical_temperature=\"90 K\""},
        disorder,
        {"sites.capacity=\"unlimited\"", "barrier.law=\"smoluchowski\"", "vortices.placement=\"even\""},
        {"current.density=\"1e8 A/m^2\"", "current.shape=\"ramp\"", "current.final=\"5e8 A/m^2\"",
         "current.ramp_end=\"10 s\""},
        {"current.shape=\"steps\"", "current.times=[\"1 s\", \"2 s\"]",
         "current.levels=[\"1e8 A/m^2\", \"0 A/m^2\"]"},
        {"sites.edges_x=\"open\"", "field.applied=\"0.1 T\"", "current.shape=\"sinusoidal\"",
         "current.amplitude=\"1e8 A/m^2\"", "current.frequency=\"3 Hz\""},
        {"wall.inductance=\"1e-10 H\"", "current.density=\"5e8 A/m^2\""},
        {"material.critical_temperature=\"90 K\"", "record.vortices=true", "record.hop_log=50"}};
    for (const auto& set : settings) {
        const Config config = test::parse(good_film, set);
        INFO(config.effective);
        const Config again = parse_config("effective", config.effective);
        CHECK(same_film(film_in(config), film_in(again)));
        CHECK(again.effective == parse_config("again", again.effective).effective);
        for (const double t : {0.0, 0.5, 1.5, 2.0, 7.0, 20.0}) {
            CHECK(relative_difference(film_in(config).current.value(t),
                                      film_in(again).current.value(t)) < 1e-12);
        }
    }
    const Config placed = test::parse(random_sites, disorder);
    CHECK(same_film(film_in(placed), film_in(parse_config("effective", placed.effective))));
}

TEST_CASE("a sample keeps its energies at any temperature and current", "[io][film]") {
    // Cooling the same sample twice: depths and saddles in joules, sites and vortices stay.
    const FilmParameters cold = film_of(disorder);
    const FilmParameters warm = film_of(with(disorder, "system.temperature=\"40 K\""));
    const FilmParameters driven = film_of(with(disorder, "current.density=\"5e8 A/m^2\""));
    REQUIRE(cold.depths.size() == 24);
    REQUIRE(cold.saddles.size() == 72);
    CHECK(driven.depths == cold.depths);
    CHECK(driven.saddles == cold.saddles);
    CHECK(driven.vortices == cold.vortices);
    CHECK(warm.vortices == cold.vortices);
    double worst = 0.0;
    for (std::size_t i = 0; i < 24; ++i) {
        worst = std::max(worst, std::abs(warm.depths[i] * 40.0 - cold.depths[i] * 20.0));
    }
    for (std::size_t i = 0; i < 72; ++i) {
        worst = std::max(worst, std::abs(warm.saddles[i] * 40.0 - cold.saddles[i] * 20.0));
    }
    CHECK(worst < 1e-4);  // K: single precision of some 10 kT at 40 K is 4e-5

    // Another sample, another seed: other energies. Vortices and saddles have streams of their own.
    const FilmParameters other = film_of(with(disorder, "disorder.sample=1"));
    CHECK(other.depths != cold.depths);
    CHECK(other.saddles != cold.saddles);
    CHECK(film_of(with(disorder, "ensemble.seed=6")).depths != cold.depths);
    CHECK(film_of({}).vortices == cold.vortices);
    const auto points = [](const FilmParameters& film) {
        return std::get<PlacedSites>(film.sites).points;
    };
    const FilmParameters here = film_of(disorder, random_sites);
    CHECK(points(film_of({}, random_sites)) == points(here));
    CHECK(points(film_of({"disorder.sample=1"}, random_sites)) != points(here));
}

TEST_CASE("mistakes in a film are named", "[io][film]") {
    CHECK(refused({"sites.colums=6"}, "columns"));
    CHECK(refused({"sites.capacity=\"many\""}, "neither a whole number"));
    CHECK(refused({"sites.columns=2"}, "a periodic axis needs at least 3 sites"));
    CHECK(refused({"sites.rows=2"}, "a periodic axis needs at least 3 sites"));
    CHECK(refused({"sites.rows=5"}, "needs an even number"));
    CHECK(refused({"vortices.count=25"}, "25 vortices do not fit on 24 sites"));
    CHECK(refused({"vortices.filling=0.5"}, "give one of field, filling and count"));
    CHECK(refused({"vortices.filling=1.5"}, "vortices", random_sites));
    CHECK(refused({"material.critical_temperature=\"15 K\""}, "is not below"));
    CHECK(refused({"barrier.law=\"kramers\"", "barrier.segment=\"500 nm\""},
                  "the cosine pin has no such freedom"));
    CHECK(refused({"barrier.law=\"smoluchowski\"", "barrier.U0=\"700 kT\""}, "at most 600 kT"));
    CHECK(refused({"disorder.sites=\"normal\"", "disorder.sites_deviation=\"20 meV\""},
                  "negative barrier"));
    CHECK(refused({"disorder.sites=\"normal\""}, "sites_deviation"));
    CHECK(refused({"engine.method=\"tau-leaping\""}, "tau-leaping is not for vortices on sites"));
    CHECK(refused({"sites.edges_x=\"open\"", "field.applied=\"10 T\""}, "more than the sites hold"));
    CHECK(refused({"sites.edges_x=\"open\"", "field.applied=\"-0.1 T\""}, "must not become negative"));
    CHECK(refused({"sites.minimum_distance=\"0.4 um\""}, "minimum_distance", random_sites));
    CHECK(refused({"sites.reach=\"0.6 um\""}, "reach", random_sites));
    CHECK(refused({"wall.inductance=\"1e-10 H\"", "current.shape=\"ramp\"",
                   "current.final=\"1e8 A/m^2\"", "current.ramp_end=\"1 s\""},
                  "cannot be imposed as well"));
}

TEST_CASE("mistakes in what is imposed are named", "[io][film]") {
    CHECK(refused({"current.shape=\"steps\"", "current.times=[\"2 s\", \"1 s\"]",
                   "current.levels=[\"0 A/m^2\", \"1e8 A/m^2\"]"},
                  "must be positive and increase"));
    CHECK(refused({"current.shape=\"steps\"", "current.times=[\"1 s\", \"2 s\"]",
                   "current.levels=[\"1e8 A/m^2\"]"},
                  "1 levels for 2 times"));
    CHECK(refused({"current.shape=\"steps\"", "current.times=[\"1 s\"]"}, "give a list such as"));
    CHECK(refused({"current.shape=\"ramp\"", "current.final=\"1e8 A/m^2\"",
                   "current.ramp_begin=\"2 s\"", "current.ramp_end=\"1 s\""},
                  "must be later than current.ramp_begin"));
    CHECK(refused({"current.shape=\"sinusoidal\"", "current.amplitude=\"1e8 A/m^2\""}, "frequency"));
    CHECK(refused({"current.density=\"3 T\""}, "current.density"));
}

TEST_CASE("a segment that contradicts U0 is noted, and the work is the segment's", "[io][film]") {
    const Config config = test::parse(good_film, {"barrier.segment=\"500 nm\""});
    REQUIRE_FALSE(config.notes.empty());
    CHECK(config.notes[0].find("detailed balance") != std::string::npos);
    const double kt = constants::boltzmann * 20.0;
    CHECK(relative_difference(film_in(config).work_at_jc0,
                              1e9 * constants::flux_quantum * 500e-9 * 50e-9 / kt) < 1e-9);
}

TEST_CASE("a cutoff scales as U0 does, and frees what mu >= 0 freezes", "[io][film]") {
    const std::vector<std::string> logarithmic{"barrier.mu=0", "material.critical_temperature=\"90 K\""};
    const auto notes = [](const std::vector<std::string>& set) { return test::parse(good_film, set).notes; };
    REQUIRE(notes(logarithmic).size() == 1);
    CHECK(notes(logarithmic)[0].find("barrier.U_max") != std::string::npos);
    const auto cut = with(logarithmic, "barrier.U_max=\"30 meV\"");
    CHECK(notes(cut).empty());
    const auto barrier = std::get<CutoffBarrier>(film_of(cut).barrier);
    CHECK(barrier.law.mu == 0.0);
    CHECK(relative_difference(barrier.highest, 1.5 * barrier.law.height) < 1e-12);
    const FilmParameters film = film_of(cut);  // at rest: without the cutoff every rate is zero
    const double rate = make_film(film).departure_rate(NodeId(0), initial_state(film));
    CHECK((rate == 0.0) == (film.vortices[0] == 0));
    CHECK(refused({"barrier.law=\"kramers\"", "barrier.U_max=\"30 meV\""}, "barrier.U_max"));
}

TEST_CASE("vortices are scattered evenly over the places", "[io][film]") {
    // 300 samples of 10 vortices on 24 sites: each site holds one with probability 10/24; the counts
    // of all sites by a chi-square (23 degrees; the fixed total leaves a factor (1 - 10/24)).
    std::vector<double> counts(24, 0.0);
    constexpr int samples = 300;
    for (int sample = 0; sample < samples; ++sample) {
        const auto vortices = film_of({"disorder.sample=" + std::to_string(sample)}).vortices;
        for (std::size_t i = 0; i < 24; ++i) counts[i] += double(vortices[i]);
    }
    const double p = 10.0 / 24.0, expected = samples * p;
    double chi_square = 0.0;
    for (const double n : counts) {
        chi_square += (n - expected) * (n - expected) / (expected * (1.0 - p)) * 23.0 / 24.0;
    }
    CHECK(chi_square_p_value(chi_square, 23) > test::false_alarm);
}
