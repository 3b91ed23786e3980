#include "fluxhop/model/cosine_pin.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/special_functions/bessel.hpp>
#include <boost/math/special_functions/chebyshev.hpp>
#include <cmath>
#include <limits>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/base/require.hpp"

namespace fluxhop::cosine_pin {
namespace {

using constants::pi;

/// exp(-x) I0(x), x >= 0; from 500 on by the asymptotic series (DLMF 10.40.1), four terms of which
/// leave 1e-14.
double scaled_bessel(double x) {
    if (x < 500.0) return std::exp(-x) * boost::math::cyl_bessel_i(0, x);
    const double z = 1.0 / (8.0 * x);
    const double series = 1.0 + z * (1.0 + z * (4.5 + z * (37.5 + z * 459.375)));
    return series / std::sqrt(2.0 * pi * x);
}

/// Int_0^1 w(y) dy and moments of y under the weight w = exp(-f y) I0(u sin pi y).
struct Weight {
    double log_integral;
    double mean;      ///< <y>
    double variance;  ///< of y
};

/// Sums w over panels, scaled by exp(-u washboard(i)): the largest value of exp(-f y + u sin pi y)
/// is exp(u washboard(i)) at pi y = arccos i.
class WeightSum {
public:
    WeightSum(double height, double tilt)
        : height_(height),
          force_(pi * height * tilt),
          peak_(tilt < 1.0 ? std::acos(tilt) / pi : 0.0),
          log_scale_(height * washboard(tilt)) {}

    void add_panel(double from, double to) {
        using Rule = boost::math::quadrature::gauss<double, 20>;
        const double half = 0.5 * (to - from);
        const double middle = 0.5 * (from + to);
        for (std::size_t k = 0; k < Rule::abscissa().size(); ++k) {
            const double offset = half * Rule::abscissa()[k];
            const double share = half * Rule::weights()[k];
            add_point(middle - offset, share);
            add_point(middle + offset, share);
        }
    }

    Weight result() const {
        const double mean = first_ / sum_;
        return {log_scale_ + std::log(sum_), peak_ + mean, second_ / sum_ - mean * mean};
    }

private:
    void add_point(double y, double share) {
        constexpr double negligible = -60.0;
        const double bessel_argument = height_ * std::sin(pi * y);
        const double exponent = bessel_argument - force_ * y - log_scale_;
        if (exponent < negligible) return;
        const double weight = share * std::exp(exponent) * scaled_bessel(bessel_argument);
        const double distance = y - peak_;
        sum_ += weight;
        first_ += weight * distance;
        second_ += weight * distance * distance;
    }

    double height_, force_, peak_, log_scale_;
    double sum_ = 0.0, first_ = 0.0, second_ = 0.0;
};

/// Panels a few widths 1/(pi sqrt u) of the peak long, and graded towards y = 0, where beyond
/// depinning all the weight decays as exp(-(f - pi u) y).
Weight integrate(double height, double tilt) {
    FLUXHOP_ASSERT(height > 0.0 && tilt >= 0.0);
    WeightSum sum(height, tilt);
    const int panels = std::max(8, static_cast<int>(std::ceil(1.3 * std::sqrt(height))));
    for (int k = panels; k > 1; --k) {
        sum.add_panel(static_cast<double>(k - 1) / panels, static_cast<double>(k) / panels);
    }
    const double steepness = pi * height * (1.0 + tilt);
    double end = 1.0 / panels;
    for (; end * steepness > 8.0; end /= 2.0) sum.add_panel(end / 2.0, end);
    sum.add_panel(0.0, end);
    return sum.result();
}

}  // namespace

double washboard(double tilt) {
    return tilt < 1.0 ? std::sqrt(1.0 - tilt * tilt) - tilt * std::acos(tilt) : 0.0;
}

double kramers(double height, double tilt) {
    if (tilt >= 1.0) return flowing;
    return height * washboard(tilt) - 0.5 * std::log1p(-tilt * tilt);
}

Jet kramers(double height, const Jet& tilt) {
    const double i = tilt.value;
    if (i >= 1.0) return flowing;
    const double rest = 1.0 - i * i;
    return chain(tilt, kramers(height, i), i / rest - height * std::acos(i),
                 height / std::sqrt(rest) + (1.0 + i * i) / (rest * rest));
}

Interval kramers(double height, const Interval& tilt) {
    if (tilt.lower >= 1.0) return flowing;
    const auto loss = [](double i) {
        return i < 1.0 ? -0.5 * std::log1p(-i * i) : std::numeric_limits<double>::infinity();
    };
    // The height falls with the tilt, the loss of the prefactor rises; washboard() cancels near 1.
    const double rounding = 1e-14 * (1.0 + height);
    const Interval well = Interval(height * washboard(tilt.upper) - rounding,
                                   height * washboard(tilt.lower) + rounding) +
                          interval_detail::widened(loss(tilt.lower), loss(tilt.upper));
    return tilt.upper < 1.0 ? well : hull(well, flowing);
}

double smoluchowski(double height, double tilt) {
    if (std::isinf(tilt)) return -tilt;
    return std::log(pi * height) + integrate(height, tilt).log_integral;
}

/// Close to depinning the law bends over a tilt of u^(-2/3).
SmoluchowskiTable::SmoluchowskiTable(double height)
    : height_(height), width_(std::min(0.25, std::pow(height, -2.0 / 3.0))) {
    constexpr double end = 2.0;
    const auto count = static_cast<std::size_t>(std::ceil(end / width_));
    for (std::size_t i = 0; i < count; ++i) panels_.push_back(make_panel(width_ * static_cast<double>(i)));
}

SmoluchowskiTable::Panel SmoluchowskiTable::make_panel(double begin) const {
    Panel values{}, coefficients{};
    const auto angle = [](std::size_t k) {
        return pi * (static_cast<double>(k) + 0.5) / static_cast<double>(order);
    };
    for (std::size_t k = 0; k < order; ++k) {
        values[k] = smoluchowski(height_, begin + 0.5 * width_ * (1.0 + std::cos(angle(k))));
    }
    for (std::size_t j = 0; j < order; ++j) {
        for (std::size_t k = 0; k < order; ++k) {
            coefficients[j] += 2.0 / static_cast<double>(order) * values[k] *
                               std::cos(static_cast<double>(j) * angle(k));
        }
    }
    return coefficients;
}

double SmoluchowskiTable::operator()(double tilt) const {
    const double place = tilt / width_;
    if (!(place < static_cast<double>(panels_.size()))) return smoluchowski(height_, tilt);
    const auto panel = static_cast<std::size_t>(place);
    const double within = 2.0 * (place - static_cast<double>(panel)) - 1.0;
    return boost::math::chebyshev_clenshaw_recurrence(panels_[panel].data(), order, within);
}

Jet SmoluchowskiTable::operator()(const Jet& tilt) const {
    if (tilt.first == 0.0 && tilt.second == 0.0) return (*this)(tilt.value);
    // d/df of the logarithm of an integral over exp(-f y) is -<y>, d^2/df^2 the variance of y.
    const Weight at = integrate(height_, tilt.value);
    const double slope = pi * height_;
    return chain(tilt, (*this)(tilt.value), -slope * at.mean, slope * slope * at.variance);
}

Interval SmoluchowskiTable::operator()(const Interval& tilt) const {
    // Falls with the tilt. The allowance covers the rounding of the sum over panels and the table.
    constexpr double rounding = 2e-11;
    return {(*this)(tilt.upper) - rounding, (*this)(tilt.lower) + rounding};
}

}  // namespace fluxhop::cosine_pin
