#include "fluxhop/base/archive.hpp"

#include <string>

namespace fluxhop {

void refuse_saved_state(const char* reason) {
    throw RunError(std::string("the saved state does not fit: ") + reason);
}

}  // namespace fluxhop
