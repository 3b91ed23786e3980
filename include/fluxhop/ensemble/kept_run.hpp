/// One realization under the eyes of a keeper.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "fluxhop/engine/run.hpp"
#include "fluxhop/ensemble/keeper.hpp"

namespace fluxhop {

/// What was kept of a finished realization, unless its grid was shorter or none was kept.
/// @throws RunError when its grid was shorter and its last state is not known
std::optional<RealizationResult> take_finished(const Experiment& experiment, std::uint64_t id,
                                               std::span<double> out, const Keeper& keeper);

/// Hands over a realization that was finished elsewhere.
void keep_finished(const Experiment& experiment, std::uint64_t id, std::span<const double> out,
                   const RealizationResult& result, Keeper& keeper);

/// Runs a realization to its end, from where it was kept if it was, and has it kept.
/// @return nothing when the keeper stopped it
std::optional<RealizationResult> run_kept(const Experiment& experiment, std::uint64_t id,
                                          std::span<double> out, Keeper& keeper);

}  // namespace fluxhop
