# The files of a folder share most of their headers, which take more of a compiler than what follows them.
# To compile a folder as one is cheaper altogether, and dearer after a change.
option(FLUXHOP_UNITY "Compile the sources of each folder as one" OFF)
option(FLUXHOP_UNITY_TESTS "The same for those of the tests" ${FLUXHOP_UNITY})

function(fluxhop_compile_by_folder target)
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    get_filename_component(folder ${source} DIRECTORY)
    string(REPLACE "${CMAKE_SOURCE_DIR}/src/" "" folder "${folder}")
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP "${folder}")
  endforeach()
  # GCC takes what a source includes for a header that others could include as well.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()
