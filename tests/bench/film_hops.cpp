// Prints the table of docs/speed.md: what a hop of a film of individual vortices costs, beside the cost
// of what no event can do without, measured in turns within one run.
//
//   fluxhop_film_hops [largest side of the film, 4096, which takes 3 GB] [smallest, 32]
#include <fmt/format.h>
#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <vector>

#include "fluxhop/base/huge_pages.hpp"
#include "fluxhop/engine/engine.hpp"
#include "fluxhop/engine/lattice_film.hpp"
#include "fluxhop/model/disorder.hpp"
#include "fluxhop/model/film.hpp"
#include "fluxhop/select/sum_tree.hpp"
#include "stretches.hpp"

using namespace fluxhop;

namespace {

constexpr int timed_runs = 7;
constexpr std::size_t generic_up_to = 100'000;  ///< sites

struct Sample {
    FilmParameters film;         ///< without its vortices
    std::vector<bool> occupied;  ///< by site
};

/// Square, periodic, one vortex a site, U0 = 10 +- 2 kT, J = 0.1 Jc0: W(Jc0) = 2 U0.
Sample sample(std::size_t side, double filling) {
    Sample sample;
    FilmParameters& film = sample.film;
    film.temperature = 77.0;
    film.sites = Lattice{LatticeKind::square, side, side};
    film.hop_length = 20e-9;
    film.thickness = 200e-9;
    film.critical_current_density = 1e10;
    film.work_at_jc0 = 20.0;
    film.attempt_frequency = 1.0;
    film.barrier = PowerLawBarrier{10.0, -1.0};
    film.current = Signal(0.1);
    RandomStream random(71, 0, Purpose::disorder);
    film.depths = {draw_sample(NormalLaw{0.0, 2.0}, site_count(film), random).excess, 0.0};
    for (std::size_t i = 0; i < site_count(film); ++i) {
        sample.occupied.push_back(uniform_open_at_zero(random) <= filling);
    }
    return sample;
}

/// One event's unavoidable work: two uniform draws, a logarithm, a rate, two dependent random
/// read-modify-writes over a table of the film's record size.
class Floor {
public:
    explicit Floor(std::size_t records) : table_(records) {
        for (std::size_t i = 0; i < records; ++i) table_[i] = 1.0 + 1e-9 * static_cast<double>(i % 1000);
    }

    template <bool with_exp>
    double run(std::size_t events) {
        const double begin = bench::seconds_now();
        for (std::size_t e = 0; e < events; ++e) {
            const std::uint64_t word = random_();
            time_ -= std::log(uniform_open_at_zero(random_));
            double& from = table_[below(word)];
            from += 1e-12;
            double& to = table_[below((word << 20) + static_cast<std::uint64_t>(from * 0x1p62))];
            to = with_exp ? 1.0 + 1e-3 * std::exp(-to) : to + 1e-12;
        }
        if (time_ < 0.0) std::abort();
        return 1e9 * (bench::seconds_now() - begin) / static_cast<double>(events);
    }

private:
    std::size_t below(std::uint64_t word) const {
        return static_cast<std::size_t>(((word >> 32) * table_.size()) >> 32);
    }

    HugeVector<double> table_;
    RandomStream random_{72, 0, Purpose::events};
    double time_ = 0.0;
};

/// Bytes of memory in use. What the allocator keeps to itself is given back first.
double resident_bytes() {
    malloc_trim(0);
    std::ifstream statistics("/proc/self/statm");
    double total = 0.0, resident = 0.0;
    statistics >> total >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double generic_engine(const Model& model, const std::vector<bool>& occupied, double guess) {
    State initial({occupied.begin(), occupied.end()});
    initial.set_signals(model.schedule().at(0.0));
    Engine<SumTreeSelector> engine(model, initial, RandomStream(74, 0, Purpose::events));
    bench::Stretches stretches(engine, model.odometer(), guess);
    bench::Times times;
    for (int i = 0; i < 4; ++i) stretches.run(1e5);
    for (int i = 0; i < timed_runs; ++i) times.push(stretches.run(1e5));
    return times.median();
}

void measure(std::size_t side, double filling) {
    const double empty = resident_bytes();
    auto [film, occupied] = sample(side, filling);
    const Model model = make_film(std::move(film));
    const double before = resident_bytes();
    const auto is_occupied = [&places = occupied](std::size_t i) { return places[i]; };
    LatticeFilm compiled(model, is_occupied, RandomStream(73, 0, Purpose::events));
    const auto sites = static_cast<double>(side * side);
    const double own = (resident_bytes() - before) / sites, all = (resident_bytes() - empty) / sites;

    const double guess = 1e4 / (filling * sites * std::exp(-10.0));
    const double hops = std::max(2e6, 2.0 * filling * sites);
    bench::Stretches stretches(compiled, model.odometer(), guess);
    while (static_cast<double>(stretches.passed().hops) < 2.0 * hops) stretches.run(hops);
    Floor floor(side * side);
    floor.run<true>(1'000'000);
    const RunSummary warm = stretches.passed();
    bench::Times film_times, exp_times, table_times;
    for (int i = 0; i < timed_runs; ++i) {
        film_times.push(stretches.run(hops));
        exp_times.push(floor.run<true>(2'000'000));
        table_times.push(floor.run<false>(2'000'000));
    }
    const auto made = static_cast<double>(stretches.passed().hops - warm.hops);
    const auto blocked = static_cast<double>(stretches.passed().thinned - warm.thinned);
    const double generic =
        side * side <= generic_up_to ? generic_engine(model, occupied, guess) : std::nan("");
    fmt::print("| {}^2 | {:.0f} % | {:.1f} | {:.1f} | {:.2f} | {:.1f} / {:.1f} | {:.2f} / {:.2f} | "
               "{:.0f} | {:.1f} / {:.1f} |\n",
               side, 100.0 * filling, film_times.median(), film_times.least(),
               made / (made + blocked), table_times.median(), exp_times.median(),
               film_times.median() / table_times.median(), film_times.median() / exp_times.median(),
               generic, own, all);
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    mallopt(M_MMAP_THRESHOLD, 1 << 16);  // lists that are freed go back to the system
    const std::size_t largest = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 4096;
    const std::size_t smallest = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 32;
    fmt::print("| sites | filling | ns per hop, median | least | accepted | floor, table / exp | "
               "hop : floor | generic engine, ns | bytes per site, film / all |\n"
               "|---|---|---|---|---|---|---|---|---|\n");
    for (const std::size_t side : {32ul, 100ul, 316ul, 1024ul, 4096ul}) {
        if (side < smallest || side > largest) continue;
        for (const double filling : {0.1, 0.5}) measure(side, filling);
    }
}
