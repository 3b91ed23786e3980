// Networks of many nodes: the sparse Jacobian and KLU in place of dense matrices.

#include "../../support/catch.hpp"
#include "../../support/regions.hpp"
#include "fluxhop/theory/cvode.hpp"
#include "fluxhop/theory/expansion.hpp"
#include "fluxhop/theory/mean_field.hpp"

using namespace fluxhop;

namespace {

constexpr double per_gauss = 1e3;  ///< vortices per gauss

/// Cells in a row, flux in the left half, laws and areas that alternate; the last one leaks.
RegionNetwork chain(std::size_t cells) {
    RegionNetwork network;
    for (std::size_t i = 0; i < cells; ++i) {
        const PowerLawBarrier barrier{i % 2 ? 5.0 : 8.0, i % 3 ? -1.0 : 0.0};
        network.regions.push_back({"", (i % 2 ? 1.0 : 1.5) * per_gauss * test::one_gauss_area,
                                   i < cells / 2 ? 20'000 : 100, 40e-4, barrier});
    }
    network.contacts = chain_contacts(cells, 0.5);
    network.reservoirs.push_back({.name = "outside", .field = 0.5e-4});
    network.contacts.push_back({cells - 1, cells, 0.2});
    return network;
}

Eigen::VectorXd solve_dense(const Model& model, const State& initial, double time) {
    Cvode solver({.derivative = [&](double, const Eigen::VectorXd& n,
                                    Eigen::VectorXd& out) { mean_flow(model, n, 0.0, out); },
                  .jacobian = [&](double, const Eigen::VectorXd& n,
                                  Eigen::MatrixXd& out) { out = expand(model, n, 0.0).jacobian; },
                  .initial = real_variables(model, initial)},
                 {1e-12, 1e-13});
    return solver.advance_to(time);
}

}  // namespace

TEST_CASE("the sparse Jacobian is the dense one, with a fixed pattern", "[theory]") {
    const RegionNetwork network = chain(12);
    const Model model = make_region_network(network);
    const Eigen::VectorXd start = real_variables(model, initial_state(network));
    const auto sparse = sparse_jacobian(model, start, 0.0);
    CHECK(sparse.isCompressed());
    CHECK((Eigen::MatrixXd(sparse) - expand(model, start, 0.0).jacobian).cwiseAbs().maxCoeff() == 0.0);
    CHECK(sparse.nonZeros() == 3 * 13 - 2);  // tridiagonal, the reservoir at the end included
    CHECK(sparse_jacobian(model, Eigen::VectorXd::Zero(13), 0.0).nonZeros() == sparse.nonZeros());
}

TEST_CASE("60 cells: sparse and dense solutions agree to 1e-9", "[theory]") {
    const RegionNetwork network = chain(60);
    const Model model = make_region_network(network);
    const State initial = initial_state(network);
    for (const double time : {1.0, 1e3, 1e6}) {
        const Eigen::VectorXd sparse = solve_mean_field(model, initial, TimeGrid({time})).row(0);
        const Eigen::VectorXd reference = solve_dense(model, initial, time);
        INFO("t " << time);
        CHECK((sparse - reference).cwiseAbs().maxCoeff() < 1e-9 * reference.cwiseAbs().maxCoeff());
    }
}

TEST_CASE("a chain of 2000 cells keeps its vortices", "[theory][long]") {
    const RegionNetwork network = chain(2000);
    const auto solution = solve_mean_field(make_region_network(network), initial_state(network),
                                           TimeGrid({1.0, 1e3, 1e5}));
    const double total = real_variables(make_region_network(network), initial_state(network)).sum();
    CHECK(std::abs(solution.row(2).sum() - total) < 1e-9 * total);
}
