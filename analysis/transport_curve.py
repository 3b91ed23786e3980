"""The E-J curve, its n-value and practical critical current, for plot_transport."""

import numpy as np
from matplotlib.ticker import LogLocator, NullFormatter
from scipy.interpolate import PchipInterpolator

from fluxhop_results import ENSEMBLE, FAINT, THEORY, values
from plot_decay import FIT, axis_label, axis_scale, with_error
from transport import crossing, in_powers, slopes


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
    if field.min() / 4.0 < criterion < field.max() * 4.0:
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
