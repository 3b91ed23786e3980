#include "fluxhop/theory/cvode.hpp"

#include <cmath>

#include "../../support/catch.hpp"

using namespace fluxhop;

TEST_CASE("an output time one rounding behind a break is a time like any other", "[theory]") {
    // dy/dt = 1, then -2 from t = 0.3 on; a grid of tenths has 0.30000000000000004.
    InitialValueProblem problem;
    problem.derivative = [](double t, const Eigen::VectorXd&, Eigen::VectorXd& dydt) {
        dydt[0] = t < 0.3 ? 1.0 : -2.0;
    };
    problem.initial = Eigen::VectorXd::Zero(1);
    problem.breaks = {0.3};
    Cvode solver(problem, {1e-10, 1e-12});
    const double behind = std::nextafter(0.3, 1.0);
    CHECK(solver.advance_to(std::nextafter(0.3, 0.0))[0] == Approx(0.3));
    CHECK(solver.advance_to(0.3)[0] == Approx(0.3));
    CHECK(solver.advance_to(behind)[0] == Approx(0.3));
    CHECK(solver.advance_to(0.4)[0] == Approx(0.1));
}
