// What the benchmarks share: engines led through time in stretches of about the same number of hops,
// and the median of what a stretch took.
#pragma once

#include <time.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "fluxhop/engine/run_summary.hpp"
#include "fluxhop/model/model.hpp"
#include "fluxhop/observe/recorder.hpp"

namespace fluxhop::bench {

/// Time this thread has had a core: other work on the machine does not count.
inline double seconds_now() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Leads a simulation through time. It must outlive this.
template <class Simulation>
class Stretches {
public:
    /// @param probe what is recorded at the end of a stretch @param guess s, length of the first one
    Stretches(Simulation& simulation, NodeId probe, double guess)
        : simulation_(&simulation), probes_{Probe(probe)}, stretch_(guess) {}

    /// A stretch of about so many hops: ns per hop, without the recording of the state at the end.
    double run(double hops) {
        const std::uint64_t before = passed_.hops;
        const double seconds = advance(stretch_);
        const auto made = static_cast<double>(passed_.hops - before);
        const double recording = advance(0.0);
        stretch_ *= std::clamp(hops / std::max(made, 1.0), 0.1, 1e3);
        return 1e9 * (seconds - recording) / std::max(made, 1.0);
    }

    const RunSummary& passed() const { return passed_; }

private:
    double advance(double time) {
        end_ = std::nextafter(end_ + time, 1e300);
        const TimeGrid grid({end_});
        std::vector<double> out(1);
        Recorder recorder(grid, probes_, out);
        const double begin = seconds_now();
        passed_ = simulation_->run(recorder);
        return seconds_now() - begin;
    }

    Simulation* simulation_;
    std::vector<Probe> probes_;
    double stretch_, end_ = 0.0;
    RunSummary passed_;
};

struct Times {
    std::vector<double> values;

    void push(double value) { values.push_back(value); }
    double least() const { return *std::min_element(values.begin(), values.end()); }
    double median() const {
        std::vector<double> sorted = values;
        std::sort(sorted.begin(), sorted.end());
        return sorted[sorted.size() / 2];
    }
};

}  // namespace fluxhop::bench
