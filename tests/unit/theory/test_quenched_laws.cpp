#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <complex>
#include <map>
#include <vector>

#include "../../support/catch.hpp"
#include "fluxhop/theory/quenched_laws.hpp"

using namespace fluxhop;
using test::relative_difference;

namespace {

const std::vector<double> rates{1.0, 0.02, 3.0, 0.5, 0.11, 7.0, 0.3, 1.7};

struct Ring {
    std::vector<double> along, against;
};

Ring traps(double work) {
    Ring ring;
    for (const double rate : rates) {
        ring.along.push_back(rate * std::exp(0.5 * work));
        ring.against.push_back(rate * std::exp(-0.5 * work));
    }
    return ring;
}

/// Bond i joins the sites i and i + 1.
Ring barriers(double work) {
    Ring ring;
    for (std::size_t i = 0; i < rates.size(); ++i) {
        ring.along.push_back(rates[i] * std::exp(0.5 * work));
        ring.against.push_back(rates[(i + rates.size() - 1) % rates.size()] *
                               std::exp(-0.5 * work));
    }
    return ring;
}

/// Generator with a phase theta per hop along: its leading eigenvalue is i v theta - D theta^2.
Eigen::MatrixXcd generator(const Ring& ring, double theta) {
    const auto sites = static_cast<Eigen::Index>(ring.along.size());
    Eigen::MatrixXcd matrix = Eigen::MatrixXcd::Zero(sites, sites);
    for (Eigen::Index i = 0; i < sites; ++i) {
        const double along = ring.along[static_cast<std::size_t>(i)];
        const double against = ring.against[static_cast<std::size_t>(i)];
        matrix((i + 1) % sites, i) += std::polar(along, theta);
        matrix((i + sites - 1) % sites, i) += std::polar(against, -theta);
        matrix(i, i) -= along + against;
    }
    return matrix;
}

std::complex<double> leading(const Ring& ring, double theta) {
    const Eigen::VectorXcd values = generator(ring, theta).eigenvalues();
    std::complex<double> best = values[0];
    for (const std::complex<double>& value : values) {
        if (value.real() > best.real()) best = value;
    }
    return best;
}

}  // namespace

TEST_CASE("traps and barriers diffuse as the spectrum of their generator says", "[quenched]") {
    const double theta = 1e-3;
    for (const Ring& ring : {traps(0.0), barriers(0.0)}) {
        // Richardson's combination of two phases removes the term of fourth order.
        const double once = -leading(ring, theta).real() / (theta * theta);
        const double twice = -leading(ring, 2.0 * theta).real() / (4.0 * theta * theta);
        CHECK(relative_difference((4.0 * once - twice) / 3.0, quenched_diffusivity(rates, 1.0)) <
              1e-7);
    }
    const std::vector<double> equal(5, 0.7);
    CHECK(quenched_diffusivity(equal, 2.0) == Approx(4.0 * 0.7));
}

TEST_CASE("traps and barriers drift as the spectrum of their generator says", "[quenched]") {
    const double theta = 1e-5;
    for (const double work : {0.01, 0.5, 6.0}) {
        const double trap_drift = leading(traps(work), theta).imag() / theta;
        CHECK(relative_difference(trap_drift, trap_velocity(rates, 1.0, work)) < 1e-6);
        const Ring trap = traps(work), barrier = barriers(work);
        CHECK(relative_difference(ring_velocity(trap.along, trap.against, 1.0),
                                  trap_velocity(rates, 1.0, work)) < 1e-12);
        CHECK(relative_difference(leading(barrier, theta).imag() / theta,
                                  ring_velocity(barrier.along, barrier.against, 1.0)) < 1e-6);
    }
    // Einstein: v/W -> D/kT.
    CHECK(relative_difference(trap_velocity(rates, 1.0, 1e-6) / 1e-6,
                              quenched_diffusivity(rates, 1.0)) < 1e-9);
}

TEST_CASE("a ring with exclusion carries the current of its master equation", "[quenched]") {
    const std::size_t sites = 6, particles = 2;
    const double p = 1.3, q = 0.4;
    std::map<unsigned, Eigen::Index> states;
    for (unsigned s = 0; s < (1u << sites); ++s) {
        if (__builtin_popcount(s) == static_cast<int>(particles)) {
            states.emplace(s, static_cast<Eigen::Index>(states.size()));
        }
    }
    const auto count = static_cast<Eigen::Index>(states.size());
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(count, count);
    const auto hop = [&](unsigned state, std::size_t from, std::size_t to, double rate) {
        if (!(state >> from & 1u) || (state >> to & 1u)) return 0.0;
        const Eigen::Index column = states.at(state);
        matrix(states.at(state ^ (1u << from) ^ (1u << to)), column) += rate;
        matrix(column, column) -= rate;
        return rate;
    };
    Eigen::VectorXd first_bond = Eigen::VectorXd::Zero(count);  // net rate across the bond 0 - 1
    for (const auto& [state, index] : states) {
        for (std::size_t i = 0; i < sites; ++i) {
            const std::size_t next = (i + 1) % sites;
            const double net = hop(state, i, next, p) - hop(state, next, i, q);
            if (i == 0) first_bond[index] += net;
        }
    }
    matrix.row(0).setOnes();  // normalization in place of one of the balance equations
    const Eigen::VectorXd law = matrix.partialPivLu().solve(Eigen::VectorXd::Unit(count, 0));
    CHECK(relative_difference(first_bond.dot(law), exclusion_current(p, q, particles, sites)) <
          1e-12);
    CHECK(exclusion_current(p, q, 0, sites) == 0.0);
    CHECK(exclusion_current(p, q, sites, sites) == 0.0);
}

TEST_CASE("the diffusivity of traps between barriers is that of the generator", "[theory]") {
    // Sites of depth e_i and saddles s_i after them; the rates leave over e_i + s.
    Ring ring;
    const std::size_t sites = rates.size();
    for (std::size_t i = 0; i < sites; ++i) {
        ring.along.push_back(rates[i] * rates[(3 * i + 1) % sites]);
        ring.against.push_back(rates[i] * rates[(3 * (i + sites - 1) + 1) % sites]);
    }
    const double theta = 1e-3;
    const double expected = -leading(ring, theta).real() / (theta * theta);
    CHECK(relative_difference(ring_diffusivity(ring.along, ring.against, 1.0), expected) < 1e-4);
    const Ring free = traps(0.0), walls = barriers(0.0);
    CHECK(relative_difference(ring_diffusivity(free.along, free.against, 2.0),
                              quenched_diffusivity(rates, 2.0)) < 1e-12);
    CHECK(relative_difference(ring_diffusivity(walls.along, walls.against, 2.0),
                              quenched_diffusivity(rates, 2.0)) < 1e-12);
}
