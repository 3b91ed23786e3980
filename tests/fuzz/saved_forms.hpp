/// Small realizations in every form, and what each saves: what a fuzzer overwrites.
#pragma once

#include <cstddef>
#include <vector>

#include "fluxhop/engine/realization.hpp"

namespace fluxhop::fuzz {

struct SavedForm {
    Experiment experiment;
    std::vector<std::byte> state;  ///< after some events

    std::vector<double> blank() const;
};

/// One of each form that a realization runs in; made once.
const std::vector<SavedForm>& saved_forms();

}  // namespace fluxhop::fuzz
