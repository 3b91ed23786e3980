/// The decay of a persistent current by flux creep, and the state under a ramp: closed forms of the
/// flux balance dJ/dt = -K E(J) (PHYSICS items 8 to 16).
#pragma once

namespace fluxhop {

/// K of dJ/dt = -K E(J) with J uniform, in m/H: E in V/m gives A m^-2 s^-1 (PHYSICS 1.2).
namespace flux_balance {
/// Slab |x| < w in a parallel field: 2/(mu0 w^2). @param half_width w, m
double slab(double half_width);
/// Long cylinder: 6/(mu0 R^2). @param radius R, m
double cylinder(double radius);
/// Thin ring: 2 pi R/(L S). @param radius R, m @param inductance L, H @param cross_section S, m^2
double ring(double radius, double inductance, double cross_section);
/// L = mu0 R (ln(8 R/b) - 2) of a thin ring of wire of radius b, current on its surface. H
double ring_inductance(double radius, double wire_radius);
}  // namespace flux_balance

/// One-way creep from J(0) at t = 0. Currents in any one unit.
namespace creep_law {

/// Linear barrier: J(0) - J1 ln(1 + t/t0), exact (item 8). @param scale J1 = kT Jc0/U0
double linear(double start, double scale, double t_over_t0);
/// t0 = J1/(K E(J(0))) in s of the linear barrier. @param balance K @param field E(J(0)), V/m
double linear_time(double scale, double balance, double field);

/// E = Ec (J/Jc)^n: J(0) (1 + (n-1) t/t0)^(-1/(n-1)), t0 = J(0)/(K E(J(0))), exact (item 9).
double power(double start, double n, double t_over_t0);

/// U = (U0/mu)((Jc0/J)^mu - 1) from Jc0: Jc0 (1 + (mu/u) ln(1 + t/t0))^(-1/mu) with
/// t0 = 1/(K E0 u/Jc0), to logarithmic accuracy only, a few percent (item 10).
double interpolation(double critical, double u, double mu, double t_over_t0);

/// S = -d ln M/d ln t for t >> t0: 1/(u + mu ln(t/t0)), with mu = -1 Anderson-Kim's 1/(u - ln) and
/// mu = 0 the logarithmic barrier's 1/u (item 11). @param log_time ln(t/t0)
double relaxation_rate(double u, double mu, double log_time);
/// U* = kT/S in kT: u + mu ln(t/t0) (item 12).
double effective_barrier(double u, double mu, double log_time);

}  // namespace creep_law

/// Creep of a slab under a field that rises at a constant rate, linear barrier (item 14), exact in
/// 0-D: J = Js - J1 ln(1 + (exp(-(J(0) - Js)/J1) - 1) exp(-t/tau)) with E(Js) = Bdot w.
struct RampedSlab {
    double half_width = 0.0;  ///< w, m
    double scale = 0.0;       ///< J1, A/m^2
    double ramp = 0.0;        ///< Bdot, T/s, > 0

    /// tau = mu0 J1 w/(2 Bdot), s.
    double time_constant() const;
    /// @param start J(0) @param steady Js, A/m^2 @param t s
    double current(double start, double steady, double t) const;
};

/// Creep of a slab after a ramp was stopped, exponential E(J), resolved in space (item 15):
/// E(x, t) = mu0 J1 (w x - x^2/2)/(t + t0), x from the centre; exact once the transient is over
/// (about 3 mu0 J1 w/Bdot). t0 does not contain the attempt frequency.
struct SeparableSlab {
    double half_width = 0.0;  ///< w, m
    double scale = 0.0;       ///< J1, A/m^2
    double offset = 0.0;      ///< t0, s

    /// t0 = 0.6778 mu0 J1 w/Bdot. @param half_width m @param scale J1, A/m^2 @param ramp Bdot, T/s
    static SeparableSlab after_ramp(double half_width, double scale, double ramp);

    /// E in V/m. @param x m, 0 <= x <= w
    double electric_field(double x, double t) const;
    /// M(t) = M0 - M1 ln(1 + t/t0) with M1 = J1 w/2, A/m. M0 belongs to the logarithm: M at the end of
    /// the ramp is higher by M1 ln(0.6778/(8 exp(-5/2))) = 0.032 M1, which the transient takes away.
    double magnetization(double start, double t) const;
};

/// A remanent slab with E = Ec (J/Jc)^n at late time (item 16), in units of w, mu0 Jc w and
/// mu0 Jc w^2/Ec: b = (1 + (n-1) c t)^(-1/(n-1)) X(x), X(0) = 1, X(1) = 0.
namespace remanent_slab {
/// I = Beta(1/2, n/(n+1))/2 = -X'(1), the current at the surface.
double surface_slope(double n);
/// c = (2n/(n+1)) I^(n+1).
double decay_constant(double n);
/// <X> = (n+1)/(2 n I).
double mean_profile(double n);
}  // namespace remanent_slab

}  // namespace fluxhop
