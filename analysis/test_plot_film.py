"""Tests of plot_film on small trajectories of its own making: python3 -m unittest, in this folder."""

import contextlib
import io
import unittest

import numpy as np

import plot_film
from picture_testing import PNG, InFolder


def trajectory(frames=3):
    """Four vortices on 1 um x 0.5 um, the first of which walks along x by 20 nm a frame."""
    text = ""
    for frame in range(frames):
        text += ('4\nLattice="10000 0 0 0 5000 0 0 0 2000" Properties=species:S:1:pos:R:3:id:I:1 '
                 f'pbc="T T F" Time={10.0**(frame - 6)}\n')
        for number in range(4):
            x = 2000 * number + (200 * frame if number == 0 else 0)
            text += f"vortex {x + 3000} {1000 * number} 0 {number}\n"
    return text


class WithTrajectory(InFolder):
    """Gives each test a folder with a trajectory."""

    program = plot_film

    def setUp(self):
        super().setUp()
        self.path = self.folder / "a.xyz"
        self.path.write_text(trajectory())


class Pictures(WithTrajectory):
    def test_snapshots(self):
        self.assertEqual(plot_film.main([str(self.path)]), 0)
        self.assertTrue((self.folder / "a_film.png").read_bytes().startswith(PNG))

    def test_animation(self):
        self.assertEqual(plot_film.main([str(self.path), "--animate"]), 0)
        self.assertTrue((self.folder / "a_film.gif").read_bytes().startswith(b"GIF"))

    def test_one_frame(self):
        self.path.write_text(trajectory(1))
        self.assertEqual(plot_film.main([str(self.path)]), 0)


class Refusals(WithTrajectory):
    def test_missing_file(self):
        self.assert_refuses(self.folder / "missing.xyz")

    def test_cut_short(self):
        self.path.write_text(trajectory()[:-12])
        self.assert_refuses(self.path)

    def test_unknown_picture(self):
        picture = self.folder / "a.foo"
        with contextlib.redirect_stderr(io.StringIO()) as errors:
            self.assertEqual(plot_film.main([str(self.path), "-o", str(picture)]), 2)
        self.assertIn(str(picture), errors.getvalue())

    def test_other_file(self):
        self.path.write_text("x,y\n1,2\n")
        self.assert_refuses(self.path)


class Numbers(WithTrajectory):
    def test_reads_back_what_was_written(self):
        frames = list(plot_film.read_frames(self.path))
        self.assertEqual([frame.time for frame in frames], [1e-6, 1e-5, 1e-4])
        self.assertEqual(frames[0].box, (1.0, 0.5))
        self.assertEqual(sorted(frames[2].places), [0, 1, 2, 3])
        np.testing.assert_allclose(frames[2].places[0], (0.34, 0.0))

    def test_the_piece_is_in_the_middle(self):
        frame = next(plot_film.read_frames(self.path))
        corner, side = plot_film.piece(frame, 0.2)
        np.testing.assert_allclose((*corner, side), (0.4, 0.15, 0.2))
        self.assertEqual(plot_film.piece(frame, 7.0)[1], 0.5)
        self.assertEqual(frame.within((0.4, 0.05), 0.2)[0].tolist(), [1])

    def test_only_what_moved_leaves_a_trail(self):
        kept, _, _ = plot_film.windows(plot_film.read_frames(self.path), 1.0)
        segments = plot_film.trails(kept, 2)
        self.assertEqual(len(segments), 2)
        np.testing.assert_allclose(segments[-1], [(0.32, 0.0), (0.34, 0.0)])


if __name__ == "__main__":
    unittest.main()
