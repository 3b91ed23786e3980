"""Tests of plot_transport on small files of its own making: python3 -m unittest, in this folder."""

import unittest

import numpy as np
import xarray as xr

import plot_transport
import transport
from picture_testing import InFolder

CURRENTS = np.array([1e9, 2e9, 4e9, 6e9, 8e9, 1e10])
TIMES = np.linspace(1.0, 30.0, 30)  # s, of the first point


def dataset(values, name, key, units, end=2.0, runs=200, seed=1):
    """A sweep whose points have their own times: walks with drift v = 0.1 and D = 0.5 (SI)."""
    random = np.random.default_rng(seed)
    number = len(values)
    seconds = np.array([TIMES * end**i for i in range(number)])
    steps = np.diff(seconds, prepend=0.0, axis=1)[:, None, None, :]
    walks = np.cumsum(random.normal(0.1 * steps, np.sqrt(steps), (number, runs, 10, 30)), axis=-1)
    moving = ((name, "realization", "time"))
    data = {"displacement": (moving, walks.mean(axis=2)),
            "tracked_displacement": (moving, walks.mean(axis=2)),
            "square_displacement": (moving, (walks**2).mean(axis=2)),
            "tracked_displacement_mean": ((name, "time"), walks.mean(axis=(1, 2))),
            "electric_field_mean": ((name, "time"), np.ones((number, 30))),
            "force_over_kT": (name, np.arange(number) * 1e6),
            "dwell_bin_s": ((name, "dwell_bin"), np.tile([1.0, 2.0, 4.0], (number, 1))),
            "dwell_count": ((name, "dwell_bin"), np.tile([30, 60, 40], (number, 1))),
            "dwell_mean": (name, np.full(number, 2.0)),
            "voltage_noise": ((name, "frequency"), np.ones((number, 5))),
            "voltage_noise_standard_error": ((name, "frequency"), np.full((number, 5), 0.1)),
            "frequency_Hz": ((name, "frequency"), np.tile(np.arange(1.0, 6.0), (number, 1))),
            "time_s": ((name, "time"), seconds)}
    axis = (name, values, {"units": units, "long_name": key})
    return xr.Dataset(data, {name: axis}, {"title": "example", "seed": 1,
                                           "source": "fluxhop, kinetic Monte Carlo"})


def curve(n=20.0):
    """A power law E = 1e-4 V/m (J/5e9)^n with errors of 1 %."""
    data = dataset(CURRENTS, "density", "current.density", "A/m^2", runs=3)
    field = 1e-4 * (CURRENTS / 5e9) ** n
    return data.assign(steady_field=("density", field),
                       steady_field_standard_error=("density", 0.01 * field),
                       steady_field_exact=("density", field))


class Pictures(InFolder):
    program = plot_transport

    def assert_panels(self, data, panels):
        """The data set written to a file gives a picture with so many panels."""
        self.assert_draws(data)
        loaded = transport.load(self.folder / "a.nc")
        self.assertEqual(len(plot_transport.draw(loaded).axes), panels)

    def test_draws_a_curve(self):
        self.assert_panels(curve(), 2)
        self.assert_panels(curve().drop_vars("steady_field_exact"), 2)

    def test_draws_diffusion_under_currents(self):
        self.assert_panels(dataset([0.0, 1e8], "density", "current.density", "A/m^2"), 4)

    def test_draws_diffusion_at_temperatures(self):
        data = dataset([50.0, 77.0], "temperature", "system.temperature", "K")
        self.assert_panels(data.assign(diffusivity_exact=("temperature", [0.5, 0.5])), 4)

    def test_draws_a_single_run(self):
        data = dataset([0.0], "density", "current.density", "A/m^2").isel(density=0, drop=True)
        data = data.assign_coords(time=("time", TIMES)).drop_vars("time_s")
        self.assert_panels(data, 4)
        self.assert_panels(data.isel(realization=[0]), 4)

    def test_draws_fields_where_nothing_else_is_there(self):
        data = dataset([50.0, 77.0], "temperature", "system.temperature", "K")
        plain = data[["electric_field_mean", "time_s"]]
        for factor in (1.0, -1.0, 0.0):
            field = factor * plain["electric_field_mean"]
            self.assert_panels(plain.assign(electric_field_mean=field), 1)

    def test_refuses_a_slab(self):
        data = dataset([0.0], "density", "current.density", "A/m^2")
        self.assert_refuses(self.written(data.assign(magnetization_mean=("density", [1.0])), "slab.nc"))

    def test_refuses_what_is_no_result(self):
        self.assert_refuses_what_is_no_result()


class Numbers(unittest.TestCase):
    def test_critical_current_and_n_of_a_power_law(self):
        data = curve()
        field = data["steady_field"].values
        found = transport.crossing(CURRENTS, field, 0.01 * field)
        np.testing.assert_allclose(found[0], 5e9, rtol=1e-9)
        np.testing.assert_allclose(found[2], 20.0, rtol=1e-9)
        self.assertTrue(1e-4 < found[1] / found[0] < 1e-3)
        self.assertTrue(0.01 < found[3] < 0.2)

    def test_critical_current_of_a_curve_that_bends(self):
        field = 1e-4 * np.exp((CURRENTS - 5e9) / 4e8)
        critical, _, n, _ = transport.crossing(CURRENTS, field, 0.01 * field)
        np.testing.assert_allclose(critical, 5e9, rtol=2e-3)
        np.testing.assert_allclose(n, 12.5, rtol=1e-2)

    def test_no_crossing_no_critical_current(self):
        field = 1e-4 * CURRENTS / 1e11
        self.assertIsNone(transport.crossing(CURRENTS, field, 0.01 * field))

    def test_local_n(self):
        field = CURRENTS**3.0
        _, n, error = transport.slopes(CURRENTS, field, 0.01 * field)
        np.testing.assert_allclose(n, 3.0)
        np.testing.assert_allclose(error[0], 0.01 * np.sqrt(2.0) / np.log(2.0))

    def test_diffusivity_and_drift_of_walks(self):
        data = transport.by_point(dataset([0.0, 1e8], "density", "current.density", "A/m^2"))
        for found, expected in ((transport.diffusivities(data), 0.5),
                                (transport.velocities(data), 0.1)):
            self.assertTrue(np.all(np.abs(found[0] - expected) < 4.0 * found[1]))
            self.assertTrue(np.all(found[1] < 0.1 * expected))

    def test_labels(self):
        data = transport.by_point(dataset([0.0, 2.5e8], "density", "current.density", "A/m^2"))
        self.assertEqual(transport.labels(data)[0], "0 A m$^{\N{MINUS SIGN}2}$")
        self.assertTrue(transport.labels(data)[1].startswith("2.5 × $10^{8}$"))


if __name__ == "__main__":
    unittest.main()
