#include <string>

#include "../../support/config_text.hpp"
#include "fluxhop/io/config_error.hpp"

using namespace fluxhop;
using test::errors_of;
using test::replaced;

namespace {

const std::string good = R"([system]
kind = "ring"
temperature = "4.2 K"
[ring]
mean_radius = "50 um"
wall_width = "5 um"
wall_thickness = "0.2 um"
hop_length = "22 nm"
hop_sites = 10
attempt_frequency = "1e10 /s"
initial_current_density = "3.2e9 A/m^2"
[barrier]
U0 = "300 kT"
Jc0 = "3.3e9 A/m^2"
[time]
first = "1e-8 s"
last = "1e4 s"
[ensemble]
seed = 5
)";

bool says(const std::string& message, const std::string& part) {
    INFO(message);
    const bool found = message.find(part) != std::string::npos;
    CHECK(found);
    return found;
}

std::size_t lines(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
}

}  // namespace

TEST_CASE("a good configuration becomes plain numbers in SI", "[io]") {
    const Config config = parse_config("my.toml", good);
    const auto& ring = std::get<RingParameters>(config.system);
    CHECK(ring.temperature == 4.2);
    CHECK(test::relative_difference(ring.hop_length, 22e-9) < 1e-15);
    CHECK(test::relative_difference(ring.barrier.height, 300.0) < 1e-14);
    CHECK(ring.barrier.mu == -1.0);
    CHECK(ring.inductance == thin_ring_inductance(50e-6, 5e-6, 0.2e-6));
    CHECK(config.realizations == 1000);
    CHECK(config.seed == 5);
    CHECK(config.comparison.false_alarm == 1e-3);
}

TEST_CASE("the effective configuration reads back to itself", "[io]") {
    const Config config = parse_config("my.toml", good);
    const Config again = parse_config("effective", config.effective);
    CHECK(parse_config("again", again.effective).effective == again.effective);
    CHECK(std::get<RingParameters>(again.system).inductance ==
          std::get<RingParameters>(config.system).inductance);
    CHECK(again.seed == config.seed);
    says(config.effective, "applied_flux = \"0 Wb\"  # default");
    says(config.effective, "power = 0.9  # default");
}

TEST_CASE("a seed is made up when absent and stored", "[io]") {
    const std::string text = replaced(good, "seed = 5", "");
    const Config one = parse_config("my.toml", text), two = parse_config("my.toml", text);
    CHECK(one.seed != two.seed);
    CHECK(parse_config("effective", one.effective).seed == one.seed);
}

TEST_CASE("a barrier left out follows from Jc0, one that disagrees is noted", "[io]") {
    const Config derived = parse_config("my.toml", replaced(good, "U0 = \"300 kT\"", ""));
    CHECK(std::get<RingParameters>(derived.system).barrier.height == Approx(258.893).epsilon(1e-5));
    CHECK(derived.notes.empty());
    REQUIRE(parse_config("my.toml", good).notes.size() == 1);
    says(parse_config("my.toml", good).notes[0], "258.9 kT");
}

TEST_CASE("each mistake is told with file, line, key and what is allowed", "[io]") {
    const auto check = [](const char* from, const char* to, const char* place, const char* part) {
        const std::string message = errors_of(replaced(good, from, to));
        CHECK(lines(message) == 1);
        says(message, place);
        says(message, part);
    };
    check("hop_length", "hop_lenght", "my.toml:8: ring.hop_lenght: unknown key",
          "did you mean \"hop_length\"?");
    check("\"22 nm\"", "\"22 ns\"", "my.toml:8: ring.hop_length: ", "expected a length");
    check("\"22 nm\"", "22e-9", "my.toml:8: ring.hop_length: ", "has no unit");
    check("\"22 nm\"", "\"-22 nm\"", "my.toml:8: ring.hop_length: ", "allowed: > 0 m");
    check("\"22 nm\"", "\"22 um\"", "my.toml:8: ring.hop_length: ", "must not exceed the wall width");
    check("hop_sites = 10", "hop_sites = 0", "my.toml:9: ring.hop_sites: ", "from 1 to");
    check("hop_sites = 10", "hop_sites = 1.5", "my.toml:9: ring.hop_sites: ", "whole number");
    check("\"3.2e9 A/m^2\"", "\"3.4e9 A/m^2\"", "my.toml:11: ", "exceeds Jc0");
    check("\"1e4 s\"", "\"1e-9 s\"", "my.toml:17: time.last: ", "later than time.first");
    check("\"ring\"", "\"rnig\"", "my.toml:2: system.kind: ", "one of \"ring\", \"ladder\"");
    check("[ensemble]", "[ensembel]", "my.toml:18: ensembel: not a section",
          "did you mean [ensemble]?");
    check("seed = 5", "seed = -5", "my.toml:19: ensemble.seed: ", "from 0 to");
    check("seed = 5", "seed = 99999999999999999999", "my.toml:19: not valid TOML", "");
    check("seed = 5", "U0 = \"1 J\"", "my.toml:19: ensemble.U0: unknown key",
          "it belongs to [barrier]");
    check("300 kT", "300 kT\\u0000", "my.toml:13: barrier.U0: ", "NUL");
}

TEST_CASE("a missing key names its section", "[io]") {
    says(errors_of(replaced(good, "Jc0 = \"3.3e9 A/m^2\"", "")),
         "my.toml:12: barrier.Jc0: missing; it takes a current density such as");
    says(errors_of(""), "system.kind: missing; it takes one of \"ring\", \"ladder\"");
}

TEST_CASE("a missing section is told once", "[io]") {
    const auto begin = good.find("[ring]"), end = good.find("[barrier]");
    const std::string without = good.substr(0, begin) + good.substr(end);
    CHECK(errors_of(without) ==
          "my.toml: the section [ring] is missing; it needs mean_radius, wall_width, wall_thickness, "
          "hop_length, attempt_frequency, initial_current_density");
    CHECK(errors_of(replaced(good, "[ring]", "[[ring]]")) ==
          "my.toml:4: ring: [[ring]] makes a list of tables; write [ring]");
}

TEST_CASE("a key in the wrong place is sent to its section", "[io]") {
    CHECK(errors_of("title = \"x\"\n" + good) ==
          "my.toml:1: title: a key outside all sections; it belongs to [system]");
    CHECK(errors_of("hop_sites = 3\n" + replaced(good, "hop_sites = 10", "")) ==
          "my.toml:1: hop_sites: a key outside all sections; it belongs to [ring]");
    CHECK(errors_of("what = 3\n" + good) ==
          "my.toml:1: what: not a section of this configuration; there are [barrier], [compare], [engine], "
          "[ensemble], [output], [ring], [sweep], [system], [time]");
}

TEST_CASE("the only unknown key stands for the only missing one", "[io]") {
    const std::string linear =
        replaced(good, "[ensemble]", "spacing = \"linear\"\npoints = 7\n[ensemble]");
    CHECK(errors_of(linear) == "my.toml:19: time.points: unknown key; did you mean \"count\"? It is "
                               "missing, and takes a whole number from 2 to 10000000");
}

TEST_CASE("all mistakes are told at once", "[io]") {
    std::string text = replaced(good, "\"22 nm\"", "\"22 s\"");
    text = replaced(text, "hop_sites", "hopsites");
    text = replaced(text, "\"4.2 K\"", "\"0 K\"");
    text = replaced(text, "last", "lats");
    const std::string message = errors_of(text);
    CHECK(lines(message) == 4);
    says(message, "did you mean \"hop_sites\"?");
    says(message, "> 0 K");
}

TEST_CASE("one mistake brings no others with it", "[io]") {
    const auto only = [](const std::string& text, const std::string& message) {
        CHECK(errors_of(text) == message);
    };
    only(replaced(good, "first = \"1e-8 s\"", "unit = \"hour\"\nfirst = 1"),
         "my.toml:16: time.unit: \"hour\" is not one of \"second\", \"waiting_time\"");
    only(replaced(good, "[time]", "[time]\nspacing = \"even\"\ncount = 7"),
         "my.toml:16: time.spacing: \"even\" is not one of \"logarithmic\", \"linear\"");
    only(good + "[engine]\nmethod = \"fast\"\nleap_epsilon = 0.1\n",
         "my.toml:21: engine.method: \"fast\" is not one of \"exact\", \"tau-leaping\"");
    only(replaced(good, "\"ring\"", "\"rnig\""),
         "my.toml:2: system.kind: \"rnig\" is not one of \"ring\", \"ladder\", \"regions\", "
         "\"cylinder\", \"chain\", \"sites\", \"slab\"");
    only(good + "[sweep]\nring.hop_sites = { from = 1, to = 2, count = 1 }\n",
         "my.toml:21: sweep.ring.hop_sites.count: 1 is out of range; allowed: a whole number from 2 to "
         "10000");
}

TEST_CASE("mistakes behind a wrong choice are told with it, in the order of the file", "[io]") {
    std::string text = replaced(good, "\"ring\"", "\"rnig\"");
    text = replaced(replaced(text, "seed", "sead"), "first", "frist");
    CHECK(lines(errors_of(text)) == 3);
    says(errors_of(text), "my.toml:16: time.frist: unknown key; did you mean \"first\"?\n"
                          "my.toml:19: ensemble.sead: unknown key");
}

TEST_CASE("errors hold file, line, key and message apart", "[io]") {
    try {
        parse_config("my.toml", replaced(good, "\"22 nm\"", "\"22 ns\""),
                     {.command_line = {"ring.hop_sites=0"}, .sweep_point = {}});
        FAIL("accepted");
    } catch (const ConfigError& error) {
        REQUIRE(error.mistakes().size() == 2);
        CHECK(error.mistakes()[0].place.text() == "--set ring.hop_sites");
        CHECK(error.mistakes()[0].place.line == 0);
        CHECK(error.mistakes()[1].place.origin == "my.toml");
        CHECK(error.mistakes()[1].place.line == 8);
        CHECK(error.mistakes()[1].place.key == "ring.hop_length");
        CHECK(error.mistakes()[1].text() == "my.toml:8: ring.hop_length: " + error.mistakes()[1].message);
    }
}

TEST_CASE("a hundred mistakes are enough", "[io]") {
    std::string text = good;
    for (int i = 0; i < 5000; ++i) text.append("k").append(std::to_string(i)).append(" = 1\n");
    CHECK(lines(errors_of(text)) == 101);
    says(errors_of(text), "and more; the first 100 are shown");
}

TEST_CASE("overrides from the command line win and are named in errors", "[io]") {
    const Config config = parse_config(
        "my.toml", good,
        {.command_line = {"ring.hop_sites=77", "barrier.U0=310 kT", "compare.power=0.8"},
         .sweep_point = {}});
    CHECK(std::get<RingParameters>(config.system).hop_sites == 77.0);
    CHECK(std::get<RingParameters>(config.system).barrier.height == Approx(310.0));
    CHECK(config.comparison.power == 0.8);
    says(errors_of(good, {"ring.hop_sites=none"}), "--set ring.hop_sites: ");
    says(errors_of(good, {"ring.hop_site=3"}), "did you mean \"hop_sites\"?");
    says(errors_of(good, {"nonsense"}), "write section.key=value");
    says(errors_of(good, {"a=b.c"}), "write section.key=value");
    says(errors_of("system = 3", {"system.kind=ring"}), "is not a section");
}

TEST_CASE("energies in kT are noted when the temperature is changed from outside", "[io]") {
    const auto notes = [](const std::string& text) {
        return parse_config("my.toml", text,
                            {.command_line = {}, .sweep_point = {"system.temperature=\"8 K\""}})
            .notes;
    };
    CHECK(notes(good).size() == 2);
    CHECK(notes(replaced(good, "\"300 kT\"", "\"109 meV\"")).size() == 1);
    CHECK_THROWS_WITH(parse_config("my.toml", good,
                                   {.command_line = {}, .sweep_point = {"ring.hop_site=3"}}),
                      "my.toml: [sweep] ring.hop_site: unknown key; did you mean \"hop_sites\"?");
    CHECK_THROWS_WITH(parse_config("my.toml", good,
                                   {.command_line = {}, .sweep_point = {"rings.hop_sites=3"}}),
                      "my.toml: [sweep] rings: not a section of this configuration; did you mean [ring]?");
}

TEST_CASE("numbers that overflow on the way are refused", "[io]") {
    for (const char* length : {"1e-10 nm", "1e-15 nm", "1e-300 nm"}) {
        says(errors_of(replaced(good, "22 nm", length)), "can be counted");
    }
    CHECK_FALSE(errors_of(replaced(good, "50 um", "1e200 m")).empty());
}

TEST_CASE("what is not TOML, or only meant to hurt, is refused", "[io]") {
    says(errors_of("[system\nkind = 3"), "my.toml:1: not valid TOML");
    says(errors_of("a = " + std::string(100'000, '[')), "my.toml:1: values nested more than 16 deep");
    says(errors_of("a" + std::string(100'000, '.') + "b = 1"), "my.toml:1: keys of more than 16 parts");
    says(errors_of(std::string(2 << 20, ' ')), "bytes is refused");
    says(errors_of(replaced(good, "hop_sites = 10", "hop_sites = [1, 2]")), "whole number");
    says(errors_of(replaced(good, "\"22 nm\"", "\"nan nm\"")), "not a finite number");
    says(errors_of(replaced(good, "\"22 nm\"", "\"1e400 nm\"")), "outside the range");
    says(errors_of(replaced(good, "\"22 nm\"", "\"\"")), "empty");
}

TEST_CASE("a ladder must have rungs to the end of the run", "[io]") {
    const std::string text = R"([system]
kind = "ladder"
[ladder]
barrier_step = 0.1
rungs = 100
[time]
first = "1 s"
last = "1e6 s"
)";
    says(errors_of(text), "539 or more");
    CHECK(errors_of(replaced(text, "= 100", "= 539")).empty());
}

namespace {

const std::string regions = R"([system]
kind = "regions"
temperature = "77 K"
[regions.p]
area = "1 flux_quantum/gauss"
field = "20 gauss"
law = "linear"
U0 = "15 kT"
maximum_field = "20 gauss"
[regions.q]
area = "2 flux_quantum/gauss"
vortices = 40
law = "none"
[contacts.pq]
between = ["p", "q"]
exchange = "0.1 /s"
[time]
first = "1 s"
last = "1e4 s"
)";

}  // namespace

TEST_CASE("regions and contacts are read by name", "[io]") {
    const auto network = std::get<RegionNetwork>(parse_config("my.toml", regions).system);
    REQUIRE(network.regions.size() == 2);
    CHECK(network.regions[0].name == "p");
    CHECK(network.regions[0].vortices == 20);
    CHECK(network.regions[1].vortices == 40);
    CHECK(network.contacts[0].exchange == 0.1);
    const auto by_length = std::get<RegionNetwork>(
        parse_config("my.toml", replaced(regions, "exchange = \"0.1 /s\"", "length = \"3 um\"") +
                                    "[hops]\nlength = \"10 nm\"\nattempt_frequency = \"1e6 /s\"\n")
            .system);
    CHECK(by_length.contacts[0].exchange == Approx(3e-6 * 1e-8 * 1e6 / (2 * 2.067833848e-11)));
}

TEST_CASE("mistakes in regions and contacts are told by name", "[io]") {
    const auto check = [](const char* from, const char* to, const char* place, const char* part) {
        const std::string message = errors_of(replaced(regions, from, to));
        CHECK(lines(message) == 1);
        says(message, place);
        says(message, part);
    };
    check("field = \"20 gauss\"", "field = \"21 gauss\"", "my.toml:6: regions.p.field: ",
          "above its maximum field");
    check("[\"p\", \"q\"]", "[\"p\", \"r\"]", "my.toml:15: contacts.pq.between: ",
          "no region or reservoir is called \"r\"");
    check("[\"p\", \"q\"]", "[\"p\", \"p\"]", "my.toml:15: ", "another region");
    check("[\"p\", \"q\"]", "\"p\"", "my.toml:15: ", "names of two regions");
    check("\"1 flux_quantum/gauss\"", "\"0 um^2\"", "my.toml:5: regions.p.area: ", "> 0 m^2");
    check("\"0.1 /s\"", "\"-1 /s\"", "my.toml:16: contacts.pq.exchange: ", ">= 0 1/s");
    check("\"0.1 /s\"", "[\"0.1 /s\", \"0.1 /s\"]", "my.toml:16: contacts.pq.exchange: ",
          "violates A_i eps_ij = A_j eps_ji: 2.067833848e-12 against 4.135667697e-12");
    check("[regions.q]", "[regions.p]", "my.toml:10: not valid TOML", "");
    check("[contacts.pq]", "[[contacts.pq]]", "my.toml:14: contacts.pq: ", "write [contacts.pq]");
    check("[contacts.pq]", "[reservoirs.p]\nfield = \"0 gauss\"\n[contacts.pq]",
          "my.toml:14: reservoirs.p: ", "a region has this name already");
    check("law = \"none\"", "law = \"nun\"", "my.toml:13: regions.q.law: ", "\"inverse power\"");
    check("vortices = 40", "vortices = -40", "my.toml:12: regions.q.vortices: ", "from 0 to");
    CHECK(errors_of(replaced(regions, "\"0.1 /s\"", "[\"0.1 /s\", \"0.05 /s\"]")).empty());
}

TEST_CASE("rounding to whole vortices is noted, a lonely region is warned of", "[io]") {
    const Config config =
        parse_config("my.toml", replaced(regions, "\"20 gauss\"\nlaw", "\"17.3 gauss\"\nlaw") +
                                    "[regions.lonely]\narea = \"1 um^2\"\nvortices = 1\nlaw = \"none\"\n");
    REQUIRE(config.notes.size() == 1);
    says(config.notes[0], "17.3 vortices rounded to 17");
    REQUIRE(config.warnings.size() == 1);
    says(config.warnings[0], "regions.lonely is in no contact");
}

TEST_CASE("a sweep multiplies the points, last axis fastest", "[io]") {
    const Config config = parse_config("my.toml", regions + R"([sweep]
contacts.pq.exchange = ["0.1 /s", "0.2 /s"]
regions.q.vortices = { from = 10, to = 30, count = 3 }
)");
    REQUIRE(config.sweep.size() == 2);
    const auto points = sweep_points(config.sweep);
    REQUIRE(points.size() == 6);
    CHECK(points[1][0] == "contacts.pq.exchange=\"0.1 /s\"");
    CHECK(points[1][1] == "regions.q.vortices=20");
    const std::string bare = errors_of(regions + "[sweep]\ntemperature = [1, 2]\n");
    says(bare, "name the key with its section");
    CHECK(bare.find("unknown key") == std::string::npos);
    says(errors_of(regions + "[sweep]\n\"system.temperature\" = [1, 2]\n"),
         "unknown key; write system.temperature without the quotes");
    says(errors_of(regions + "[sweep]\nsystem.temperature = 3\n"), "takes a list of values");
    says(errors_of(regions + "[sweep]\nsystem.temperature = []\n"), "has no values");
    const std::string many = " = { from = 1, to = 9, count = 101 }\n";
    says(errors_of(regions + "[sweep]\nregions.p.vortices" + many + "regions.q.vortices" + many),
         "my.toml:22: sweep.regions.q.vortices: makes 10201 points; at most 10000");
    says(errors_of(regions + "[sweep]\na.b = { from = \"1 K\", to = \"2 s\", count = 2 }\n"),
         "the same unit");
}
