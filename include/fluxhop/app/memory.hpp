/// What a run will take of the machine's memory, told before hours of work and not after.
#pragma once

#include <string>
#include <vector>

#include "fluxhop/app/study.hpp"
#include "fluxhop/app/theory_study.hpp"

namespace fluxhop {

/// Bytes, about; within a factor of two, and not too few.
struct MemoryEstimate {
    double sample = 0.0;   ///< sites, depths, bonds and first vortices, of all points of a sweep
    double running = 0.0;  ///< the realizations that run at the same time
    double results = 0.0;  ///< what is recorded, of all points, and the file made of it
    double theory = 0.0;
    double saving = 0.0;   ///< on top, while states go to a checkpoint

    double total() const { return sample + running + results + theory; }
};

/// @param system of the first configuration, to which the others are alike
MemoryEstimate memory_of_run(const std::vector<Config>& configs, const System& system, const Plan& plan);

/// "1.2 GB (sample 0.5 GB, running 0.6 GB, results 0.1 GB)"
std::string text_of(const MemoryEstimate& estimate);

/// @throws UsageError when this machine has less than what its processes take together
void require_memory(const MemoryEstimate& estimate, const Plan& plan);

/// Bytes of single readings. @param states of the master equation, see states_of
double mean_field_bytes(const System& system);
double noise_bytes(const System& system);
double master_equation_bytes(const System& system, double states);

}  // namespace fluxhop
