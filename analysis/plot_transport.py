#!/usr/bin/env python3
"""Draw what moving vortices carry: E-J curves, diffusion and drift, dwell times, voltage noise.

A sweep over several currents becomes an E-J curve with its n-value and practical critical current;
everything else becomes panels of whatever the file holds.
"""

import math
import sys

from fluxhop_results import footer, new_figure, parser_of, save
from transport import CRITERION, is_curve, load, swept
from transport_curve import draw_curve, draw_n_values
from transport_panels import (draw_arrhenius, draw_dwell, draw_einstein, draw_field, draw_noise,
                              draw_spread)


def panels(data):
    """The functions that draw what the file holds, in the order of reading."""
    key = swept(data)
    found = []
    if not key or ("square_displacement" not in data and "voltage_noise" not in data):
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
    figure = new_figure(0.9 + 3.6 * rows, width=9.6 if columns == 2 else 7.7)
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
        figure = new_figure(7.4)
        top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=[2.6, 1])
        draw_curve(top, data, criterion)
        draw_n_values(bottom, data)
        figure.align_ylabels([top, bottom])
    else:
        figure = draw_panels(data)
    figure.suptitle(data.attrs.get("title", ""), fontsize=12, x=0.02, ha="left")
    figure.supxlabel(footer(data), fontsize=7.5, color="#666666")
    return figure


def picture(options):
    """The figure that the command line asks for."""
    return draw(load(options.result), CRITERION * options.criterion)


def field_strength(text):
    """A positive number."""
    number = float(text)
    if not 0.0 < number < math.inf:
        raise ValueError
    return number


def main(arguments=None):
    """Command line; returns the exit code: 0 done, 2 no such file or nothing to draw."""
    parser = parser_of(__doc__)
    parser.add_argument("--criterion", type=field_strength, default=1.0, metavar="E",
                        help="electric field of the critical current, in uV/cm (default: 1)")
    return save("plot_transport", parser.parse_args(arguments), picture)


if __name__ == "__main__":
    sys.exit(main())
