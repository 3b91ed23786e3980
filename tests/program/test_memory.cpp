// Sizes that cannot fit are refused before the work, with the estimate; what is estimated is what is used.
#include <cmath>

#include "../support/workplace.hpp"

namespace {

using fluxhop::test::configs;
using fluxhop::test::contents;
using fluxhop::test::has;
using fluxhop::test::Workplace;

/// film_2d.toml without [record].
std::string film(const Workplace& here) {
    const std::string text = contents(configs + "film_2d.toml");
    return here.config("film.toml", text.substr(0, text.find("[record]"))) + " ";
}

void check_refused(const Workplace& here, const std::string& arguments, const std::string& what) {
    const auto outcome = here.run(arguments, "timeout 60");
    INFO(arguments << "\n" << outcome.err);
    CHECK(outcome.code == 2);
    CHECK(has(outcome.err, what));
    CHECK(has(outcome.err, "this machine has"));
    CHECK(here.files() <= 1);  // the configuration
}

/// The number behind a word of a text.
double number_after(const std::string& text, const std::string& word) {
    UNSCOPED_INFO(text);
    REQUIRE(text.find(word) != std::string::npos);
    return std::stod(text.substr(text.find(word) + word.size()));
}

}  // namespace

TEST_CASE("sizes that fit no machine are refused before the work", "[program][memory]") {
    const Workplace here;
    const std::string huge = film(here) + "--set sites.columns=60000 --set sites.rows=60000 ";
    check_refused(here, "run " + huge, "sites.columns: ");
    check_refused(here, "run " + huge + "--json", "need at least");
    check_refused(here, "run '" + configs + "ladder.toml' --realizations 1000000000", "results ");
    check_refused(here, "run '" + configs + "vi_curve.toml' --realizations 1000000000", "results ");
    check_refused(here, "compare '" + configs + "slab_relaxation.toml' --realizations 10000000", "results ");
    check_refused(here,
                  "run " + film(here) +
                      "--set sites.arrangement=square --set sites.columns=1000000000 --set sites.rows=3 "
                      "--set record.profile=true",
                  "need at least");
}

// Tests of [footprint] hold for a program without the shadow memory of a sanitizer.
TEST_CASE("a run whose checkpoint does not fit is refused, and told that it fits without",
          "[program][memory][footprint]") {
    // A limit between what the run takes and what it takes while its state is saved.
    const Workplace here;
    const std::string few = film(here) + "--set sites.columns=2000 --set sites.rows=2000 --set time.first=1e-4 "
                                         "--set time.last=1e-3 ";
    const std::string said = here.run("check " + few).out;
    const double running = 1e9 * number_after(said, "memory of a run: about "),
                 saving = 1e9 * number_after(said, "); ");
    CHECK(saving > 3e7);
    const std::string limit = "ulimit -v " + std::to_string(std::lround((running + 0.5 * saving) / 1024.0)) + ";";
    const auto refused = here.run("run " + few, limit + " timeout 60");
    INFO(limit << "\n" << said << refused.err);
    CHECK(refused.code == 2);
    CHECK(has(refused.err, "more while a checkpoint is written"));
    CHECK(has(refused.err, "--checkpoint-every off would fit"));
    CHECK_FALSE(has(here.run("run " + few + "--checkpoint-every off", limit + " timeout 60").err, "this machine has"));
    const auto kept = here.run("run " + few + "-o kept.nc --keep-state --checkpoint-every off", limit + " timeout 60");
    INFO(kept.err);
    CHECK(kept.code == 2);
    CHECK_FALSE(has(kept.err, "would fit"));
}

TEST_CASE("theory that does not fit is refused before any of it is solved", "[program][memory][long]") {
    const Workplace here;
    const std::string chain = "theory '" + configs + "diffusion.toml' "
                              "--set 'sweep.current.density=[\"0 A/m^2\"]' ";
    check_refused(here, chain + "--mean-field --noise --set sites.columns=100000", "theory needs about");
    check_refused(here, chain + "--mean-field --set sites.columns=10000 --set time.count=10000000",
                  "theory needs about");
    check_refused(here, chain + "--master-equation --set sites.columns=1400 --set vortices.count=2",
                  "theory needs about");
}

TEST_CASE("a limit that is set counts as the machine's memory", "[program][memory][footprint]") {
    const Workplace here;
    const auto refused = here.run("check " + film(here) + "--set sites.columns=4000 --set sites.rows=4000",
                                  "ulimit -v 200000;");
    INFO(refused.err);
    CHECK(refused.code == 2);
    CHECK(has(refused.err, "this machine has 0.205 GB"));
    const auto results =
        here.run("run '" + configs + "ladder.toml' --realizations 1000000", "ulimit -v 600000;");
    INFO(results.err);
    CHECK(results.code == 2);
    CHECK(has(results.err, "results "));
}

TEST_CASE("a film takes twelve bytes a site and twenty-eight a vortex, as the estimate says",
          "[program][memory][footprint]") {
    // Catches: a second copy of depths, of vortices or of the state at the start, a list that doubles.
    const Workplace here;
    const std::string few = film(here) + "--set vortices.filling=0.05 --set time.first=1e-4 "
                                         "--set time.last=1e-3 ";
    const std::string arguments = few + "--set sites.columns=1600 --set sites.rows=1600 ";
    const std::string measure = "python3 -c 'import resource, subprocess, sys; "
                                "subprocess.run(sys.argv[1:], check=True); "
                                "print(\"peak\", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)'";
    const double estimate =
        1e9 * number_after(here.run("check " + arguments).out, "memory of a run: about ");
    const auto peak_of = [&](const std::string& what) {
        return 1024.0 * number_after(here.run("run " + what + "--threads 1", measure).out, "peak ");
    };
    const double peak = peak_of(arguments);
    const double program = peak_of(few + "--set sites.columns=10 --set sites.rows=10 ");
    constexpr double sites = 1600.0 * 1600.0;
    CHECK(peak - program < (12.2 + 28.0 * 0.05) * sites);
    CHECK(peak < 1.2 * estimate);
    CHECK(estimate < 1.5 * peak);
}
