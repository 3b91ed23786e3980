"""What the tests of the pictures share: a folder for each, and the two ways a program can end."""

import contextlib
import io
import tempfile
import unittest
from pathlib import Path

import xarray as xr

PNG = b"\x89PNG"


class InFolder(unittest.TestCase):
    """Gives each test a folder of its own; `program` is the module whose main() is tested."""

    program = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def written(self, data, name="a.nc"):
        """The path of the data set as a file."""
        data.to_netcdf(self.folder / name)
        return self.folder / name

    def assert_draws(self, data, *options):
        """The data set written to a file gives a picture beside it."""
        path = self.written(data)
        self.assertEqual(self.program.main([str(path), *map(str, options)]), 0)
        self.assertTrue(path.with_suffix(".png").read_bytes().startswith(PNG))

    def assert_refuses(self, path, *options):
        """The path is refused with exit code 2 and one line that names it."""
        with contextlib.redirect_stderr(io.StringIO()) as errors:
            self.assertEqual(self.program.main([str(path), *options]), 2)
        self.assertEqual(errors.getvalue().count("\n"), 1)
        self.assertIn(str(path), errors.getvalue())

    def assert_refuses_what_is_no_result(self):
        """No file, no netCDF, and netCDF of something else."""
        self.assert_refuses(self.folder / "missing.nc")
        (self.folder / "a.nc").write_text("not netCDF")
        self.assert_refuses(self.folder / "a.nc")
        self.assert_refuses(self.written(xr.Dataset({"x": ("time", [1.0, 2.0])}, {}), "b.nc"))
