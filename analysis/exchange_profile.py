"""The profile of fields along many regions, for plot_exchange."""

import math

import numpy as np
from matplotlib import colormaps

from exchange_results import GAUSS
from fluxhop_results import FAINT, MINUS, THEORY, in_standard_errors, power_of_ten, values


def decade_times(time):
    """Indices of the times (in s) nearest to whole powers of ten, at least the last one."""
    powers = np.arange(math.ceil(math.log10(time[0]) - 1e-9), math.log10(time[-1]) + 1e-9)
    near = {int(np.argmin(np.abs(np.log10(time) - power))) for power in powers}
    return sorted(near) or [len(time) - 1]


def draw_profile(axes, data, point):
    """Fields in gauss along the regions of one point of the sweep, one curve per decade."""
    times = decade_times(values(data, "time"))
    number = np.arange(data.sizes["region"])
    for index, colour in zip(times, profile_colours(len(times))):
        mean = GAUSS * values(data, "field_mean")[point, index]
        spread = 2.0 * GAUSS * values(data, "field_standard_deviation")[point, index]
        label = f"$t$ = {time_text(values(data, 'time')[index])}"
        axes.fill_between(number, mean - spread, mean + spread, color=colour, alpha=0.14, lw=0)
        axes.plot(number, mean, "o", ms=3.5, mfc="white", mec=colour, mew=1.0, zorder=3)
        if "field_mean_field" in data:
            ode = GAUSS * values(data, "field_mean_field")[point, index]
            axes.plot(number, ode, color=colour, lw=1.4, zorder=2.5)
        axes.plot([], [], color=colour, lw=2.5, label=label)
    curve = "ODE (lines), " if "field_mean_field" in data else ""
    axes.set_ylabel("magnetic field (G)")
    axes.set_ylim(bottom=0.0)
    axes.legend(loc="upper left", title=f"mean (circles), {curve}\n±2 standard deviations",
                title_fontsize=8.5, alignment="left")


def profile_colours(number):
    """Colours from early to late."""
    return colormaps["viridis"](np.linspace(0.0, 0.85, number))


def time_text(seconds):
    """'10^3 s', or the number if it is not a power of ten."""
    power = round(math.log10(seconds))
    whole = abs(math.log10(seconds) - power) < 1e-6
    return f"{power_of_ten(power)} s" if whole else f"{seconds:.3g} s"


def draw_profile_residuals(axes, data, point):
    """Mean minus theory in standard errors along the regions, at the times of the profile."""
    left = in_standard_errors(data, "vortices_mean", "vortices_expected",
                              "vortices_standard_error")[point]
    times = decade_times(values(data, "time"))
    axes.axhspan(-2.0, 2.0, color=FAINT, alpha=0.18, lw=0)
    axes.axhline(0.0, color=THEORY, lw=0.8)
    for index, colour in zip(times, profile_colours(len(times))):
        axes.plot(left[index], "o-", color=colour, ms=3.5, lw=0.6)
    axes.set_ylabel(f"mean {MINUS} theory\n(standard errors)", fontsize=8.5)
