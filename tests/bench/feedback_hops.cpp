// Prints the table of docs/speed_networks.md on rings of many vortices: what a hop costs when it changes
// the current, and with it every barrier.
//
//   fluxhop_feedback_hops [most vortices, 1000000]
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "fluxhop/engine/engine.hpp"
#include "fluxhop/engine/feedback_engine.hpp"
#include "fluxhop/model/disorder.hpp"
#include "fluxhop/model/film.hpp"
#include "fluxhop/select/sum_tree.hpp"
#include "stretches.hpp"

using namespace fluxhop;

namespace {

constexpr int timed_runs = 5;

/// The wall of a ring: 40 sites across, a vortex on a tenth of the sites, U0 = 10 +- 2 kT. A ring ten
/// times as long has ten times the vortices and the inductance: all hops together take 0.05 Jc0 when
/// each vortex has hopped once.
FilmParameters wall(std::size_t vortices) {
    FilmParameters film;
    film.temperature = 77.0;
    film.sites = Lattice{LatticeKind::square, 40, vortices / 4};
    film.hop_length = 20e-9;
    film.thickness = 200e-9;
    film.critical_current_density = 1e10;
    film.work_at_jc0 = 20.0;
    film.attempt_frequency = 1.0;
    film.barrier = PowerLawBarrier{10.0, -1.0};
    film.current = Signal(0.5);
    film.feedback = -0.05 / static_cast<double>(vortices);
    RandomStream random(91, 0, Purpose::disorder);
    film.depths = draw_sample(NormalLaw{0.0, 2.0}, site_count(film), random);
    for (std::size_t i = 0; i < site_count(film); ++i) {
        film.vortices.push_back(uniform_open_at_zero(random) <= 0.1 ? 1 : 0);
    }
    return film;
}

template <class Simulation>
void measure(const char* name, std::size_t vortices, double hops) {
    const FilmParameters film = wall(vortices);
    const Model model = make_film(film);
    Simulation engine(model, initial_state(film), RandomStream(92, 0, Purpose::events));
    bench::Stretches stretches(engine, model.odometer(), 1e3 / static_cast<double>(vortices));
    while (static_cast<double>(stretches.passed().hops) < 3.0 * hops) stretches.run(hops);
    const RunSummary warm = stretches.passed();
    bench::Times times;
    for (int i = 0; i < timed_runs; ++i) times.push(stretches.run(hops));
    const auto made = static_cast<double>(stretches.passed().hops - warm.hops);
    const auto thinned = static_cast<double>(stretches.passed().thinned - warm.thinned);
    fmt::print("| {} | {} | {:.0f} | {:.0f} | {:.2f} |\n", vortices, name, times.median(),
               times.least(), made / (made + thinned));
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t most = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000'000;
    fmt::print("| vortices | engine | ns per hop, median | least | accepted |\n|---|---|---|---|---|\n");
    measure<Engine<SumTreeSelector>>("every rate anew", 1000, 200.0);
    for (std::size_t vortices = 1000; vortices <= most; vortices *= 10) {
        const double hops = std::max(2e5, static_cast<double>(vortices));
        measure<FeedbackEngine>("bounds on the current", vortices, hops);
    }
}
