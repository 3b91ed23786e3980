# Writes version.hpp on every build, so that the git hash is that of what was built.
set(FLUXHOP_LIBRARIES
  "Boost ${Boost_VERSION}, Eigen ${Eigen3_VERSION}, fmt ${fmt_VERSION}, netCDF C++ ${NETCDF_CXX4_VERSION}"
  "SUNDIALS ${SUNDIALS_VERSION}, oneTBB ${TBB_VERSION}, toml++ ${tomlplusplus_VERSION}")
list(JOIN FLUXHOP_LIBRARIES ", " FLUXHOP_LIBRARIES)
set(FLUXHOP_GENERATED ${CMAKE_BINARY_DIR}/generated)
add_custom_target(fluxhop_version
  COMMAND ${CMAKE_COMMAND} -DSOURCE=${CMAKE_SOURCE_DIR} -DVERSION=${PROJECT_VERSION}
          "-DCOMPILER=${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}, ${CMAKE_BUILD_TYPE}"
          "-DLIBRARIES=${FLUXHOP_LIBRARIES}"
          -DOUTPUT=${FLUXHOP_GENERATED}/fluxhop/version.hpp
          -P ${CMAKE_SOURCE_DIR}/cmake/write_version.cmake
  BYPRODUCTS ${FLUXHOP_GENERATED}/fluxhop/version.hpp
  VERBATIM)
