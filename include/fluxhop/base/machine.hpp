/// What this machine has.
#pragma once

namespace fluxhop {

/// Bytes of main memory.
double physical_memory();

}  // namespace fluxhop
