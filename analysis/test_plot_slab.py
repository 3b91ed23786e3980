"""Tests of plot_slab on small files of its own making: python3 -m unittest, in this folder."""

import unittest

import numpy as np
import xarray as xr

import plot_slab
from picture_testing import InFolder

TIMES = np.logspace(-2, 4, 13)  # s
HOP = 5e-8  # m
COLUMNS = 8
MU0 = 4e-7 * np.pi  # H/m


def profile(current, applied):
    """B of the columns in T with J (A/m^2) towards the edges, at every time."""
    from_edge = 1 + np.minimum(np.arange(COLUMNS), np.arange(COLUMNS)[::-1])
    return applied[:, None] + MU0 * HOP * current[:, None] * from_edge


def moments(name, dims, mean, units, theory):
    """What compare (or, without theory, run) writes of an observable."""
    attributes = {"units": units, "long_name": f"{name}: mean over the realizations"}
    found = {f"{name}_mean": (dims, mean, attributes),
             f"{name}_standard_deviation": (dims, np.full_like(mean, 1e-3 * np.abs(mean).max()))}
    return found | ({f"{name}_mean_field": (dims, mean)} if theory else {})


def example(with_theory=True, applied=None):
    """A relaxing slab, or one in an applied field of so many T at the times."""
    current = 1e9 * (10.0 - np.log1p(TIMES))
    applied = np.full_like(TIMES, 0.1) if applied is None else applied
    field = profile(current, applied)
    magnetization = (field.mean(axis=1) - applied) / MU0
    data = moments("magnetization", "time", magnetization, "A m-1", with_theory)
    data |= moments("field", ("time", "column"), field, "T", with_theory)
    bonds = -np.diff(field, axis=1) / (MU0 * HOP)
    data |= moments("current_density", ("time", "bond"), bonds, "A m-2", with_theory)
    data["magnetization"] = (("realization", "time"), np.tile(magnetization, (4, 1)))
    data["applied_field"] = ("time", applied, {"units": "T"})
    if with_theory:
        data["law_name"] = ("law", np.array(["logarithmic"], dtype=object))
        for key, value in {"a": 1e3, "b": 50.0, "c": 1.0, "p_value": 0.5}.items():
            data[f"law_{key}"] = ("law", [value])
        data |= {"slope": ((), -80.0), "slope_standard_error": ((), 0.01)}
    places = {"time": ("time", TIMES, {"units": "s"}),
              "column": ("column", HOP * (0.5 + np.arange(COLUMNS)), {"units": "m"}),
              "bond": ("bond", HOP * np.arange(1, COLUMNS), {"units": "m"})}
    return xr.Dataset(data, places, {"title": "example", "seed": 1})


RAMP = np.minimum(0.1 + 1e-3 * TIMES, 0.11)  # T, until 10 s


class Pictures(InFolder):
    program = plot_slab

    def test_draws_a_comparison(self):
        self.assert_draws(example())

    def test_draws_a_run_without_theory(self):
        self.assert_draws(example(with_theory=False))

    def test_draws_a_ramp(self):
        self.assert_draws(example(applied=RAMP))

    def test_draws_without_single_realizations(self):
        self.assert_draws(example().drop_vars("magnetization"))

    def test_draws_a_file_that_starts_at_time_zero(self):
        self.assert_draws(example().assign_coords(time=np.concatenate([[0.0], TIMES[1:]])))

    def test_writes_where_it_is_told_to(self):
        picture = self.folder / "other.png"
        self.assertEqual(plot_slab.main([str(self.written(example())), "-o", str(picture)]), 0)
        self.assertTrue(picture.exists())


class Refusals(InFolder):
    program = plot_slab

    def test_what_is_no_result(self):
        self.assert_refuses_what_is_no_result()

    def test_result_without_a_slab(self):
        data = xr.Dataset({"vortices_mean": ("time", [1.0])}, {"time": [1.0]},
                          {"source": "fluxhop, kinetic Monte Carlo of vortex hopping"})
        self.assert_refuses(self.written(data))

    def test_sweep(self):
        self.assert_refuses(self.written(example().expand_dims(U0=[1.0, 2.0])))


class Numbers(unittest.TestCase):
    def test_finds_the_end_of_a_ramp(self):
        self.assertEqual(plot_slab.ramp_end(example(applied=RAMP)), 10.0)
        self.assertIsNone(plot_slab.ramp_end(example()))

    def test_takes_no_ramp_that_goes_on(self):
        self.assertIsNone(plot_slab.ramp_end(example(applied=0.1 + 1e-6 * TIMES)))

    def test_profiles_end_at_the_last_time(self):
        for data in (example(), example(applied=RAMP)):
            times = plot_slab.profile_times(data)
            self.assertEqual(times[-1], TIMES.size - 1)
            self.assertLessEqual(len(times), plot_slab.MOST_PROFILES)

    def test_times_are_written_as_people_do(self):
        self.assertEqual(plot_slab.time_text(0.1), "0.1 s")
        self.assertEqual(plot_slab.time_text(398.1), "398 s")
        self.assertEqual(plot_slab.time_text(1e5), "$10^{5}$ s")
        self.assertEqual(plot_slab.time_text(6.31e-3), "6.3 × $10^{\N{MINUS SIGN}3}$ s")


if __name__ == "__main__":
    unittest.main()
