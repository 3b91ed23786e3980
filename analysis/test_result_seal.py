"""Result files that are not what was written."""

import random
import tempfile
import unittest
import zlib
from pathlib import Path

import xarray as xr

from fluxhop_results import NotAResult, open_result
from result_seal import SEAL, MAGIC, damage


def sealed(content):
    """The bytes with the seal that fluxhop puts behind them."""
    begin = SEAL.pack(MAGIC, len(content), zlib.crc32(content), 0)[:20]
    return content + begin + zlib.crc32(begin).to_bytes(4, "little")


class DamagedFiles(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "r.nc"
        xr.Dataset({"a": ("time", [1.0, 2.0, 3.0])}).to_netcdf(self.path, engine="netcdf4")
        self.plain = self.path.read_bytes()
        self.whole = sealed(self.plain)

    def refused(self, content):
        """The message that a file of these bytes is refused with, or None."""
        self.path.write_bytes(content)
        try:
            open_result(self.path, lambda data: None).close()
        except NotAResult as reason:
            return str(reason)
        return None

    def test_takes_what_is_whole(self):
        self.assertIsNone(self.refused(self.whole))
        self.assertIsNone(self.refused(self.plain))

    def test_refuses_every_flipped_bit(self):
        numbers = random.Random(901)
        for _ in range(200):
            content = bytearray(self.whole)
            content[numbers.randrange(len(self.plain))] ^= 1 << numbers.randrange(8)
            self.assertIsNotNone(self.refused(bytes(content)))

    def test_refuses_what_is_cut_short(self):
        numbers = random.Random(902)
        for _ in range(50):
            length = numbers.randrange(len(self.plain))
            self.assertIsNotNone(self.refused(self.whole[:length]))
        self.assertIsNotNone(self.refused(b""))

    def test_says_what_is_wrong(self):
        self.path.write_bytes(self.plain[:-10])
        self.assertIn(f"of {len(self.plain)} bytes", damage(self.path))


if __name__ == "__main__":
    unittest.main()
