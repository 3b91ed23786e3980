"""Results of regions that exchange flux, as the pictures want them: points of a sweep in one row.

Fields are in gauss, times in seconds.
"""

import numpy as np
from matplotlib import colormaps

from fluxhop_results import (FAINT, NotAResult, after_start, is_of_fluxhop, open_result, unit_text,
                             values)

GAUSS = 1e4  # gauss in a tesla
DISTINCT = ["#1f77b4", "#e8710a", "#238b78", "#6a51a3", "#b5366f", "#5b7083"]


def load(path):
    """The moments of a result file with all sweep dimensions stacked to 'point'."""
    with open_result(path, unfit) as data:
        return by_point(only_drawn(data).load())


def load_pair(path):
    """The same of a file of two regions."""
    data = load(path)
    if data.sizes["region"] != 2:
        raise NotAResult(f"{path}: the phase portrait needs two regions")
    return data


def unfit(data):
    """Why there is nothing to draw, or None."""
    needed = {"time", "region", "field_mean", "field_standard_deviation", "vortices_mean"}
    if not needed <= set(data.variables):
        return "has no regions to draw" if is_of_fluxhop(data) else "not a fluxhop result file"
    return None if np.any(values(data, "time") > 0.0) else "has no times after the start"


def only_drawn(data):
    """The moments and the little else that is drawn, at times that a logarithm can take."""
    kept = [name for name in data.data_vars if name.startswith(("field_", "vortices_"))]
    kept += [name for name in ("compared", "hops", "judged_region") if name in data.variables]
    return after_start(data[kept])


def by_point(data):
    """The same with dimensions (point, time, region); one point without a sweep."""
    sweep = sweep_dimensions(data)
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
    return [shade if moves(data, point) else FAINT for point, shade in enumerate(shades)]


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


def moves(data, point):
    """Whether anything happens at a point of a sweep."""
    return np.ptp(values(data, "field_mean")[point], axis=0).max() > 0.0


def field_at(data, name, point):
    """A variable at one point in gauss, (time, region) or (region); None where it is not given."""
    if name not in data:
        return None
    field = GAUSS * values(data, name)[point]
    return None if np.isnan(field).all() else field
