#!/usr/bin/env python3
"""Draw the fields of regions that exchange flux, and what theory leaves of them.

The paper meant below is R. Ma, arXiv:1303.2296. Fields are in gauss, times in seconds.
"""

import argparse
import math
import sys
import tomllib
from pathlib import Path

import numpy as np
import xarray as xr
from matplotlib import colormaps, rc_context
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from plot_decay import (DPI, FAINT, MOST_POINTS, STYLE, THEORY, NotAResult, footer,
                        logarithmic_time, power_of_ten, unit_text, values)

GAUSS = 1e4  # gauss in a tesla
FIELD_UNITS = {"T": 1e4, "mT": 10.0, "uT": 1e-2, "gauss": 1.0, "G": 1.0}  # in gauss
MOST_CURVES = 6  # with more regions their profile is drawn instead
QUARTER = -0.25  # vortices: finite-size bias of a decay with an exponential rate
SMALLEST = 1e-6  # where the one-way solution stops, of its starting field
MARKERS = "os^Dv<"
DISTINCT = ["#1f77b4", "#e8710a", "#238b78", "#6a51a3", "#b5366f", "#5b7083"]
MINUS = "\N{MINUS SIGN}"


# Reading

def load(path):
    """The moments of a result file with all sweep dimensions stacked to 'point'."""
    if not Path(path).is_file():
        raise NotAResult(f"{path}: no such file")
    try:
        with xr.open_dataset(path, engine="netcdf4", decode_times=False) as data:
            complaint = unfit(data)
            if complaint:
                raise NotAResult(f"{path}: {complaint}")
            data = only_drawn(data).load()
    except (OSError, ValueError) as error:
        raise NotAResult(f"{path}: not a netCDF-4 file") from error
    return by_point(data)


def unfit(data):
    """Why there is nothing to draw, or None."""
    needed = {"time", "region", "field_mean", "field_standard_deviation", "vortices_mean"}
    if not needed <= set(data.variables):
        fluxhop = str(data.attrs.get("source", "")).startswith("fluxhop")
        return "has no regions to draw" if fluxhop else "not a fluxhop result file"
    return None if np.any(values(data, "time") > 0.0) else "has no times after the start"


def only_drawn(data):
    """The moments and the little else that is drawn, at times that a logarithm can take."""
    kept = [name for name in data.data_vars if name.startswith(("field_", "vortices_"))]
    others = ("compared", "configuration", "hops", "judged_region")
    kept += [name for name in others if name in data.variables]
    return data[kept].isel(time=np.flatnonzero(values(data, "time") > 0.0))


def by_point(data):
    """The same with dimensions (point, time, region); one point without a sweep."""
    sweep = sweep_dimensions(data)
    if "configuration" not in data and "configuration" in data.attrs:
        data = data.assign(configuration=data.attrs["configuration"])
    if not sweep:
        return data.expand_dims("point")
    return data.stack(point=sweep, create_index=False).transpose("point", "time", "region", ...)


def sweep_dimensions(data):
    """What the file sweeps over: the dimensions of the mean field besides time and region."""
    return [name for name in data["field_mean"].dims if name not in ("time", "region")]


def swept(data):
    """Names of the swept quantities, none without a sweep."""
    return [name for name, values_ in data.coords.items() if values_.dims == ("point",)]


def point_label(data, point):
    """'name = value unit' of everything swept, at one point; '' without a sweep."""
    parts = []
    for name in swept(data):
        attributes = data[name].attrs
        value = data[name].values[point]
        unit = short_unit(attributes.get("units", "1"))
        key = attributes.get("long_name", name)
        symbol = "$\\varepsilon$" if key.endswith(".exchange") else " ".join(key.split(".")[1:])
        number = value if isinstance(value, str) else f"{value:g}"
        parts.append(f"{symbol} = {number} {unit}".rstrip())
    return ", ".join(parts)


def short_unit(units):
    """A unit as the configuration has it, with the symbols that people use."""
    text = units.replace("flux_quantum", "$\\Phi_0$").replace("gauss", "G")
    return unit_text("s-1" if text == "/s" else text)


def point_colours(data):
    """One colour per point of a sweep in the order of the file; grey where nothing moves."""
    number = data.sizes["point"]
    shades = colormaps["plasma"](np.linspace(0.0, 0.8, number)[::-1])
    moves = np.ptp(values(data, "field_mean"), axis=1).max(axis=1) > 0.0
    return [shade if moving else FAINT for shade, moving in zip(shades, moves)]


def colours(data):
    """Colour of every (point, region): of the point in a sweep, otherwise of the region."""
    regions = data.sizes["region"]
    if data.sizes["point"] > 1:
        return [[colour] * regions for colour in point_colours(data)]
    return [[DISTINCT[region % len(DISTINCT)] for region in range(regions)]]


def judged(data):
    """Indices of the regions that the comparison judged (the rest follows from the total)."""
    if "judged_region" not in data:
        return [0]
    names = [str(name) for name in values(data, "region")]
    return [names.index(str(name)) for name in values(data, "judged_region")]


def has_theory(data):
    """Whether the file has the mean field and its bias (fluxhop compare)."""
    names = ("field_mean_field", "vortices_mean_field", "vortices_expected",
             "vortices_standard_error", "compared")
    return all(name in data for name in names)


# Theory from the configuration

class Law:
    """Barrier of a region, U(B)/kT, from its table in the configuration; fields in gauss."""

    def __init__(self, table):
        self.kind = table["law"]
        number, unit = table["U0"].split()
        if unit != "kT" or self.kind not in ("linear", "logarithmic", "inverse power"):
            raise ValueError("a barrier that is not drawn")
        self.height = float(number)
        self.mu = float(table.get("mu", 0.0))
        self.maximum = gauss(table["maximum_field"])

    def barrier(self, field):
        """U/kT at a field in gauss > 0; 0 above the maximum field."""
        ratio = np.minimum(field / self.maximum, 1.0)
        if self.kind == "linear":
            return self.height * (1.0 - ratio)
        if self.kind == "logarithmic" or self.mu == 0.0:
            return -self.height * np.log(ratio)
        return self.height / self.mu * (ratio**-self.mu - 1.0)

    def escape(self, field):
        """B exp(-U/kT) in gauss, at a field in gauss > 0."""
        return field * np.exp(-self.barrier(field))


class Pair:
    """Two regions in contact, from a point's configuration; raises KeyError, ValueError."""

    def __init__(self, data, point):
        tables = tomllib.loads(str(values(data, "configuration")[point]))
        names = [str(name) for name in values(data, "region")]
        (contact,) = tables["contacts"].values()
        if len(names) != 2 or sorted(contact["between"]) != sorted(names):
            raise ValueError("not two regions in contact")
        self.laws = [Law(tables["regions"][name]) for name in names]
        self.start = [gauss(tables["regions"][name]["field"]) for name in names]
        areas = relative_areas(data, point)
        giver = names.index(contact["between"][0])
        self.exchange = [0.0, 0.0]
        self.exchange[giver] = per_second(contact["exchange"])
        self.exchange[1 - giver] = self.exchange[giver] * areas[giver] / areas[1 - giver]
        self.gamma = areas[1] / areas[0]

    def other(self, field_p):
        """Field of the second region in gauss, by eq. 11, from that of the first."""
        return self.start[1] + (self.start[0] - field_p) / self.gamma

    def equilibrium(self):
        """Fields in gauss where both directions balance (eq. 12), by bisection."""
        low, high = 0.0, self.start[0] + self.gamma * self.start[1]
        for _ in range(200):
            middle = 0.5 * (low + high)
            second = max(self.other(middle), 1e-300)
            gains = self.laws[0].escape(max(middle, 1e-300)) < self.laws[1].escape(second)
            low, high = (middle, high) if gains else (low, middle)
        return 0.5 * (low + high), self.other(0.5 * (low + high))

    def one_way(self, time):
        """Fields in gauss, one row per region, without hops back (eqs 18, 20); time in s.

        Eq. 15 gives the time by quadrature over ln B; NaN once the giver is all but empty.
        """
        rates = [law.escape(b) * e for law, b, e in zip(self.laws, self.start, self.exchange)]
        giver = int(np.argmax(rates))
        if not rates[giver] > 0.0:
            return np.tile(np.array(self.start)[:, None], (1, time.size))
        log_field = np.linspace(0.0, math.log(SMALLEST), 40001) + math.log(self.start[giver])
        with np.errstate(over="ignore"):
            slope = np.exp(self.laws[giver].barrier(np.exp(log_field))) / self.exchange[giver]
        steps = 0.5 * (slope[1:] + slope[:-1]) * (log_field[0] - log_field[1])
        passed = np.concatenate([[0.0], np.cumsum(steps)])
        usable = np.isfinite(passed)
        fields = np.empty((2, time.size))
        fields[giver] = np.exp(np.interp(time, passed[usable], log_field[usable], right=np.nan))
        ratio = self.gamma if giver == 1 else 1.0 / self.gamma
        fields[1 - giver] = self.start[1 - giver] + ratio * (self.start[giver] - fields[giver])
        return fields


def gauss(text):
    """A field such as '20 gauss' in gauss."""
    number, unit = text.split()
    return float(number) * FIELD_UNITS[unit]


def per_second(text):
    """An exchange coefficient such as '0.1 /s', or the first of two, in 1/s."""
    number, unit = (text if isinstance(text, str) else text[0]).split()
    if unit not in ("/s", "1/s", "s-1", "Hz"):
        raise ValueError("an exchange coefficient in other units")
    return float(number)


def relative_areas(data, point):
    """Areas of the regions from vortices per field, in vortices per gauss."""
    number = values(data, "vortices_mean")[point].max(axis=0)
    return number / (GAUSS * values(data, "field_mean")[point].max(axis=0))


def pair(data, point):
    """The two regions of a point, or None if its configuration is not that of such a pair."""
    if "configuration" not in data:
        return None
    try:
        return Pair(data, point)
    except (KeyError, ValueError, AttributeError):
        return None


def in_standard_errors(data, upper, lower):
    """Difference of two vortex numbers in standard errors of the mean; NaN where that is 0."""
    error = values(data, "vortices_standard_error")
    return (values(data, upper) - values(data, lower)) / np.where(error > 0.0, error, np.nan)


# Fields against time: the paper's Fig. 3

def draw_fields(axes, data):
    """Fields of all points and regions in gauss: ensemble, ODE and one-way solution."""
    palette = colours(data)
    for point in range(data.sizes["point"]):
        for region in range(data.sizes["region"]):
            draw_region(axes, data, point, region, palette[point][region])
    one_way = [draw_one_way(axes, data, point) for point in range(data.sizes["point"])]
    axes.set_ylabel("magnetic field (G)")
    axes.margins(y=0.04)
    logarithmic_time(axes, values(data, "time"))
    add_legends(axes, data, any(one_way))
    name_regions(axes, data)


def every(data):
    """Every how many-th time gets a marker: one for all points that fit in between."""
    decades = max(1.0, math.log10(values(data, "time")[-1] / values(data, "time")[0]))
    return max(1, math.ceil(data.sizes["time"] / min(MOST_POINTS, 3 * decades)))


def draw_region(axes, data, point, region, colour):
    """Mean, ±2 standard deviations and ODE of one region's field in gauss."""
    time = values(data, "time")
    mean = GAUSS * values(data, "field_mean")[point, :, region]
    spread = 2.0 * GAUSS * values(data, "field_standard_deviation")[point, :, region]
    axes.fill_between(time, mean - spread, mean + spread, color=colour, alpha=0.14, lw=0)
    step = every(data)
    marks = axes.plot(time[::step], mean[::step], MARKERS[region % len(MARKERS)], ms=4.5,
                      mfc="white", mec=colour, mew=1.2, zorder=3)
    if np.ptp(mean) == 0.0 and data.sizes["point"] > 1:
        marks[0].remove()  # a line is enough where nothing happens
        axes.plot(time, mean, color=colour, lw=1.3, zorder=2)
    if "field_mean_field" in data:
        axes.plot(time, GAUSS * values(data, "field_mean_field")[point, :, region],
                  color=colour, lw=2.6, alpha=0.5, zorder=2.5)


def draw_one_way(axes, data, point):
    """The one-way solution of both regions in gauss where there is one; returns whether."""
    regions = pair(data, point)
    if regions is None or not max(regions.exchange) > 0.0:
        return False
    for row in regions.one_way(values(data, "time")):
        axes.plot(values(data, "time"), row, color=THEORY, lw=0.9, ls=(0, (4, 3)), zorder=2.7)
    return True


def add_legends(axes, data, one_way):
    """What the lines are, lower left; what the colours are, upper left."""
    sweep = data.sizes["point"] > 1
    grey = "#555555" if sweep else DISTINCT[0]
    step = every(data)
    note = f" (1 time in {step} shown)" if step > 1 else ""
    handles = [Line2D([], [], ls="none", marker="o", ms=4.5, mfc="white", mec=grey, mew=1.2),
               Patch(color=grey, alpha=0.2, lw=0)]
    labels = [f"Monte Carlo, mean{note}", "±2 standard deviations between realizations"]
    if "field_mean_field" in data:
        handles.append(Line2D([], [], color=grey, lw=2.6, alpha=0.5))
        labels.append("mean-field ODE")
    if one_way:
        handles.append(Line2D([], [], color=THEORY, lw=0.9, ls=(0, (4, 3))))
        labels.append(f"without hops back ({one_way_equation(data)})")
    lines = axes.legend(handles, labels, loc="lower left", borderaxespad=0.6, labelspacing=0.45)
    if sweep:
        axes.add_artist(lines)
        axes.legend(*point_handles(data), loc="upper left", borderaxespad=0.6, labelspacing=0.35)


def one_way_equation(data):
    """Where the paper has the one-way solution of the law in the file."""
    kinds = {law.kind for law in pair(data, 0).laws}
    numbers = {"linear": "eq. 18", "logarithmic": "eq. 20"}
    return numbers.get(kinds.pop(), "eq. 15") if len(kinds) == 1 else "eq. 15"


def point_handles(data):
    """Handles and labels that name the points of a sweep by colour."""
    handles = [Line2D([], [], color=colour, lw=2.5) for colour in point_colours(data)]
    return handles, [point_label(data, point) for point in range(data.sizes["point"])]


def name_regions(axes, data):
    """The names of the regions at the ends of their outermost curves, in the order of height."""
    last = GAUSS * values(data, "field_mean")[:, -1, :]
    middle = last.mean()
    palette = colours(data)[0] if data.sizes["point"] == 1 else [THEORY] * data.sizes["region"]
    extremes = [max(column, key=lambda end: abs(end - middle)) for column in last.T]
    for name, height, colour in zip(values(data, "region"), apart(extremes, axes), palette):
        axes.annotate(str(name), (1.0, height), xycoords=("axes fraction", "data"), xytext=(6, 0),
                      textcoords="offset points", color=colour, fontweight="bold", va="center",
                      annotation_clip=False)


def apart(heights, axes):
    """Heights (in gauss) of labels, moved up where they would overlap."""
    least = 0.045 * np.ptp(axes.get_ylim())
    moved, below = np.array(heights, dtype=float), -math.inf
    for index in np.argsort(moved):
        below = moved[index] = max(moved[index], below + least)
    return moved


# What theory leaves: residuals and the finite-size bias

def judged_series(data):
    """(point, region, colour) of every curve that was judged and moves at all."""
    palette = colours(data)
    moves = np.nanmax(values(data, "vortices_standard_error"), axis=1) > 0.0
    return [(point, region, palette[point][region]) for point in range(data.sizes["point"])
            for region in judged(data) if moves[point, region]]


def difference_label(data, reference, units):
    """'p: mean - reference' for an axis; without the name if there are several regions."""
    names = [str(values(data, "region")[region]) for region in judged(data)]
    name = f"{names[0]}: " if len(names) == 1 else ""
    return f"{name}mean {MINUS} {reference}\n({units})"


def draw_residuals(axes, data):
    """Mean minus theory in standard errors, at all times a line, at the compared ones dots."""
    time = values(data, "time")
    left = in_standard_errors(data, "vortices_mean", "vortices_expected")
    axes.axhspan(-2.0, 2.0, color=FAINT, alpha=0.18, lw=0)
    axes.axhline(0.0, color=THEORY, lw=0.8)
    for point, region, colour in judged_series(data):
        row, compared = left[point, :, region], values(data, "compared")[point] == 1
        axes.plot(time, row, color=colour, lw=0.7, alpha=0.6)
        axes.plot(time[compared], row[compared], MARKERS[region % len(MARKERS)], ms=5,
                  color=colour, zorder=3)
    drawn = left[:, :, judged(data)]
    dots = drawn[values(data, "compared") == 1]
    reach = np.nanmax(np.abs(dots), initial=3.2) + 0.6
    axes.set_ylim(-reach, 1.45 * reach)
    axes.set_ylabel(difference_label(data, "theory", "standard errors"), fontsize=8.5)
    handles = [Line2D([], [], color="#555555", marker="o", ms=5, ls="none"),
               Line2D([], [], color="#555555", lw=0.7)]
    axes.legend(handles, ["compared times", "all times"], ncol=2, loc="upper left",
                borderaxespad=0.2, columnspacing=1.6)


def draw_bias(axes, data):
    """Mean minus ODE in vortices, ±1 standard error, and the finite-size bias of theory."""
    time, step = values(data, "time"), every(data)
    ode, error = values(data, "vortices_mean_field"), values(data, "vortices_standard_error")
    found = values(data, "vortices_mean") - ode
    theory = values(data, "vortices_expected") - ode
    series = judged_series(data)
    axes.axhline(0.0, color=THEORY, lw=0.8)
    for number, (point, region, colour) in enumerate(series):
        axes.plot(time, theory[point, :, region], color=colour, lw=1.5, zorder=2.5)
        shown = slice(number * step // len(series), None, step)  # each at times of its own
        axes.errorbar(time[shown], found[point, shown, region], error[point, shown, region],
                      color=colour, fmt=MARKERS[region % len(MARKERS)], ms=3.8, mfc="white",
                      mew=1.0, elinewidth=0.9, zorder=3)
    if data.sizes["region"] == 2 and pair(data, 0):
        axes.axhline(QUARTER, color=FAINT, lw=0.9, ls=(0, (2, 2)))
    axes.set_ylabel(difference_label(data, "ODE", "vortices"), fontsize=8.5)
    handles = [Line2D([], [], color="#555555", marker="o", ms=3.8, mfc="white", ls="none"),
               Line2D([], [], color="#555555", lw=1.5)]
    low, high = axes.get_ylim()
    axes.set_ylim(low, high + 0.22 * (high - low))  # with room for the legend
    axes.legend(handles, ["Monte Carlo ±1 standard error", "finite-size bias by theory"],
                ncol=2, loc="upper left", borderaxespad=0.2, columnspacing=1.6)


# Profile along many regions

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
    left = in_standard_errors(data, "vortices_mean", "vortices_expected")[point]
    times = decade_times(values(data, "time"))
    axes.axhspan(-2.0, 2.0, color=FAINT, alpha=0.18, lw=0)
    axes.axhline(0.0, color=THEORY, lw=0.8)
    for index, colour in zip(times, profile_colours(len(times))):
        axes.plot(left[index], "o-", color=colour, ms=3.5, lw=0.6)
    axes.set_ylabel(f"mean {MINUS} theory\n(standard errors)", fontsize=8.5)


# Phase plane: the paper's Fig. 2

def draw_phase_plane(axes, data):
    """First region's field against the second's, in gauss: means on the lines of eq. 11."""
    for point, colour in enumerate(point_colours(data)):
        regions = pair(data, point)
        first, second = GAUSS * values(data, "field_mean")[point].T
        if regions:
            draw_conservation(axes, regions)
        axes.plot(second[::every(data)], first[::every(data)], "o", ms=3, color=colour, alpha=0.5)
        axes.plot(second[-1], first[-1], "o", ms=8, color=colour, zorder=4,
                  label=point_label(data, point) or None)
    names = [str(name) for name in values(data, "region")]
    axes.set_xlabel(f"$B_{{{names[1]}}}$ (G)")
    axes.set_ylabel(f"$B_{{{names[0]}}}$ (G)")
    axes.set_xlim(left=0.0)
    axes.set_ylim(bottom=-0.5)
    last = time_text(values(data, "time")[-1])
    start = Line2D([], [], ls="none", marker="s", ms=7, mfc="white", mec=THEORY)
    balance = Line2D([], [], ls="none", marker="x", ms=8, mec=THEORY, mew=1.6)
    line = Line2D([], [], color=FAINT, lw=1.0)
    handles, labels = axes.get_legend_handles_labels()
    axes.legend([line, start, balance, *handles],
                ["slope $-\\gamma$ (eq. 11)", "start", "equilibrium (eq. 12)", *labels],
                loc="upper right", title=f"means up to $t$ = {last} (large)", alignment="left",
                title_fontsize=8.5)


def draw_conservation(axes, regions):
    """The line of eq. 11 on which a pair must stay, its start and its equilibrium, in gauss."""
    ends = np.array([0.0, regions.start[0] + regions.gamma * regions.start[1]])
    axes.plot(regions.other(ends), ends, color=FAINT, lw=1.0, zorder=1)
    axes.plot(regions.start[1], regions.start[0], "s", ms=7, mfc="white", mec=THEORY, zorder=5)
    first, second = regions.equilibrium()
    axes.plot(second, first, "x", ms=8, mec=THEORY, mew=1.6, zorder=5, clip_on=False)


# Whole pictures

def new_figure(height):
    """A figure 1000 pixels wide and of a height in inches."""
    figure = Figure(figsize=(7.7, height), dpi=DPI, layout="constrained")
    figure.get_layout_engine().set(w_pad=0.08, h_pad=0.06)
    return figure


def finish(figure, axes, data, title=""):
    """Title over the first of the axes and the footer below all."""
    axes[0].set_title(title or data.attrs.get("title", ""), fontsize=12, loc="left", pad=10)
    figure.align_ylabels(axes)
    figure.supxlabel(footer(data), fontsize=7.5, color="#666666")
    return figure


def draw(data):
    """The fields against time, or along many regions, and what theory leaves of them."""
    if data.sizes["region"] > MOST_CURVES:
        return draw_along(data)
    if not has_theory(data):
        figure = new_figure(5.2)
        panels = [figure.subplots()]
    else:
        figure = new_figure(9.2)
        panels = list(figure.subplots(3, 1, sharex=True, height_ratios=[3, 1, 1.1]))
        draw_residuals(panels[1], data)
        draw_bias(panels[2], data)
    draw_fields(panels[0], data)
    panels[-1].set_xlabel("time (s)")
    return finish(figure, panels, data)


def draw_along(data):
    """The profile along many regions, of the last point of a sweep, and its residuals."""
    theory, point = has_theory(data), data.sizes["point"] - 1
    figure = new_figure(6.7 if theory else 5.0)
    panels = figure.subplots(2 if theory else 1, 1, sharex=True, squeeze=False,
                             height_ratios=[3, 1] if theory else [1])[:, 0]
    draw_profile(panels[0], data, point)
    if theory:
        draw_profile_residuals(panels[1], data, point)
    panels[-1].set_xlabel("region, counted from 0")
    panels[-1].xaxis.set_major_locator(MaxNLocator(integer=True))
    title = ", ".join(filter(None, [data.attrs.get("title", ""), point_label(data, point)]))
    return finish(figure, panels, data, title)


def draw_paper_fig2(data):
    """The phase portrait of two regions."""
    figure = new_figure(6.2)
    axes = figure.subplots()
    draw_phase_plane(axes, data)
    return finish(figure, [axes], data)


def save_picture(result, picture, phase_plane=False):
    """Read a result file and write its picture."""
    data = load(result)
    if phase_plane and data.sizes["region"] != 2:
        raise NotAResult(f"{result}: the phase portrait needs two regions")
    with rc_context(STYLE):
        (draw_paper_fig2 if phase_plane else draw)(data).savefig(picture)


def main(arguments=None):
    """Command line; returns the exit code: 0 done, 2 no such file or not a result."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("result", type=Path, help="result file of fluxhop run or compare")
    parser.add_argument("-o", "--output", type=Path, help="picture (default: RESULT.png)")
    parser.add_argument("--paper-fig2", action="store_true",
                        help="the fields of two regions against each other, as Fig. 2 of the paper")
    options = parser.parse_args(arguments)
    try:
        picture = options.output or options.result.with_suffix(".png")
        save_picture(options.result, picture, options.paper_fig2)
    except (NotAResult, OSError) as error:
        print(f"plot_exchange: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
