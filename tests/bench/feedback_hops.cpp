// Prints the table of docs/speed_networks.md on rings of many vortices: what a hop costs when it changes
// the current, and with it every barrier.
//
//   fluxhop_feedback_hops [most vortices, 1000000] [least, 1000]
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
    film.depths = {draw_sample(NormalLaw{0.0, 2.0}, site_count(film), random).excess, 0.0};
    for (std::size_t i = 0; i < site_count(film); ++i) {
        film.vortices.push_back(uniform_open_at_zero(random) <= 0.1 ? 1 : 0);
    }
    return film;
}

/// The decay from 0.5 to 0.09 Jc0, some eleven hops a vortex in a ring of any size.
const TimeGrid decay({7e4});

/// As many rings as make some 2e5 hops together, ns per hop; setting up is not counted.
template <class Simulation>
double time_of_decay(const Model& model, const State& initial, std::size_t rings, std::uint64_t first,
                     RunSummary& passed) {
    const std::vector<Probe> probes{Probe(model.odometer())};
    std::vector<double> out(1);
    double seconds = 0.0;
    std::uint64_t hops = 0;
    for (std::size_t ring = 0; ring < rings; ++ring) {
        Simulation engine(model, initial, RandomStream(92, first + ring, Purpose::events));
        Recorder recorder(decay, probes, out);
        const double begin = bench::seconds_now();
        const RunSummary summary = engine.run(recorder);
        seconds += bench::seconds_now() - begin;
        hops += summary.hops;
        passed += summary;
    }
    return 1e9 * seconds / static_cast<double>(hops);
}

template <class Simulation>
void measure(const char* name, std::size_t vortices, std::size_t rings) {
    const FilmParameters film = wall(vortices);
    const Model model = make_film(film);
    const State initial = initial_state(film);
    RunSummary passed;
    bench::Times times;
    for (std::uint64_t i = 0; i < timed_runs; ++i) {
        times.push(time_of_decay<Simulation>(model, initial, rings, i * rings, passed));
    }
    const auto made = static_cast<double>(passed.hops), thinned = static_cast<double>(passed.thinned);
    fmt::print("| {} | {} | {:.0f} | {:.0f} | {:.2f} |\n", vortices, name, times.median(),
               times.least(), made / (made + thinned));
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t most = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1'000'000;
    const std::size_t least = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 1000;
    fmt::print("| vortices | engine | ns per hop, median | least | accepted |\n|---|---|---|---|---|\n");
    if (least <= 1000) measure<Engine<SumTreeSelector>>("every rate anew", 1000, 1);
    for (std::size_t vortices = least; vortices <= most; vortices *= 10) {
        const std::size_t rings = std::max<std::size_t>(1, 20'000 / vortices);
        measure<FeedbackEngine>("bounds on the current", vortices, rings);
    }
}
