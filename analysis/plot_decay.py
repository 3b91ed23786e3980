#!/usr/bin/env python3
"""Draw the decay in a fluxhop result file, and what theory leaves of it.

Times are in seconds. The decay variable has the units its file states; hops are counts.
"""

import math
import sys

import numpy as np
from matplotlib.lines import Line2D

from fluxhop_results import (ENSEMBLE, FAINT, MINUS, MOST_POINTS, THEORY, after_start, finish,
                             in_standard_errors, is_of_fluxhop, logarithmic_time, new_figure,
                             open_result, parser_of, power_of_ten, save, unit_text, values)

FIT = "#e8710a"
REALIZATIONS = ["#08306b", "#2171b5", "#238b78", "#6a51a3", "#5b7083"]  # one colour for each shown


def unfit(data):
    """Why there is nothing to draw, or None."""
    name = data.attrs.get("decay_variable")
    if not name and is_of_fluxhop(data):
        return "has no decaying current to draw (only a ring or a ladder has)"
    if "magnetization_mean" in data.variables:
        return "holds a slab; draw it with plot_slab.py"
    needed = {"time", "net_hops_mean", f"{name}_mean", f"{name}_standard_deviation"}
    if not needed <= set(data.variables):
        return "not a fluxhop result file"
    if data["net_hops_mean"].dims != ("time",):
        return "holds a sweep; select a point with xarray and write it to a file of its own"
    return None if np.any(data["time"].values > 0.0) else "has no times after the start"


def has_theory(data):
    """Whether the file has the mean field, its bias and linear noise (fluxhop compare)."""
    names = ("net_hops_mean_field", "net_hops_expected", "net_hops_linear_noise", "compared")
    return all(name in data for name in names)


def fitted_law(data):
    """The law the creep rate is taken along, a - b ln(1 + t/c) where none is named, or a (1 + t/c)^-b,
    as {name, a, b, c, p_value} (c in s); None if not fitted."""
    if "law_name" not in data:
        return None
    name = str(data["creep_rate_law"].values) if "creep_rate_law" in data else "logarithmic"
    found = np.flatnonzero(values(data, "law_name") == name)
    if found.size == 0:
        return None
    law = {key: float(values(data, f"law_{key}")[found[0]]) for key in ("a", "b", "c", "p_value")}
    if not (law["c"] > 0.0 and all(map(math.isfinite, law.values()))):
        return None
    return {"name": name, **law}


def in_hop_errors(data, upper, lower):
    """Difference of two net-hop series in standard errors of the mean; NaN where that is 0."""
    return in_standard_errors(data, upper, lower, "net_hops_standard_error")


def axis_scale(numbers):
    """The power of 1000 to divide by so that the largest number lies between 1 and 1000."""
    largest = np.nanmax(np.abs(numbers), initial=0.0)
    if not np.isfinite(largest) or 0.1 <= largest < 1e4 or largest == 0.0:
        return 0
    return 3 * math.floor(math.log10(largest) / 3)


def axis_label(name, units, exponent):
    """'name (10^exponent units)' with the parts that are not trivial."""
    parts = [power_of_ten(exponent)] if exponent else []
    parts += [unit_text(units)] if unit_text(units) else []
    return f"{name} ({' '.join(parts)})" if parts else name


def with_error(value, error):
    """'value ± error' with two digits of the error and a common power of ten."""
    exponent = math.floor(math.log10(abs(value))) if value else 0
    exponent = 0 if -2 <= exponent <= 4 else exponent
    value, error = value / 10.0**exponent, error / 10.0**exponent
    if not (math.isfinite(error) and error > 0.0):
        text = f"{value:.6g}"
    else:
        decimals = max(0, 1 - math.floor(math.log10(error)))
        text = f"{value:.{decimals}f} ± {error:.{decimals}f}"
    text = text.replace("-", MINUS)
    return f"({text}) × {power_of_ten(exponent)}" if exponent else text


def probability(p):
    """'p = ...', or a bound where the number itself says nothing."""
    if p < 1e-4:
        return f"$p$ < {power_of_ten(-4)}"
    return f"$p$ = {p:.2g}"


def creep_lines(data):
    """Slope, creep rate S and U*/kT with standard errors, as lines; none if not in the file."""
    def line(symbol, name, units):
        if name not in data or f"{name}_standard_error" not in data:
            return []
        number = with_error(float(data[name]), float(data[f"{name}_standard_error"]))
        return [f"{symbol} = {number} {units}".rstrip()]

    units = unit_text(data[f"{data.attrs['decay_variable']}_mean"].attrs.get("units", "1"))
    return [
        *line("slope d/d ln $t$", "slope", units),
        *line("creep rate $S$", "creep_rate", ""),
        *line("barrier $U$*", "effective_barrier", "$kT$"),
    ]


def draw_ensemble(axes, data, name, factor):
    """Mean and ±2 standard deviations of the decay variable, divided by factor."""
    time, mean = values(data, "time"), values(data, f"{name}_mean") / factor
    spread = 2.0 * values(data, f"{name}_standard_deviation") / factor
    axes.fill_between(time, mean - spread, mean + spread, color=ENSEMBLE, alpha=0.25, lw=0,
                      label="±2 standard deviations between realizations")
    every = math.ceil(len(time) / MOST_POINTS)
    note = f" (1 time in {every} shown)" if every > 1 else ""
    axes.plot(time[::every], mean[::every], "o", ms=4.5, mfc="white", mec=ENSEMBLE, mew=1.2,
              zorder=3, label=f"mean of the realizations{note}")


def draw_curves(axes, data, name, factor):
    """The mean-field ODE and the fitted law, divided by factor, where there are any."""
    time = values(data, "time")
    if f"{name}_mean_field" in data:
        axes.plot(time, values(data, f"{name}_mean_field") / factor, color=THEORY, lw=1.2,
                  zorder=2.5, label="mean-field ODE")
    draw_fit(axes, data, factor, zorder=4)


def draw_fit(axes, data, factor, zorder):
    """The fitted law of the decay, divided by factor, where the file has one."""
    law = fitted_law(data)
    if not law:
        return
    time = values(data, "time")
    log_time = np.log1p(time / law["c"])
    if law["name"] == "power":
        fit, formula = law["a"] * np.exp(-law["b"] * log_time), f"$a$ (1 + $t/c$)$^{{{MINUS}b}}$"
    else:
        fit, formula = law["a"] - law["b"] * log_time, f"$a$ {MINUS} $b$ ln(1 + $t/c$)"
    axes.plot(time, fit / factor, color=FIT, lw=1.6, ls=(0, (4, 3)), zorder=zorder,
              label=f"fit {formula}, {probability(law['p_value'])}")


def draw_decay(axes, data):
    """The decay variable against time in s, with a legend and the numbers of the creep."""
    name = data.attrs["decay_variable"]
    mean = data[f"{name}_mean"]
    exponent = axis_scale(mean.values)
    draw_ensemble(axes, data, name, 10.0**exponent)
    draw_curves(axes, data, name, 10.0**exponent)
    long_name = mean.attrs.get("long_name", name).split(": mean over")[0]
    axes.set_ylabel(axis_label(long_name, mean.attrs.get("units", "1"), exponent))
    falls = mean.values[-1] <= mean.values[0]
    place_legend(axes, creep_lines(data), falls)
    if has_theory(data):
        make_room(axes, values(data, "time"), mean.values / 10.0**exponent, falls)
        draw_fluctuations(axes.inset_axes([0.615, 0.65 if falls else 0.08, 0.385, 0.31]), data)


def place_legend(axes, lines, falls):
    """The legend with further lines of text, in the corner that the curve leaves free."""
    handles, labels = axes.get_legend_handles_labels()
    blank = Line2D([], [], ls="none")
    axes.legend(handles + [blank] * len(lines), labels + lines, labelspacing=0.45,
                loc="lower left" if falls else "upper left", borderaxespad=0.6)


def make_room(axes, time, mean, falls):
    """Widen the axis so that late times (in s) leave its upper (lower) 45 % to the inset."""
    axes.margins(y=0.08)
    low, high = axes.get_ylim()
    late = mean[np.log(time / time[0]) > 0.5 * np.log(time[-1] / time[0])]
    if late.size and falls:
        axes.set_ylim(top=max(high, low + (late.max() - low) / 0.55))
    elif late.size:
        axes.set_ylim(bottom=min(low, high - (high - late.min()) / 0.55))


def draw_fluctuations(axes, data):
    """Hops more than the ODE: some realizations, and ±2 standard deviations found and expected."""
    time, ode = values(data, "time"), values(data, "net_hops_mean_field")
    shift = values(data, "net_hops_mean") - ode
    spread = 2.0 * values(data, "net_hops_standard_deviation")
    noise = 2.0 * values(data, "net_hops_linear_noise")
    rows = some_realizations(data) - ode
    axes.fill_between(time, shift - spread, shift + spread, color=ENSEMBLE, alpha=0.25, lw=0)
    for row, colour in zip(rows, REALIZATIONS):
        axes.plot(time, row, color=colour, lw=0.8, alpha=0.85)
    for edge, label in ((noise, "±2 sd, linear noise"), (-noise, None)):
        axes.plot(time, edge, color=THEORY, lw=1.1, ls=(0, (2, 1.5)), label=label)
    what = f"{len(rows)} realizations" if len(rows) else "spread of the realizations"
    axes.set_title(f"{what}, minus ODE", fontsize=8.5, pad=4)
    dress_inset(axes, time, np.nanmax(np.abs([noise, *rows])))


def some_realizations(data):
    """Net hops of the first few realizations, one row each; no rows if the file has none."""
    if "net_hops" not in data:
        return np.empty((0, data.sizes["time"]))
    return data["net_hops"].isel(realization=slice(0, len(REALIZATIONS))).values


def dress_inset(axes, time, highest):
    """Scales and words of the inset; highest is the largest number of hops drawn."""
    axes.set_ylabel("hops", fontsize=8.5, labelpad=1)
    axes.set_ylim(-1.6 * highest, 1.08 * highest)  # with room for the legend
    axes.legend(loc="lower right", fontsize=7.5, borderaxespad=0.1, handlelength=1.8)
    axes.axhline(0.0, color=THEORY, lw=0.6)
    axes.tick_params(labelsize=7.5, length=2.5, pad=2)
    logarithmic_time(axes, time, most_ticks=5)


def draw_residuals(axes, data):
    """Mean minus theory in standard errors at every time in s."""
    time, compared = values(data, "time"), values(data, "compared") == 1
    left = in_hop_errors(data, "net_hops_mean", "net_hops_expected")
    bias = in_hop_errors(data, "net_hops_expected", "net_hops_mean_field")
    axes.axhspan(-2.0, 2.0, color=ENSEMBLE, alpha=0.12, lw=0)
    axes.axhline(0.0, color=THEORY, lw=0.8)
    axes.plot(time, bias, color=FAINT, lw=1.3, label="what the ODE without its bias would leave")
    axes.plot(time[~compared], left[~compared], "o", ms=3, mfc="white", mec=ENSEMBLE, mew=0.8,
              label="other times")
    axes.plot(time[compared], left[compared], "o", ms=5, color=ENSEMBLE, label="compared times")
    axes.set_ylabel(f"hops, mean {MINUS} theory\n(standard errors)", fontsize=8.5)
    dress_residuals(axes, np.concatenate([left, bias]))


def dress_residuals(axes, drawn):
    """Limits that hold all residuals drawn (in standard errors) and a legend above them."""
    low, high = np.nanmin([-3.0, *drawn]), np.nanmax([3.0, *drawn])
    axes.set_ylim(low - 0.08 * (high - low), high + 0.3 * (high - low))
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(handles[::-1], labels[::-1], ncol=3, loc="upper left", borderaxespad=0.2,
                columnspacing=1.6, handletextpad=0.5)


def make_axes(figure, theory):
    """The panel of the decay and, with theory, one of residuals below it."""
    if not theory:
        return [figure.subplots()]
    return list(figure.subplots(2, 1, sharex=True, height_ratios=[3, 1]))


def draw(data):
    """The whole picture of a result file as a matplotlib Figure."""
    theory = has_theory(data)
    figure = new_figure(6.7 if theory else 5.0)
    panels = make_axes(figure, theory)
    draw_decay(panels[0], data)
    if theory:
        draw_residuals(panels[1], data)
    logarithmic_time(panels[-1], values(data, "time"))
    panels[-1].set_xlabel("time (s)")
    return finish(figure, panels, data)


def picture(options):
    """The figure of the file that the command line names."""
    with open_result(options.result, unfit) as data:
        return draw(after_start(data))


def main(arguments=None):
    """Command line; returns the exit code: 0 done, 2 no such file or not a result."""
    return save("plot_decay", parser_of(__doc__).parse_args(arguments), picture)


if __name__ == "__main__":
    sys.exit(main())
