# One interface target with what every part of fluxhop is compiled with.
add_library(fluxhop_options INTERFACE)
target_compile_options(fluxhop_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion)
if(FLUXHOP_WARNINGS_AS_ERRORS)
  target_compile_options(fluxhop_options INTERFACE -Werror)
endif()
if(FLUXHOP_SANITIZE)
  target_compile_options(fluxhop_options INTERFACE
    -fsanitize=${FLUXHOP_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(fluxhop_options INTERFACE -fsanitize=${FLUXHOP_SANITIZE})
endif()
