/// The deterministic readings of a model: `fluxhop theory`.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "fluxhop/app/assemble.hpp"
#include "fluxhop/base/progress.hpp"
#include "fluxhop/io/dataset.hpp"
#include "fluxhop/theory/linear_noise.hpp"
#include "fluxhop/theory/master_equation.hpp"
#include "fluxhop/theory/one_way_pair.hpp"
#include "fluxhop/theory/stationary.hpp"

namespace fluxhop {

/// Which readings are asked for; none asked for means all that fit.
struct TheoryChoice {
    bool mean_field = false;
    bool noise = false;
    bool master_equation = false;
    bool equilibrium = false;
    bool to_compare = false;  ///< of all that fit only what an ensemble is compared with

    bool any() const { return mean_field || noise || master_equation || equilibrium; }
};

struct TheoryStudy {
    Config config;
    System system;
    std::optional<Eigen::MatrixXd> mean_field;   ///< times x variables of the model
    std::optional<Eigen::VectorXd> lyapunov;     ///< F - F(0), kT
    std::optional<one_way::PairSolution> one_way; ///< with the mean field, where it applies
    std::optional<LinearNoise> noise;
    std::optional<MasterEquation> master;
    std::optional<Eigen::VectorXd> equilibrium;  ///< mean field, vortices
    std::optional<StationaryLaw> stationary;
    std::vector<std::string> skipped;            ///< readings left out, and why
};

/// The size up to which the master equation is solved without being asked for: up to here by squaring,
/// in seconds whatever the rates; above, rates over many decades can take hours.
inline constexpr std::uint64_t master_equation_by_default = 1000;
/// Nodes up to which linear noise (nodes^2 unknowns) is solved without being asked for.
inline constexpr std::size_t noise_by_default = 120;
/// Regions x vortices, whose square the exact stationary law of a closed network costs, without being asked for it.
inline constexpr double stationary_by_default = 1e5;

/// @param grid these times instead of the configuration's
/// @param progress of the mean field, which takes minutes in large films
/// @throws UsageError when a reading that was asked for by name does not fit
TheoryStudy study_theory(const Config& config, const TheoryChoice& choice,
                         const std::optional<TimeGrid>& grid = {}, const Progress& progress = {});

Dataset to_dataset(const TheoryStudy& study);
std::string text_report(const TheoryStudy& study);
nlohmann::json json_report(const TheoryStudy& study);

}  // namespace fluxhop
