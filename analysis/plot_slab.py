#!/usr/bin/env python3
"""Draw flux creep in a slab: its magnetization over time, and B and J across it.

Times are in seconds, places in micrometres from the left edge; fields and currents have the units
the file states, scaled by a power of ten that the axis names.
"""

import math
import sys

import numpy as np
from matplotlib import colormaps
from matplotlib.lines import Line2D

from fluxhop_results import (ENSEMBLE, MOST_POINTS, THEORY, after_start, finish, is_of_fluxhop,
                             logarithmic_time, new_figure, open_result, parser_of, power_of_ten,
                             save, values)
from plot_decay import axis_label, axis_scale, creep_lines, draw_fit

MICROMETRE = 1e6  # in a metre
MOST_PROFILES = 6
STEADY = 1e-9  # relative change of the applied field that counts as none


# Reading

def load(path):
    """The moments in a result file, at times that a logarithm can take."""
    with open_result(path, unfit) as data:
        kept = [name for name in data.data_vars if "realization" not in data[name].dims]
        realizations = data.sizes.get("realization")
        data = after_start(data[kept]).load()
    data.attrs.setdefault("decay_variable", "magnetization")
    if realizations:
        data = data.assign_coords(realization=np.arange(realizations))  # for the footer
    return data


def unfit(data):
    """Why there is nothing to draw, or None."""
    needed = {"time", "column", "bond", "applied_field", "magnetization_mean", "field_mean",
              "current_density_mean"}
    if not needed <= set(data.variables):
        return "has no slab to draw" if is_of_fluxhop(data) else "not a fluxhop result file"
    if data["magnetization_mean"].dims != ("time",):
        return "holds a sweep; select a point with xarray and write it to a file of its own"
    return None if np.any(values(data, "time") > 0.0) else "has no times after the start"


def ramp_end(data):
    """The first time, in s, from which the applied field stays; None when it always does."""
    field = values(data, "applied_field")
    moves = np.flatnonzero(np.abs(field - field[-1]) > STEADY * np.abs(field).max())
    if moves.size == 0 or moves[-1] + 2 >= field.size:  # one time is no rest
        return None
    return float(values(data, "time")[moves[-1] + 1])


def profile_times(data):
    """Indices of a few times, the last one included: equally far apart on the logarithmic axis, or
    three until the applied field stays and three after that."""
    time = values(data, "time")
    end = ramp_end(data)
    wanted = np.geomspace(time[0], time[-1], MOST_PROFILES)
    if end is not None:
        rising, still = [0.1 * end, 0.35 * end, end], np.geomspace(end, time[-1], 4)[1:]
        wanted = np.concatenate([rising, still])
    return sorted({int(np.abs(np.log(time / one)).argmin()) for one in wanted})


def colours(number):
    """One colour for each profile, from early (dark) to late (light)."""
    return colormaps["plasma"](np.linspace(0.0, 0.85, number))


def time_text(seconds):
    """A time in s as people write it: '0.1 s', '10^5 s'."""
    exponent = math.floor(math.log10(seconds) + 1e-9)
    factor = seconds / 10.0**exponent
    if -2 <= exponent <= 2:
        return f"{seconds:.2g} s" if exponent < 2 else f"{seconds:.0f} s"
    power = f"{power_of_ten(exponent)} s"
    return power if abs(factor - 1.0) < 0.05 else f"{factor:.1f} × {power}"


# Drawing

def draw_magnetization(axes, data, times):
    """M against time with mean field and fitted law, and marks at the times of the profiles."""
    time, mean = values(data, "time"), values(data, "magnetization_mean")
    units = data["magnetization_mean"].attrs.get("units", "A m-1")
    exponent = axis_scale(mean)
    factor = 10.0**exponent
    spread = 2.0 * values(data, "magnetization_standard_deviation") / factor
    axes.fill_between(time, mean / factor - spread, mean / factor + spread, color=ENSEMBLE,
                      alpha=0.25, lw=0)
    every = math.ceil(len(time) / MOST_POINTS)
    axes.plot(time[::every], mean[::every] / factor, "o", ms=4, mfc="white", mec=ENSEMBLE, mew=1.1,
              zorder=3, label="mean of the realizations")
    if "magnetization_mean_field" in data:
        axes.plot(time, values(data, "magnetization_mean_field") / factor, color=THEORY, lw=1.2,
                  zorder=2.5, label="mean-field ODE")
    draw_fit(axes, data, factor, zorder=3.5)
    for index, colour in zip(times, colours(len(times))):
        axes.plot(time[index], mean[index] / factor, "o", ms=7, color=colour, zorder=4)
    mark_ramp(axes, data)
    axes.set_ylabel(axis_label("magnetization", units, exponent))
    place_legend(axes, creep_lines(data), mean)


def mark_ramp(axes, data):
    """A line where the applied field stops to change."""
    end = ramp_end(data)
    if end is not None:
        axes.axvline(end, color=THEORY, lw=0.8, ls=":")
        axes.annotate("end of the ramp", (end, 0.97), (4, 0), ha="left", va="top",
                      xycoords=("data", "axes fraction"), textcoords="offset points", fontsize=8.5)


def place_legend(axes, lines, mean):
    """The legend and the numbers of the creep, where the curve leaves room."""
    handles, labels = axes.get_legend_handles_labels()
    blank = Line2D([], [], ls="none")
    lines = [line.replace("d$J$", "d$M$") for line in lines]
    falls = mean[-1] < mean[0] and mean[-1] >= 0.0
    axes.legend(handles + [blank] * len(lines), labels + lines, labelspacing=0.45,
                loc="lower left" if falls else "best", borderaxespad=0.6)


def draw_profiles(axes, data, name, along, times):
    """An observable across the slab at some times: points of the Monte Carlo, lines of the ODE."""
    place = values(data, along) * MICROMETRE
    mean = data[f"{name}_mean"]
    exponent = axis_scale(mean.values)
    factor = 10.0**exponent
    seconds = values(data, "time")
    for index, colour in zip(times, colours(len(times))):
        axes.plot(place, mean.values[index] / factor, "o", ms=3, mfc="white", mec=colour, mew=0.9,
                  zorder=3, label=time_text(seconds[index]))
        if f"{name}_mean_field" in data:
            axes.plot(place, values(data, f"{name}_mean_field")[index] / factor, color=colour, lw=1.2)
    axes.set_xlabel("from the left edge (µm)")
    return factor, exponent


def draw_field(axes, data, times):
    """B across the slab, with the applied field a hop outside."""
    factor, exponent = draw_profiles(axes, data, "field", "column", times)
    place = values(data, "column") * MICROMETRE
    hop = place[1] - place[0]
    applied = values(data, "applied_field") / factor
    for index, colour in zip(times, colours(len(times))):
        for outside in (place[0] - hop, place[-1] + hop):
            axes.plot(outside, applied[index], "_", ms=7, mew=1.6, color=colour)
    axes.set_ylabel(axis_label("$B$", "T", exponent))


def draw_current(axes, data, times):
    """J across the slab, and zero."""
    axes.axhline(0.0, color=THEORY, lw=0.6)
    _, exponent = draw_profiles(axes, data, "current_density", "bond", times)
    axes.set_ylabel(axis_label("$J$", "A m-2", exponent))
    handles, labels = axes.get_legend_handles_labels()
    late = values(data, "current_density_mean")[times[-1]]
    axes.legend(handles, labels, handletextpad=0.2, labelspacing=0.3, borderaxespad=0.3,
                loc="upper left" if late[0] <= late[-1] else "upper right")


def draw(data):
    """The whole picture of a result file as a matplotlib Figure."""
    figure = new_figure(6.9)
    panels = figure.subplot_mosaic([["M", "M"], ["B", "J"]], height_ratios=[1.05, 1])
    times = profile_times(data)
    draw_magnetization(panels["M"], data, times)
    logarithmic_time(panels["M"], values(data, "time"))
    panels["M"].set_xlabel("time (s)")
    draw_field(panels["B"], data, times)
    draw_current(panels["J"], data, times)
    return finish(figure, [panels["M"]], data)


def picture(options):
    """The figure of the file that the command line names."""
    return draw(load(options.result))


def main(arguments=None):
    """Command line; returns the exit code: 0 done, 2 no such file or not a result."""
    return save("plot_slab", parser_of(__doc__).parse_args(arguments), picture)


if __name__ == "__main__":
    sys.exit(main())
