# Ensembles are shared among the ranks of an MPI job where there is an MPI.
find_package(MPI QUIET COMPONENTS C)
option(FLUXHOP_MPI "Share ensembles among the ranks of an MPI job" ${MPI_C_FOUND})
if(FLUXHOP_MPI AND NOT MPI_C_FOUND)
  message(FATAL_ERROR "FLUXHOP_MPI=ON needs an MPI library, which was not found "
                      "(Debian: libopenmpi-dev openmpi-bin)")
endif()
if(FLUXHOP_MPI)
  message(STATUS "MPI: on, ${MPI_C_LIBRARIES}")
else()
  message(STATUS "MPI: off (FLUXHOP_MPI)")
endif()
