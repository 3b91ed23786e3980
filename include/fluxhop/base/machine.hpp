/// What this machine has.
#pragma once

namespace fluxhop {

/// Bytes of main memory that this process may use: what the machine has, or a control group or ulimit grants.
double physical_memory();

}  // namespace fluxhop
