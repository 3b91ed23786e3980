/// What this machine has.
#pragma once

#include <cstddef>

namespace fluxhop {

/// Bytes of main memory that this process may use: what the machine has, or a control group or ulimit grants.
/// @param processes of a job that share the machine and the group
double physical_memory(std::size_t processes = 1);

}  // namespace fluxhop
