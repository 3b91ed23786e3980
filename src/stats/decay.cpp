#include "fluxhop/stats/decay.hpp"

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <Eigen/QR>
#include <boost/math/tools/minima.hpp>
#include <cmath>
#include <functional>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// A law is linear in a (and in b, but for the power law) and non-linear in the rest.
struct Candidate {
    Vector linear;        ///< best linear coefficients
    double misfit = 0.0;  ///< squared length of the whitened residual
};

/// Turns correlated means into independent ones of unit variance: L^-1, S/R = L L^T.
class Whitened {
public:
    explicit Whitened(const VectorSample& sample)
        : factor_((sample.covariance / static_cast<double>(sample.count)).llt()),
          mean_(apply(sample.mean)) {}

    Matrix apply(const Matrix& columns) const { return factor_.matrixL().solve(columns); }

    Candidate solve(const Matrix& basis) const {
        const Matrix white = apply(basis);
        Candidate result;
        result.linear = white.colPivHouseholderQr().solve(mean_);
        result.misfit = (mean_ - white * result.linear).squaredNorm();
        return result;
    }

private:
    Eigen::LLT<Matrix> factor_;
    Vector mean_;
};

/// Minimizes over [low, high]: a scan to find the valley, then Brent's method inside it.
double minimize(const std::function<double(double)>& f, double low, double high, int scan) {
    const double step = (high - low) / scan;
    int best = 0;
    double lowest = f(low);
    for (int i = 1; i <= scan; ++i) {
        const double value = f(low + step * i);
        if (value < lowest) {
            lowest = value;
            best = i;
        }
    }
    const double left = low + step * std::max(0, best - 1);
    const double right = low + step * std::min(scan, best + 1);
    return boost::math::tools::brent_find_minima(f, left, right, 40).first;
}

Vector log_times(const Vector& times, double c) { return (times / c).array().log1p(); }

Matrix basis_of(DecayLaw law, const Vector& times, double c, double exponent) {
    Matrix basis(times.size(), law == DecayLaw::power ? 1 : 2);
    switch (law) {
        case DecayLaw::logarithmic:
            basis << Vector::Ones(times.size()), -log_times(times, c);
            break;
        case DecayLaw::exponential:
            basis << Vector::Ones(times.size()), (-times / c).array().exp().matrix();
            break;
        case DecayLaw::power:
            basis << (-exponent * log_times(times, c)).array().exp().matrix();
            break;
    }
    return basis;
}

double evaluate(const DecayFit& fit, double t) {
    switch (fit.law) {
        case DecayLaw::logarithmic: return fit.a - fit.b * std::log1p(t / fit.c);
        case DecayLaw::exponential: return fit.a + fit.b * std::exp(-t / fit.c);
        case DecayLaw::power: return fit.a * std::exp(-fit.b * std::log1p(t / fit.c));
    }
    return 0.0;
}

Vector evaluate(const DecayFit& fit, const Vector& times) {
    return times.unaryExpr([&fit](double t) { return evaluate(fit, t); });
}

/// The exponent of the power law that fits best with the given c.
double best_exponent(const Whitened& data, const Vector& times, double c) {
    const auto misfit = [&](double log_exponent) {
        return data.solve(basis_of(DecayLaw::power, times, c, std::exp(log_exponent))).misfit;
    };
    return std::exp(minimize(misfit, std::log(1e-8), std::log(10.0), 40));
}

/// Gauss-Newton covariance of (a, b, c) at the optimum; derivatives by central differences.
void set_errors(DecayFit& fit, const Whitened& data, const Vector& times) {
    Matrix slopes(times.size(), 3);
    double DecayFit::* const parameters[] = {&DecayFit::a, &DecayFit::b, &DecayFit::c};
    for (int i = 0; i < 3; ++i) {
        const double step = 1e-5 * (std::abs(fit.*parameters[i]) + 1e-300);
        DecayFit above = fit, below = fit;
        above.*parameters[i] += step;
        below.*parameters[i] -= step;
        slopes.col(i) = (evaluate(above, times) - evaluate(below, times)) / (2.0 * step);
    }
    const Matrix white = data.apply(slopes);
    const Vector scale = white.colwise().norm().cwiseMax(1e-300);
    const Matrix scaled = white * scale.cwiseInverse().asDiagonal();
    const Matrix covariance = (scaled.transpose() * scaled).fullPivLu().inverse();
    fit.a_error = std::sqrt(std::abs(covariance(0, 0))) / scale[0];
    fit.b_error = std::sqrt(std::abs(covariance(1, 1))) / scale[1];
    fit.c_error = std::sqrt(std::abs(covariance(2, 2))) / scale[2];
}

}  // namespace

const char* name_of(DecayLaw law) {
    switch (law) {
        case DecayLaw::logarithmic: return "logarithmic";
        case DecayLaw::exponential: return "exponential";
        case DecayLaw::power: return "power";
    }
    return "";
}

const char* formula_of(DecayLaw law) {
    switch (law) {
        case DecayLaw::logarithmic: return "a - b ln(1 + t/c)";
        case DecayLaw::exponential: return "a + b exp(-t/c)";
        case DecayLaw::power: return "a (1 + t/c)^-b";
    }
    return "";
}

DecayFit fit_decay(DecayLaw law, const VectorSample& sample, const Vector& times) {
    FLUXHOP_ASSERT(times.size() >= 4 && times.size() == sample.mean.size());
    const Whitened data(sample);
    const auto exponent_at = [&](double c) {
        return law == DecayLaw::power ? best_exponent(data, times, c) : 0.0;
    };
    const auto misfit = [&](double log_c) {
        const double c = std::exp(log_c);
        return data.solve(basis_of(law, times, c, exponent_at(c))).misfit;
    };
    const double margin = std::log(1e4);
    const double low = std::log(times.minCoeff()) - margin, high = std::log(times.maxCoeff()) + margin;
    const double log_c = minimize(misfit, low, high, 150);

    DecayFit fit;
    fit.law = law;
    fit.c = std::exp(log_c);
    fit.c_is_bound = std::min(log_c - low, high - log_c) < std::log(2.0);
    const double exponent = exponent_at(fit.c);
    const Candidate best = data.solve(basis_of(law, times, fit.c, exponent));
    fit.a = best.linear[0];
    fit.b = law == DecayLaw::power ? exponent : best.linear[1];
    set_errors(fit, data, times);
    fit.goodness = hotelling(sample, evaluate(fit, times), 3);
    return fit;
}

Vector leading_coefficient_weights(const Vector& x, int degree) {
    FLUXHOP_ASSERT(x.size() > degree);
    const double centre = x.mean();  // leaves the leading coefficient as it is
    Matrix columns(x.size(), degree + 1);
    for (int k = 0; k <= degree; ++k) columns.col(k) = (x.array() - centre).pow(k);
    const Matrix pseudo_inverse =
        columns.colPivHouseholderQr().solve(Matrix::Identity(x.size(), x.size()));
    return pseudo_inverse.row(degree);
}

}  // namespace fluxhop
