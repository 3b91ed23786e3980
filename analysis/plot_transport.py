#!/usr/bin/env python3
"""Draw what moving vortices carry: E-J curves, diffusion and drift, dwell times, voltage noise.

A sweep over several currents becomes an E-J curve with its n-value and practical critical current;
everything else becomes panels of whatever the file holds.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter
from scipy.interpolate import PchipInterpolator

from fluxhop_results import DPI, ENSEMBLE, FAINT, STYLE, THEORY, NotAResult, footer, values
from plot_decay import FIT, axis_label, axis_scale, with_error
from transport import (CRITERION, FIT_BEGIN, colours, crossing, diffusivities, in_powers, is_curve,
                       labels, load, slopes, spread, swept, velocities)

MICRO = 1e6
FEWEST_COUNTS = 20  # of a bin that is shown


# Panels of the E-J curve

def theory_field(data):
    """E by theory at every point: exact, or the mean field at the last time; None in neither case."""
    if "steady_field_exact" in data:
        return values(data, "steady_field_exact")
    if "electric_field_mean_field" in data:
        return values(data, "electric_field_mean_field")[:, -1]
    return None


def smooth(current, field):
    """A monotone curve through ln E(ln J), for the eye."""
    fine = np.linspace(*np.log(current[[0, -1]]), 300)
    return np.exp(fine), np.exp(PchipInterpolator(np.log(current), np.log(field))(fine))


def draw_curve(axes, data, criterion):
    """E against J with theory, and where it crosses the criterion."""
    current, field = values(data, data.attrs["swept"]), values(data, "steady_field")
    error = values(data, "steady_field_standard_error")
    theory = theory_field(data)
    if theory is not None and np.all(theory > 0.0):
        name = "exact" if "steady_field_exact" in data else "mean field"
        axes.plot(*smooth(current, theory), color=THEORY, lw=1.1, label=name)
    axes.errorbar(current, field, 2.0 * error, fmt="o", ms=5.5, mfc="white", mec=ENSEMBLE, mew=1.3,
                  ecolor=ENSEMBLE, zorder=3, label="Monte Carlo (errors below the symbols)")
    axes.axhline(criterion, color=FAINT, lw=0.8, ls="--")
    axes.annotate(f"{in_powers(criterion * 1e4)} µV/cm", (1.0, criterion),
                  xycoords=axes.get_yaxis_transform(), xytext=(-2, 3), textcoords="offset points",
                  ha="right", fontsize=8.5, color="#666666")
    found = crossing(current, field, error, criterion)
    if found:
        critical, its_error, n, n_error = found
        axes.plot([critical], [criterion], "D", ms=6, color=FIT, zorder=4,
                  label=f"$J_c$ = {with_error(critical, its_error)} A m$^{{-2}}$,"
                        f"  $n$ = {with_error(n, n_error)}")
        axes.plot([critical, critical], [0.0, criterion], color=FIT, lw=0.9, ls=":",
                  transform=axes.transData)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_ylim(field.min() / 4.0, field.max() * 4.0)
    axes.yaxis.set_major_locator(LogLocator(numticks=9))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.set_ylabel("electric field $E$ (V m$^{-1}$)")
    axes.legend(loc="upper left")


def draw_n_values(axes, data):
    """Local n between neighbouring currents, with that of theory between the same."""
    current, field = values(data, data.attrs["swept"]), values(data, "steady_field")
    theory = theory_field(data)
    if theory is not None and np.all(theory > 0.0):
        middle, n, _ = slopes(current, theory, np.zeros_like(theory))
        axes.plot(middle, n, color=THEORY, lw=1.1)
    middle, n, error = slopes(current, field, values(data, "steady_field_standard_error"))
    axes.errorbar(middle, n, 2.0 * error, fmt="o", ms=4.5, mfc="white", mec=ENSEMBLE, mew=1.2,
                  ecolor=ENSEMBLE, elinewidth=1.0, zorder=3)
    if np.ptp(n) < 0.1 * np.mean(n):  # a power law: show how well
        axes.set_ylim(np.mean(n) * 0.985, np.mean(n) * 1.015)
    else:
        axes.set_ylim(bottom=0.0)
    axes.set_ylabel("$n$ = d ln $E$/d ln $J$\n(bars: 2 s.e.)")
    if current[-1] < 10.0 * current[0]:  # few decades would be labelled
        exponent = axis_scale(current)
        axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0, 8.0)))
        axes.xaxis.set_major_formatter(lambda x, _: f"{x / 10.0**exponent:g}")
        axes.xaxis.set_minor_formatter(NullFormatter())
        return axes.set_xlabel(axis_label("current density $J$", "A m-2", exponent))
    return axes.set_xlabel("current density $J$ (A m$^{-2}$)")


# Panels of diffusion

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
        axes.plot(time[shown], curve[shown], color=colour, lw=2.0, label=label or None)
    axes.plot([], [], color=THEORY, lw=0.8, ls="--",
              label="2 $D t$, " + ("$D$ exact" if exact else "$D$ from the last two thirds"))
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("time (s)")
    axes.set_ylabel("$\\langle x^2\\rangle - \\langle x\\rangle^2$ (µm$^2$)")
    axes.set_title("spread along the force", fontsize=9.5, loc="left")
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
    axes.set_xlabel("force of the current ($kT$ µm$^{-1}$)")
    axes.set_ylabel("drift velocity (m s$^{-1}$)")
    axes.set_title("drift", fontsize=9.5, loc="left")
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
    axes.set_yscale("log")
    axes.set_xlabel("1000 K/$T$")
    axes.set_ylabel("diffusivity $D$ (m$^2$ s$^{-1}$)")
    axes.set_title("diffusivity", fontsize=9.5, loc="left")
    axes.legend(loc="lower left", fontsize=8)


def draw_field(axes, data):
    """Electric field against time, without a sweep."""
    time, field = values(data, "seconds")[0], values(data, "electric_field_mean")[0]
    begin = np.concatenate([[0.0], time[:-1]])
    shown = (time > 0.0) & (field > 0.0)
    middle = np.where(begin > 0.0, np.sqrt(begin * time), 0.5 * time)  # it is a mean since the last
    axes.plot(middle[shown], field[shown], "o-", ms=4.5, lw=0.8, color=ENSEMBLE, mfc="white",
              mew=1.2, label="Monte Carlo")
    if "electric_field_mean_field" in data:
        axes.plot(middle, values(data, "electric_field_mean_field")[0], color=THEORY, lw=1.1,
                  label="mean field")
        axes.legend(loc="best", fontsize=8)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("time (s)")
    axes.set_ylabel("electric field (V m$^{-1}$)")
    axes.set_title("electric field", fontsize=9.5, loc="left")


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
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("time on a site (s)")
    axes.set_ylabel("share per decade")
    axes.set_title("dwell times; lines: exponential law of the same mean", fontsize=9.5, loc="left")


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
    axes.set_xlabel(axis_label("frequency", "Hz", hertz))
    axes.set_ylabel(axis_label("$S_V$, one-sided", "V2 Hz-1", density))
    axes.set_title("voltage noise" + ("" if exact is None else "; lines: exact"), fontsize=9.5,
                   loc="left")


# Whole pictures

def panels(data):
    """The functions that draw what the file holds, in the order of reading."""
    key = swept(data)
    found = []
    if not key:
        found.append(draw_field)
    if "square_displacement" in data:
        found.append(draw_spread)
        if key == "current.density" and "force_over_kT" in data:
            found.append(draw_einstein)
        if key == "system.temperature":
            found.append(draw_arrhenius)
    if "dwell_count" in data:
        found.append(draw_dwell)
    if "voltage_noise" in data:
        found.append(draw_noise)
    return found


def draw_panels(data):
    """Panels in two columns."""
    drawn = panels(data)
    columns = 2 if len(drawn) > 1 else 1
    rows = -(-len(drawn) // columns)
    figure = Figure(figsize=(9.6 if columns == 2 else 7.7, 0.9 + 3.6 * rows), dpi=DPI,
                    layout="constrained")
    grid = figure.add_gridspec(rows, 2 * columns)
    for index, panel in enumerate(drawn):
        alone = index == len(drawn) - 1 and index % columns == 0  # the last one takes the row
        column = index % columns
        width = slice(None) if alone else slice(2 * column, 2 * column + 2)
        panel(figure.add_subplot(grid[index // columns, width]), data)
    return figure


def draw(data, criterion=CRITERION):
    """The figure of a result file that was read by load()."""
    if is_curve(data):
        figure = Figure(figsize=(7.7, 7.4), dpi=DPI, layout="constrained")
        top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=[2.6, 1])
        draw_curve(top, data, criterion)
        draw_n_values(bottom, data)
        figure.align_ylabels([top, bottom])
    else:
        figure = draw_panels(data)
    figure.get_layout_engine().set(w_pad=0.08, h_pad=0.06)
    figure.suptitle(data.attrs.get("title", ""), fontsize=12, x=0.02, ha="left")
    figure.supxlabel(footer(data), fontsize=7.5, color="#666666")
    return figure


def main(arguments=None):
    """Command line; returns the exit code: 0 done, 2 no such file or nothing to draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("result", type=Path, help="result file of fluxhop run or compare")
    parser.add_argument("-o", "--output", type=Path, help="picture (default: RESULT.png)")
    parser.add_argument("--criterion", type=float, default=1.0, metavar="E",
                        help="electric field of the critical current, in uV/cm (default: 1)")
    options = parser.parse_args(arguments)
    try:
        data = load(options.result)
        with rc_context(STYLE):
            picture = options.output or options.result.with_suffix(".png")
            draw(data, CRITERION * options.criterion).savefig(picture)
    except (NotAResult, OSError) as error:
        print(f"plot_transport: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
