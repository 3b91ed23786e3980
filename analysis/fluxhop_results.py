"""What the pictures share: result files of fluxhop, numbers as text, the looks, the command line."""

import argparse
import math
import sys
from pathlib import Path

import numpy as np
import xarray as xr
from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullLocator

from result_seal import damage

DPI = 130
MOST_POINTS = 41  # more markers than this would hide the lines under them
MINUS = "\N{MINUS SIGN}"

ENSEMBLE = "#1f77b4"
THEORY = "#222222"
FAINT = "#9a9a9a"
STYLE = {
    "font.size": 9.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
}


class NotAResult(Exception):
    """The file is missing, was not written by fluxhop, or has nothing to draw in it."""

    exit_code = 2


class Damaged(NotAResult):
    """The file is not what was written."""

    exit_code = 3


# Reading

def open_result(path, unfit):
    """Open a result file lazily; the variables keep the units stated in the file.

    unfit(data) says why there is nothing to draw, or returns None.
    """
    if not Path(path).is_file():
        raise NotAResult(f"{path}: no such file")
    broken = damage(path)
    if broken:
        raise Damaged(f"{path}: damaged: {broken}")
    try:
        data = xr.open_dataset(path, engine="netcdf4", decode_times=False)
    except (OSError, ValueError) as error:
        raise NotAResult(f"{path}: not a netCDF-4 file") from error
    complaint = unfit(data)
    if complaint:
        data.close()
        raise NotAResult(f"{path}: {complaint}")
    return data


def after_start(data):
    """The same at times that a logarithm can take."""
    return data.isel(time=np.flatnonzero(values(data, "time") > 0.0))


def is_of_fluxhop(data):
    """Whether the program wrote the file, whatever is in it."""
    return str(data.attrs.get("source", "")).startswith("fluxhop")


def values(data, name):
    """The numbers of a variable, in the units of the file."""
    return data[name].values


def in_standard_errors(data, upper, lower, error):
    """Difference of two variables in units of a third, the standard error; NaN where that is 0."""
    size = values(data, error)
    return (values(data, upper) - values(data, lower)) / np.where(size > 0.0, size, np.nan)


# Numbers as text

def power_of_ten(exponent):
    """10 to a power as mathtext."""
    return f"$10^{{{exponent}}}$".replace("-", MINUS)


def unit_text(units):
    """A unit such as 'A m-2' with its exponents raised; '' for a pure number."""
    if units == "1":
        return ""
    words = []
    for word in units.split():
        symbol = word.rstrip("-0123456789")
        exponent = word[len(symbol):].replace("-", MINUS)
        words.append(f"{symbol}$^{{{exponent}}}$" if symbol and exponent else word)
    return " ".join(words)


# Looks

def new_figure(height, width=7.7):
    """A figure of a height and width in inches; 7.7 are 1000 pixels."""
    figure = Figure(figsize=(width, height), dpi=DPI, layout="constrained")
    figure.get_layout_engine().set(w_pad=0.08, h_pad=0.06)
    return figure


def finish(figure, axes, data, title=""):
    """Title over the first of the axes and the footer below all."""
    axes[0].set_title(title or data.attrs.get("title", ""), fontsize=12, loc="left", pad=10)
    figure.align_ylabels(axes)
    figure.supxlabel(footer(data), fontsize=7.5, color="#666666")
    return figure


def footer(data):
    """What is needed to get the same file again, in one line."""
    attributes = data.attrs
    parts = [f"{data.sizes['realization']} realizations"] if "realization" in data.sizes else []
    if "seed" in attributes:
        parts.append(f"seed {attributes['seed']}")
    parts.append(f"fluxhop {attributes.get('program_version', '')}".strip())
    if "git_hash" in attributes:
        parts[-1] += f" ({attributes['git_hash']})"
    if "verdict" in attributes:
        parts.insert(0, f"comparison with theory: {attributes['verdict']}")
    return "   \N{MIDDLE DOT}   ".join(parts)


def logarithmic_time(axes, time, most_ticks=9):
    """A logarithmic axis over the times, in s, with labels at whole decades."""
    axes.set_xscale("log")
    margin = max((time[-1] / time[0]) ** 0.015, 1.01)
    axes.set_xlim(time[0] / margin, time[-1] * margin)
    axes.xaxis.set_major_locator(LogLocator(numticks=most_ticks))
    axes.xaxis.set_minor_locator(NullLocator())


def every(data):
    """Every how many-th time gets a marker, where other curves want room in between."""
    decades = max(1.0, math.log10(values(data, "time")[-1] / values(data, "time")[0]))
    return max(1, math.ceil(data.sizes["time"] / min(MOST_POINTS, 3 * decades)))


# Command line

def parser_of(description):
    """The arguments all pictures have; description is the docstring of the program."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("result", type=Path, help="result file of fluxhop run or compare")
    parser.add_argument("-o", "--output", type=Path, help="picture (default: RESULT.png)")
    return parser


def write(figure, path):
    """Save a figure in the format of the path's suffix."""
    known = figure.canvas.get_supported_filetypes()
    if path.suffix[1:].lower() not in known:
        raise NotAResult(f"{path}: not a picture that can be written; known are .{', .'.join(sorted(known))}")
    figure.savefig(path)


def save(program, options, picture):
    """Write what picture(options), a Figure, returns.

    The exit code: 0 done, 2 not a result, 3 a damaged one.
    """
    try:
        with rc_context(STYLE):
            write(picture(options), options.output or options.result.with_suffix(".png"))
    except (NotAResult, OSError) as error:
        print(f"{program}: {error}", file=sys.stderr)
        return getattr(error, "exit_code", 2)
    return 0
