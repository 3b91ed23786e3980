/// How the lengths, fields and pinning of a superconductor depend on temperature: the two-fluid
/// forms of PHYSICS item 29, as factors relative to T = 0, with t = T/Tc.
///
/// The forms are consistent with one another at every temperature: Bc = Phi0/(2 sqrt2 pi lambda
/// xi), Bc2 = Phi0/(2 pi xi^2) and Bc2 = sqrt2 (lambda/xi) Bc stay true when they are true at T =
/// 0.
#pragma once

namespace fluxhop {

/// Every function asks for 0 <= temperature < critical_temperature, both in K.
struct TwoFluid {
    double critical_temperature = 0.0;  ///< Tc, K

    /// lambda(T)/lambda(0) = (1 - t^4)^(-1/2).
    double penetration_depth(double temperature) const;

    /// xi(T)/xi(0) = ((1 + t^2)/(1 - t^2))^(1/2).
    double coherence_length(double temperature) const;

    /// Bc(T)/Bc(0) = 1 - t^2.
    double thermodynamic_field(double temperature) const;

    /// Bc2(T)/Bc2(0) = (1 - t^2)/(1 + t^2).
    double upper_critical_field(double temperature) const;

    /// U0(T)/U0(0) of a core pin, as Bc^2 xi^3: (1 - t^2)^(1/2) (1 + t^2)^(3/2). It rises with T at
    /// first, to 1.299 at t^2 = 1/2, as the core grows faster than its energy falls.
    double pin_energy(double temperature) const;

    /// Jd(T)/Jd(0), as 1/(lambda^2 xi): (1 - t^2)^(3/2) (1 + t^2)^(1/2).
    double depairing_current(double temperature) const;
};

/// What disorder pins by in single-vortex collective pinning.
enum class PinningKind {
    critical_temperature,  ///< dTc: spatial variation of Tc
    mean_free_path,        ///< dl: spatial variation of the mean free path
};

/// Jc0(T)/Jc0(0) (Griessen et al., PRL 72, 1910 (1994)):
///   dTc   (1 - t^2)^(7/6) (1 + t^2)^(5/6)
///   dl    (1 - t^2)^(5/2) (1 + t^2)^(-1/2)
double critical_current(const TwoFluid& material, PinningKind kind, double temperature);

/// Jd = Phi0/(3 sqrt3 pi mu0 lambda^2 xi) in A/m^2 (Ginzburg-Landau; PHYSICS item 25): no pinning
/// carries more. @param lambda m @param xi m
double depairing_current(double lambda, double xi);

/// Bc = Phi0/(2 sqrt2 pi lambda xi) in T. @param lambda m @param xi m
double thermodynamic_field(double lambda, double xi);

/// Bc2 = Phi0/(2 pi xi^2) in T, orbital. @param xi m
double upper_critical_field(double xi);

}  // namespace fluxhop
