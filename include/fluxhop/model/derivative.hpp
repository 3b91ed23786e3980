/// Derivatives of the model's own propensities with respect to occupations.
#pragma once

#include "fluxhop/base/jet.hpp"
#include "fluxhop/model/model.hpp"

namespace fluxhop {

/// Propensity (1/s) along the direction that moves the occupations of `a` and `b` together by one
/// vortex each (a == b: one node alone).
/// @param occupation callable NodeId -> double
template <class Occupation>
Jet propensity_along(const Model& model, EdgeId edge, const Occupation& occupation, NodeId a,
                     NodeId b) {
    return model.propensity(edge, [&](NodeId node) {
        return Jet(occupation(node), node == a || node == b ? 1.0 : 0.0, 0.0);
    });
}

}  // namespace fluxhop
