# Writes version.hpp on every build, so that the git hash is that of what was built.
set(FLUXHOP_GENERATED ${CMAKE_BINARY_DIR}/generated)
add_custom_target(fluxhop_version
  COMMAND ${CMAKE_COMMAND} -DSOURCE=${CMAKE_SOURCE_DIR} -DVERSION=${PROJECT_VERSION}
          -DOUTPUT=${FLUXHOP_GENERATED}/fluxhop/version.hpp
          -P ${CMAKE_SOURCE_DIR}/cmake/write_version.cmake
  BYPRODUCTS ${FLUXHOP_GENERATED}/fluxhop/version.hpp
  VERBATIM)
