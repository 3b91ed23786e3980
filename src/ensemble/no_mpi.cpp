// In the place of mpi.cpp where there is no MPI.
#include "fluxhop/base/require.hpp"
#include "fluxhop/ensemble/ranks.hpp"

namespace fluxhop {

std::unique_ptr<Ranks> mpi_job() {
    throw UsageError("fluxhop was built without MPI and cannot be started by mpirun or srun: build it "
                     "with -D FLUXHOP_MPI=ON, or start one process");
}

std::string mpi_library() { return {}; }

}  // namespace fluxhop
