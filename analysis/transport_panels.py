"""Diffusion, drift, dwell times and voltage noise, one panel each, for plot_transport."""

import numpy as np
from scipy.interpolate import PchipInterpolator

from fluxhop_results import ENSEMBLE, FAINT, THEORY, values
from plot_decay import axis_label, axis_scale, with_error
from transport import FIT_BEGIN, colours, diffusivities, labels, spread, velocities

MICRO = 1e6
FEWEST_COUNTS = 20  # of a bin that is shown


def dress(axes, title, x_label, y_label, logarithmic=""):
    """Title and labels of a panel; `logarithmic` names its axes that are."""
    axes.set_title(title, fontsize=9.5, loc="left")
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    if "x" in logarithmic:
        axes.set_xscale("log")
    if "y" in logarithmic:
        axes.set_yscale("log")


def draw_spread(axes, data):
    """Mean square displacement without drift, and 2 D t: exact, or with the slope at the end."""
    curves = MICRO**2 * spread(data).mean(axis=1)
    seconds = values(data, "seconds")
    exact = "diffusivity_exact" in data and not np.any(np.isnan(values(data, "diffusivity_exact")))
    lines = values(data, "diffusivity_exact") if exact else diffusivities(data)[0]
    for time, curve, number, label, colour in zip(seconds, curves, lines, labels(data),
                                                  colours(data)):
        ends = np.array([FIT_BEGIN / 30.0, 1.0]) * time[-1]
        axes.plot(ends, 2.0 * MICRO**2 * number * ends, color=THEORY, lw=0.8, ls="--", zorder=4)
        shown = (time > 0.0) & (curve > 0.0)
        if np.any(shown):  # else nobody was followed, or nobody moved
            axes.plot(time[shown], curve[shown], color=colour, lw=2.0, label=label or None)
    axes.plot([], [], color=THEORY, lw=0.8, ls="--",
              label="2 $D t$, " + ("$D$ exact" if exact else "$D$ from the last two thirds"))
    dress(axes, "spread along the force", "time (s)",
          "$\\langle x^2\\rangle - \\langle x\\rangle^2$ (µm$^2$)",
          logarithmic="xy" if np.any(curves > 0.0) else "")
    axes.legend(loc="best", fontsize=7.5)


def draw_einstein(axes, data):
    """Drift against force, with Einstein's line of the first point's diffusivity."""
    force = values(data, "force_over_kT") / MICRO
    velocity, error = velocities(data)
    diffusivity, d_error = diffusivities(data)
    rest = int(np.argmin(np.abs(force)))
    ends = np.array([0.0, force.max()])
    slope = diffusivity[rest] * MICRO
    low, high = ((diffusivity[rest] + sign * 2.0 * d_error[rest]) * MICRO for sign in (-1, 1))
    axes.fill_between(ends, low * ends, high * ends, color=FAINT, alpha=0.3, lw=0)
    axes.plot(ends, slope * ends, color=THEORY, lw=1.0, ls="--",
              label=f"Einstein: $v = D F/kT$,\n$D$ = {with_error(diffusivity[rest], d_error[rest])}"
                    " m$^2$ s$^{-1}$ at rest")
    if "drift_velocity_exact" in data:
        fine = np.linspace(0.0, force.max(), 200)
        exact = PchipInterpolator(force, values(data, "drift_velocity_exact"))(fine)
        axes.plot(fine, exact, color=THEORY, lw=1.1, label="exact")
    axes.errorbar(force, velocity, 2.0 * error, fmt="o", ms=5.5, mfc="white",
                  mec=ENSEMBLE, ecolor=ENSEMBLE, mew=1.3, zorder=3, label="Monte Carlo")
    dress(axes, "drift", "force of the current ($kT$ µm$^{-1}$)", "drift velocity (m s$^{-1}$)")
    axes.legend(loc="upper left", fontsize=8)


def draw_arrhenius(axes, data):
    """Diffusivity against 1000 K/T."""
    inverse = 1000.0 / values(data, data.attrs["swept"])
    diffusivity, error = diffusivities(data)
    if "diffusivity_exact" in data:
        order = np.argsort(inverse)
        exact = values(data, "diffusivity_exact")
        fine = np.linspace(inverse.min(), inverse.max(), 200)
        line = np.exp(PchipInterpolator(inverse[order], np.log(exact[order]))(fine))
        axes.plot(fine, line, color=THEORY, lw=1.1,
                  label="exact for this sample: $a^2/\\langle 1/\\Gamma\\rangle$")
    for one, number, its_error, colour in zip(inverse, diffusivity, error, colours(data)):
        axes.errorbar([one], [number], [2.0 * its_error], fmt="o", ms=6.5, mfc="white", mec=colour,
                      mew=1.6, ecolor=colour, zorder=3)
    axes.plot([], [], "o", mfc="white", mec=ENSEMBLE, label="Monte Carlo, spread at the end")
    dress(axes, "diffusivity", "1000 K/$T$", "diffusivity $D$ (m$^2$ s$^{-1}$)", logarithmic="y")
    axes.legend(loc="lower left", fontsize=8)


def draw_field(axes, data):
    """Magnitude of the electric field against time, of every point."""
    fields = np.abs(values(data, "electric_field_mean"))
    theory = np.abs(values(data, "electric_field_mean_field")) if "electric_field_mean_field" in data else None
    hues = colours(data) if len(fields) > 1 else [ENSEMBLE]
    for i, (time, field, label, colour) in enumerate(zip(values(data, "seconds"), fields, labels(data), hues)):
        begin = np.concatenate([[0.0], time[:-1]])
        middle = np.where(begin > 0.0, np.sqrt(begin * time), 0.5 * time)  # it is a mean since the last
        shown = (time > 0.0) & (field > 0.0)
        axes.plot(middle[shown], field[shown], "o-", ms=4.5, lw=0.8, color=colour, mfc="white",
                  mew=1.2, label=label or "Monte Carlo")
        if theory is not None:
            shown = (middle > 0.0) & (theory[i] > 0.0)
            axes.plot(middle[shown], theory[i][shown], color=THEORY, lw=1.1, label=None if i else "mean field")
    axes.legend(loc="best", fontsize=8)
    moves = np.any(fields > 0.0)
    dress(axes, "electric field" if moves else "electric field: no vortex has moved", "time (s)",
          "electric field, magnitude (V m$^{-1}$)", logarithmic="xy" if moves else "")


def draw_dwell(axes, data):
    """Dwell times per decade, and the exponential law of the same mean."""
    edges = values(data, "dwell_bin_s" if "dwell_bin_s" in data else "dwell_bin")
    edges = np.broadcast_to(edges, (data.sizes["point"], data.sizes["dwell_bin"]))
    counts = values(data, "dwell_count")
    for begin, count, mean, label, colour in zip(edges, counts, values(data, "dwell_mean"),
                                                 labels(data), colours(data)):
        kept = np.isfinite(begin)
        begin, count = begin[kept], count[kept]
        width = np.log10(begin[1] / begin[0])
        share = count / (count.sum() * width)
        shown = count >= FEWEST_COUNTS
        middle = begin * 10.0 ** (0.5 * width)
        axes.plot(middle[shown], share[shown], "o", ms=2.6, color=colour, label=label)
        exponential = (np.exp(-begin / mean) - np.exp(-begin * 10.0**width / mean)) / width
        seen = exponential * width > FEWEST_COUNTS / count.sum()
        axes.plot(middle[seen], exponential[seen], color=colour, lw=0.9, alpha=0.8)
    dress(axes, "dwell times; lines: exponential law of the same mean", "time on a site (s)",
          "share per decade", logarithmic="xy")


def draw_noise(axes, data):
    """Power spectral density of the voltage, and its exact value."""
    name = "frequency_Hz" if "frequency_Hz" in data else "frequency"
    frequency = np.broadcast_to(values(data, name), values(data, "voltage_noise").shape)
    noise, error = values(data, "voltage_noise"), values(data, "voltage_noise_standard_error")
    exact = values(data, "voltage_noise_exact") if "voltage_noise_exact" in data else None
    hertz, density = axis_scale(frequency), axis_scale(noise)
    for i, colour in enumerate(colours(data)):
        x = frequency[i] / 10.0**hertz
        axes.errorbar(x, noise[i] / 10.0**density, error[i] / 10.0**density, fmt="o", ms=2.6,
                      color=colour, lw=0.7)
        if exact is not None:
            axes.plot([0.0, x[-1]], np.full(2, exact[i] / 10.0**density), color=colour, lw=1.1)
    axes.set_xlim(left=0.0)
    dress(axes, "voltage noise" + ("" if exact is None else "; lines: exact"),
          axis_label("frequency", "Hz", hertz), axis_label("$S_V$, one-sided", "V2 Hz-1", density))
