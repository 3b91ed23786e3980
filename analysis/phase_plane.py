"""Fields of two regions against each other, as Fig. 2 of R. Ma, arXiv:1303.2296; in gauss."""

import numpy as np
from matplotlib.lines import Line2D

from exchange_results import GAUSS, field_at, moves, point_colours, point_label
from fluxhop_results import FAINT, THEORY, every, values


def draw_phase_plane(axes, files):
    """The first region's field against the second's; each file has the same points, another start."""
    for number, data in enumerate(files):
        for point, colour in enumerate(point_colours(data)):
            draw_line(axes, data, point)
            draw_ensemble(axes, data, point, colour, label=number == 0)
            draw_ends(axes, data, point)
    names = [str(name) for name in values(files[0], "region")]
    axes.set_xlabel(f"$B_{{{names[1]}}}$ (G)")
    axes.set_ylabel(f"$B_{{{names[0]}}}$ (G)")
    axes.set_xlim(left=0.0)
    axes.set_ylim(bottom=-0.5)
    add_legend(axes)


def draw_line(axes, data, point):
    """The line of eq. 11, on which a pair must stay, through the means at first and at last."""
    if moves(data, point):
        first, second = GAUSS * values(data, "field_mean")[point].T
        axes.axline((second[0], first[0]), (second[-1], first[-1]), color=FAINT, lw=1.0, zorder=1)


def draw_ensemble(axes, data, point, colour, label):
    """Means at some times as circles, and at the last time the spread along the line as a bar."""
    first, second = GAUSS * values(data, "field_mean")[point].T
    wide, high = 2.0 * GAUSS * values(data, "field_standard_deviation")[point, -1][::-1]
    axes.plot(second[-1] + wide * np.array([-1, 1]), first[-1] - high * np.array([-1, 1]),
              color=colour, lw=7, alpha=0.25, solid_capstyle="butt")
    shown = slice(None, None, every(data))
    axes.plot(second[shown], first[shown], "o", ms=4.5, mfc="white", mec=colour, mew=1.2, zorder=3)
    axes.plot(second[-1], first[-1], "o", ms=7, color=colour, zorder=4,
              label=point_label(data, point) if label and point_label(data, point) else None)


def draw_ends(axes, data, point):
    """The ODE from the first time on, and where it ends (eq. 12), if the file has them."""
    ode = field_at(data, "field_mean_field", point)
    if ode is not None:
        axes.plot(ode[:, 1], ode[:, 0], color=THEORY, lw=1.1, zorder=2)
        axes.plot(ode[0, 1], ode[0, 0], "s", ms=8, mfc="none", mec=THEORY, zorder=5)
    end = field_at(data, "field_equilibrium", point)
    if end is not None:
        axes.plot(end[1], end[0], "x", ms=8, mec=THEORY, mew=1.6, zorder=5, clip_on=False)


def add_legend(axes):
    """What the marks are; colours name the points of the sweep."""
    entries = {
        "slope $-\\gamma$ (eq. 11)": {"color": FAINT, "lw": 1.0},
        "mean-field ODE": {"color": THEORY, "lw": 1.1},
        "first time": {"ls": "none", "marker": "s", "ms": 8, "mfc": "none", "mec": THEORY},
        "equilibrium (eq. 12)": {"ls": "none", "marker": "x", "ms": 8, "mec": THEORY, "mew": 1.6},
        "Monte Carlo, mean": {"ls": "none", "marker": "o", "ms": 4.5, "mfc": "white",
                              "mec": "#555555", "mew": 1.2},
        "±2 standard deviations at last": {"color": "#555555", "lw": 7, "alpha": 0.25},
    }
    handles, labels = axes.get_legend_handles_labels()
    axes.legend([*(Line2D([], [], **look) for look in entries.values()), *handles],
                [*entries, *labels], loc="upper right", labelspacing=0.45)
