/// The assembly of each kind of system; assemble.hpp chooses.
#pragma once

#include "fluxhop/app/assemble.hpp"

namespace fluxhop {

/// How a system gets its grid once there is a model: the configuration's, or another one.
class GridMaker {
public:
    GridMaker(const GridConfig& config, const std::optional<TimeGrid>& given)
        : config_(&config), given_(&given) {}
    /// @throws UsageError with file, line and key
    TimeGrid make(const Model& model, const Start& initial) const;

private:
    static TimeGrid make(const GridConfig& config, const Model& model, const Start& initial);

    const GridConfig* config_;
    const std::optional<TimeGrid>* given_;
};

System assemble_system(const RingParameters& ring, const GridMaker& grid);
System assemble_system(const LadderParameters& ladder, const GridMaker& grid);
System assemble_system(const RegionNetwork& network, const GridMaker& grid);
System assemble_system(const FilmConfig& film, const GridMaker& grid);
System assemble_system(const SlabParameters& slab, const GridMaker& grid);

}  // namespace fluxhop
