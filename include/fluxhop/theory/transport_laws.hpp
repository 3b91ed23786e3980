/// What thermally activated hops carry: voltage, its noise, and the critical current one reads off.
///
/// u = U0/kT throughout; nu0 is the attempt frequency per direction (PHYSICS section 0).
#pragma once

namespace fluxhop {

/// Hops counted over a time t at constant rates (1/s) along and against the force: N+ - N- has the
/// law of Skellam (PHYSICS item 2), exactly.
struct SkellamHops {
    double along = 0.0;    ///< G+, 1/s
    double against = 0.0;  ///< G-, 1/s

    double mean(double t) const { return (along - against) * t; }
    double variance(double t) const { return (along + against) * t; }
};

/// One-sided spectral density at f -> 0 of the voltage of hops that move flux past the leads:
/// S = 2 flux^2 (R+ + R-) in V^2/Hz (PHYSICS item 4). Shot noise one-way, Nyquist's 4 kT R at rest.
/// @param flux of one hop, Wb: Phi0 a/w, w being the distance to cross
double voltage_noise(double flux, double rate_along, double rate_against);

/// The linear barrier U0 (1 - J/Jc0) with its hops back (PHYSICS items 5 and 6).
struct LinearTransport {
    double u = 0.0;                 ///< U0/kT
    double critical_current = 0.0;  ///< Jc0, A/m^2
    double full_field = 0.0;        ///< E0 = B a nu0, V/m: at no barrier, without hops back

    /// E(J) = 2 E0 exp(-u) sinh(u J/Jc0) in V/m; odd in J. @param current A/m^2
    double electric_field(double current) const;
    /// rho_TAFF = dE/dJ at J = 0: 2 E0 (u/Jc0) exp(-u) in ohm m (Kes et al., SUST 1, 242 (1989)).
    double taff_resistivity() const;
    /// d ln E/d ln J = x coth x, x = u J/Jc0: one at rest, u at Jc0.
    double n_value(double current) const;
    /// J1 = dJ/d ln E of creep, kT Jc0/U0 in A/m^2.
    double creep_current() const { return critical_current / u; }
    /// The current with E(J) = criterion (V/m), hops back included.
    double current_at(double criterion) const;
};

/// The practical critical current: E0 exp(-U(Jc)/kT) = Ec, in units of Jc0 (PHYSICS item 6). One
/// formula for the family U = (U0/mu) ((Jc0/J)^mu - 1), hops back neglected:
///   mu = -1  1 - ln(E0/Ec)/u            Anderson-Kim
///   mu = 0   (Ec/E0)^(1/u)              logarithmic
///   else     (1 + (mu/u) ln(E0/Ec))^(-1/mu)
/// 0 when the barrier at rest (mu < 0) is already lower than the criterion asks for.
/// @param log_ratio ln(E0/Ec) >= 0; Ec is 1 uV/cm = 1e-4 V/m by custom
double practical_critical_current(double u, double mu, double log_ratio);

/// d ln E/d ln J = u (Jc0/J)^mu of the family, hops back neglected (PHYSICS item 5).
/// @param reduced J/Jc0
double n_value(double u, double mu, double reduced);

}  // namespace fluxhop
