#!/usr/bin/env python3
"""Draw the fields of regions that exchange flux, and what theory leaves of them.

The paper meant below is R. Ma, arXiv:1303.2296. Fields are in gauss, times in seconds.
"""

import math
import sys
from pathlib import Path

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from exchange_results import (DISTINCT, GAUSS, colours, field_at, has_theory, judged, load,
                              load_pair, moves, point_colours, point_label)
from exchange_profile import draw_profile, draw_profile_residuals
from fluxhop_results import (FAINT, MINUS, THEORY, every, finish, in_standard_errors,
                             logarithmic_time, new_figure, parser_of, save, values)
from phase_plane import draw_phase_plane

MOST_CURVES = 6  # with more regions their profile is drawn instead
MARKERS = "os^Dv<"
BACKLESS = {"color": THEORY, "lw": 0.9, "ls": (0, (4, 3))}  # the one-way solution


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
    """The closed form of both regions in gauss where the file has one; returns whether."""
    fields = field_at(data, "field_one_way", point)
    if fields is None or not moves(data, point):
        return False
    for row in fields.T:
        axes.plot(values(data, "time"), row, zorder=2.7, **BACKLESS)
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
        handles.append(Line2D([], [], **BACKLESS))
        labels.append(data["field_one_way"].attrs["long_name"].split(": ")[-1])
    lines = axes.legend(handles, labels, loc="lower left", borderaxespad=0.6, labelspacing=0.45)
    if sweep:
        axes.add_artist(lines)
        axes.legend(*point_handles(data), loc="upper left", borderaxespad=0.6, labelspacing=0.35)


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
    left = in_standard_errors(data, "vortices_mean", "vortices_expected",
                              "vortices_standard_error")
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
    axes.set_ylabel(difference_label(data, "ODE", "vortices"), fontsize=8.5)
    handles = [Line2D([], [], color="#555555", marker="o", ms=3.8, mfc="white", ls="none"),
               Line2D([], [], color="#555555", lw=1.5)]
    low, high = axes.get_ylim()
    axes.set_ylim(low, high + 0.22 * (high - low))  # with room for the legend
    axes.legend(handles, ["Monte Carlo ±1 standard error", "finite-size bias by theory"],
                ncol=2, loc="upper left", borderaxespad=0.2, columnspacing=1.6)


# Whole pictures

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


# Command line

def picture(options):
    """The figure that the command line asks for."""
    if options.paper_fig2:
        return draw_paper_fig2([load_pair(path) for path in (options.result, *options.more)])
    return draw(load(options.result))


def draw_paper_fig2(files):
    """The phase portrait of two regions, from one file for each start."""
    figure = new_figure(6.2)
    axes = figure.subplots()
    draw_phase_plane(axes, files)
    return finish(figure, [axes], files[0])


def main(arguments=None):
    """Command line; returns the exit code: 0 done, 2 no such file or not a result."""
    parser = parser_of(__doc__)
    parser.add_argument("--paper-fig2", action="store_true",
                        help="the fields of two regions against each other, as Fig. 2 of the paper")
    parser.add_argument("more", type=Path, nargs="*",
                        help="with --paper-fig2: further results, such as of other starts")
    options = parser.parse_args(arguments)
    if options.more and not options.paper_fig2:
        parser.error("several results are for --paper-fig2 only")
    return save("plot_exchange", options, picture)


if __name__ == "__main__":
    sys.exit(main())
