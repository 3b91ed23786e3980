"""What moving vortices carry, read from a fluxhop result file: for plot_transport.

Nothing here knows a law of creep: theory is what fluxhop wrote into the file.
"""

import math

import numpy as np
from matplotlib import colormaps

from fluxhop_results import is_of_fluxhop, open_result, unit_text, values

CRITERION = 1e-4  # V/m: 1 uV/cm
FEWEST_CURRENTS = 5  # of a curve
CURVE_RANGE = 2.5  # its largest over its smallest current, at least
FIT_BEGIN = 1.0 / 3.0  # diffusivities are read from here to the end of the time
TIMES = "\N{MULTIPLICATION SIGN}"


# Reading

def load(path):
    """A result file with its sweep, of one quantity at most, as the dimension 'point'."""
    with open_result(path, unfit) as data:
        return by_point(data.load())


def unfit(data):
    """Why there is nothing to draw, or None."""
    if "electric_field_mean" not in data:
        return "has no electric field to draw" if is_of_fluxhop(data) else "not a fluxhop result file"
    if "magnetization_mean" in data:
        return "a slab; plot_slab.py draws it"
    if len(sweep_dimensions(data)) > 1:
        return "a sweep of more than one quantity; select one with xarray"
    return None


def sweep_dimensions(data):
    """What the file sweeps over: the dimensions of the electric field besides time."""
    return [name for name in data["electric_field_mean"].dims if name != "time"]


def by_point(data):
    """The same with 'point' in front of everything and 'seconds' as times of each point."""
    sweep = sweep_dimensions(data)
    if sweep:
        data = data.rename_dims({sweep[0]: "point"})
        data.attrs["swept"] = sweep[0]
    else:
        data = data.expand_dims("point")
    seconds = values(data, "time_s" if "time_s" in data else "time")
    seconds = np.broadcast_to(seconds, (data.sizes["point"], data.sizes["time"]))
    return data.assign(seconds=(("point", "time"), seconds)).transpose("point", ...)


def swept(data):
    """Key of what is swept, such as 'current.density'; '' without a sweep."""
    name = data.attrs.get("swept", "")
    return data[name].attrs.get("long_name", name) if name else ""


def labels(data):
    """'value unit' of every point; '' without a sweep."""
    name = data.attrs.get("swept")
    if not name:
        return [""]
    unit = data[name].attrs.get("units", "1").replace("A/m^2", "A m-2")
    return [f"{in_powers(value)} {unit_text(unit)}".strip() for value in values(data, name)]


def in_powers(value):
    """A number as people write it: 2.5 × 10⁸ instead of 2.5e+08; texts as they are."""
    if isinstance(value, str):
        return value
    mantissa, _, exponent = f"{value:.3g}".partition("e")
    if not exponent:
        return mantissa
    power = f"$10^{{{int(exponent)}}}$"
    return power if mantissa == "1" else f"{mantissa} {TIMES} {power}"


def colours(data):
    """One colour per point, from cold to warm."""
    return colormaps["plasma"](np.linspace(0.05, 0.82, data.sizes["point"]))


def is_curve(data):
    """Whether the file is a sweep over enough positive currents to be called a curve."""
    if swept(data) != "current.density" or "steady_field" not in data:
        return False
    currents = values(data, data.attrs["swept"])
    currents = currents[currents > 0.0]
    return len(currents) >= FEWEST_CURRENTS and np.all(values(data, "steady_field") > 0.0) and (
        currents.max() >= CURVE_RANGE * currents.min())


# Numbers read from the data

def slopes(current, field, error):
    """n = d ln E/d ln J between neighbours: (middle currents, n, errors)."""
    step = np.diff(np.log(current))
    n = np.diff(np.log(field)) / step
    relative = error / field
    return np.sqrt(current[1:] * current[:-1]), n, np.hypot(relative[1:], relative[:-1]) / step


def crossing(current, field, error, criterion=CRITERION):
    """Where E(J) reaches the criterion, and n there, each with its error; None outside the data.

    ln E is a cubic in ln J through the four points around, since a curve of creep bends.
    """
    above = int(np.searchsorted(field, criterion))
    if above in (0, len(field)):
        return None
    first = max(0, min(above - 2, len(field) - 4))
    near = slice(first, first + 4)
    origin = math.log(current[above])
    places, heights = np.log(current[near]) - origin, np.log(field[near] / criterion)
    ends = np.log(current[above - 1:above + 1]) - origin

    def read(numbers):
        curve = np.polynomial.Polynomial.fit(places, numbers, len(places) - 1)
        roots = curve.roots()
        roots = roots[np.abs(roots.imag) < 1e-9].real
        root = roots[np.argmin(np.abs(roots - np.mean(ends)))]
        return np.array([root, curve.deriv()(root)])

    root, n = read(heights)
    changes = [read(heights + step) - (root, n) for step in np.diag(error[near] / field[near])]
    relative, n_error = np.sqrt(np.sum(np.square(changes), axis=0))
    critical = math.exp(origin + root)
    return critical, critical * relative, n, n_error


def spread(data):
    """Mean square displacement less what drift makes of it, m^2, per (point, realization, time)."""
    drift = values(data, "tracked_displacement_mean")[:, None, :]
    return (values(data, "square_displacement")
            - 2.0 * drift * values(data, "tracked_displacement") + drift**2)


def slope_per_run(data, numbers):
    """(last - first)/(time between) per (point, realization), over the part that is fitted."""
    seconds = values(data, "seconds")
    result = []
    for time, runs in zip(seconds, numbers):
        begin = int(np.searchsorted(time, FIT_BEGIN * time[-1] * (1 - 1e-9)))
        result.append((runs[:, -1] - runs[:, begin]) / (time[-1] - time[begin]))
    return np.array(result)


def mean_and_error(runs):
    """Mean over the last axis and its standard error; NaN for a single realization."""
    number = runs.shape[-1]
    error = np.std(runs, axis=-1, ddof=1) / math.sqrt(number) if number > 1 else np.nan
    return np.mean(runs, axis=-1), error * np.ones(runs.shape[:-1])


def diffusivities(data):
    """D of every point, m^2/s, with errors from the spread between realizations."""
    return mean_and_error(0.5 * slope_per_run(data, spread(data)))


def velocities(data):
    """Drift velocity of every point, m/s, with errors."""
    return mean_and_error(slope_per_run(data, values(data, "displacement")))
