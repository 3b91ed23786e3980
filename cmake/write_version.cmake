set(hash "unknown")
find_program(GIT git)
if(GIT)
  execute_process(COMMAND ${GIT} -C ${SOURCE} describe --always --dirty --abbrev=12 --exclude=*
                  OUTPUT_VARIABLE found OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(found)
    set(hash ${found})
  endif()
endif()
set(text "#pragma once

namespace fluxhop {
inline constexpr const char* version = \"${VERSION}\";
inline constexpr const char* git_hash = \"${hash}\";
inline constexpr const char* compiler = \"${COMPILER}\";
inline constexpr const char* libraries = \"${LIBRARIES}\";
}  // namespace fluxhop
")
set(old "")
if(EXISTS ${OUTPUT})
  file(READ ${OUTPUT} old)
endif()
if(NOT "${old}" STREQUAL "${text}")
  file(WRITE ${OUTPUT} "${text}")
endif()
