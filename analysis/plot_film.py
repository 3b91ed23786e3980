#!/usr/bin/env python3
"""Draw vortices in a film from the trajectories (.xyz) of fluxhop: a snapshot, or an animation.

The animation (--animate) shows a square piece of the film from frame to frame, each vortex that moved
since the first frame with its trail. Lengths in the file are in Angstrom, times in s.
"""

import argparse
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib import rc_context
from matplotlib.animation import FFMpegWriter, PillowWriter
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from fluxhop_results import STYLE, NotAResult, write

MICRON = 1e4  # Angstrom
STAYED, MOVED = "#2171b5", "#e8710a"
SHOWN = 1.2  # um, side of the piece that is animated unless told otherwise
TRAIL = 2  # frames


@dataclass
class Frame:
    """One moment: positions in um by identity of the vortex."""

    time: float
    box: tuple
    places: dict

    def within(self, corner, side):
        """Identities and positions inside a square."""
        numbers = np.fromiter(self.places, dtype=int, count=len(self.places))
        at = np.array(list(self.places.values()), dtype=float).reshape(-1, 2)
        inside = np.all((at >= corner) & (at <= np.add(corner, side)), axis=1)
        return numbers[inside], at[inside]


def read_frames(path):
    """All frames of an extended XYZ file, one after another; a generator, the file may be large."""
    with open(path, encoding="ascii") as file:
        while line := file.readline():
            comment = file.readline()
            lattice = re.search(r'Lattice="([^"]*)"', comment)
            time = re.search(r"Time=(\S+)", comment)
            if not (line.strip().isdigit() and lattice and time):
                raise NotAResult(f"{path}: not a trajectory of fluxhop")
            cell = [float(number) / MICRON for number in lattice.group(1).split()]
            rows = [file.readline().split() for _ in range(int(line))]
            if any(len(row) < 5 for row in rows):
                raise NotAResult(f"{path}: ends within a frame")
            places = {int(row[4]): (float(row[1]) / MICRON, float(row[2]) / MICRON) for row in rows}
            yield Frame(float(time.group(1)), (cell[0], cell[4]), places)


def time_text(seconds):
    """Such as '3.2 µs'."""
    for size, unit in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds:.3g} s"


def piece(frame, side):
    """Corner and side of the square in the middle of the film; the whole film when it is small."""
    side = min(side, *frame.box)
    return (0.5 * (frame.box[0] - side), 0.5 * (frame.box[1] - side)), side


def windows(frames, side):
    """(time, identities, positions) of each frame within the piece, with its corner and side."""
    kept, corner = [], None
    for frame in frames:
        if corner is None:
            corner, side = piece(frame, side)
        kept.append((frame.time, *frame.within(corner, side)))
    if not kept:
        raise NotAResult("the trajectory has no frames")
    return kept, corner, side


def trails(kept, index):
    """Segments of the last frames' ways of the vortices seen in frame `index`, oldest first."""
    segments = []
    for step in range(max(1, index - TRAIL + 1), index + 1):
        before = dict(zip(kept[step - 1][1].tolist(), kept[step - 1][2]))
        for number, place in zip(kept[step][1].tolist(), kept[step][2]):
            if number in before and not np.allclose(before[number], place):
                segments.append((before[number], place))
    return segments


def draw_moment(axes, kept, index, first, title, size=16.0):
    """The vortices of one frame: where they began in blue, elsewhere in orange, with trails."""
    time, numbers, places = kept[index]
    stayed = np.array([number in first and np.allclose(first[number], place)
                       for number, place in zip(numbers.tolist(), places)], dtype=bool)
    axes.add_collection(LineCollection(trails(kept, index), colors=MOVED, lw=0.7, alpha=0.35))
    for chosen, colour in ((stayed, STAYED), (~stayed, MOVED)):
        axes.scatter(*places[chosen].T, s=size, color=colour, lw=0)
    share = 100.0 * np.mean(~stayed) if len(stayed) else 0.0
    axes.set_title(f"{title}   $t$ = {time_text(time)}, {share:.0f} % elsewhere than at first",
                   fontsize=9.5, loc="left")


def frame_axes(axes, corner, side):
    """The limits and labels of the piece."""
    axes.set_xlim(corner[0], corner[0] + side)
    axes.set_ylim(corner[1], corner[1] + side)
    axes.set_box_aspect(1.0)
    axes.set_xlabel("$x$, along the Lorentz force (µm)")
    axes.set_ylabel("$y$ (µm)")


def animate(frames, picture, side=SHOWN, title="", rate=6):
    """Write an animation of a piece of the film; GIF, or whatever ffmpeg makes of the suffix."""
    kept, corner, side = windows(frames, side)
    first = dict(zip(kept[0][1].tolist(), kept[0][2]))
    figure = Figure(figsize=(4.6, 4.95), dpi=100, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    writer = (PillowWriter if Path(picture).suffix == ".gif" else FFMpegWriter)(fps=rate)
    with writer.saving(figure, str(picture), dpi=100):
        for index in list(range(len(kept))) + [len(kept) - 1] * rate:  # rests on the last one
            axes.clear()
            draw_moment(axes, kept, index, first, title)
            frame_axes(axes, corner, side)
            writer.grab_frame()


def snapshots(frames, side=SHOWN, title=""):
    """Beginning, middle and end of a piece of the film, side by side."""
    kept, corner, side = windows(frames, side)
    first = dict(zip(kept[0][1].tolist(), kept[0][2]))
    chosen = sorted({0, len(kept) // 2, len(kept) - 1})
    figure = Figure(figsize=(4.3 * len(chosen), 5.3), dpi=110, layout="constrained")
    panels = figure.subplots(1, len(chosen), sharey=True, squeeze=False)[0]
    for axes, index in zip(panels, chosen):
        draw_moment(axes, kept, index, first, "")
        frame_axes(axes, corner, side)
    for axes in panels[1:]:
        axes.set_ylabel("")
    figure.suptitle(title or f"{side:.3g} µm of the film", fontsize=12, x=0.02, ha="left")
    figure.supxlabel("blue: where it was in the first frame   \N{MIDDLE DOT}   orange: elsewhere, with "
                     f"its way in the last {TRAIL} frames", fontsize=8.5, color="#666666")
    return figure


def main(arguments=None):
    """Command line; returns the exit code: 0 done, 2 no such file or not a trajectory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trajectory", type=Path, help=".xyz file of fluxhop run")
    parser.add_argument("-o", "--output", type=Path, help="picture (default: TRAJECTORY_film.png or .gif)")
    parser.add_argument("--animate", action="store_true", help="a GIF, or a video by -o's suffix")
    parser.add_argument("--side", type=float, default=SHOWN, help="of the piece shown, in um")
    parser.add_argument("--title", default="", help="above the picture")
    options = parser.parse_args(arguments)
    suffix = "_film.gif" if options.animate else "_film.png"  # RESULT.png is plot_transport's
    picture = options.output or options.trajectory.with_name(options.trajectory.stem + suffix)
    try:
        if not options.trajectory.is_file():
            raise NotAResult(f"{options.trajectory}: no such file")
        frames = read_frames(options.trajectory)
        with rc_context(STYLE):
            if options.animate:
                animate(frames, picture, options.side, options.title)
            else:
                write(snapshots(frames, options.side, options.title), picture)
    except (NotAResult, OSError, UnicodeDecodeError) as error:
        print(f"plot_film: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
