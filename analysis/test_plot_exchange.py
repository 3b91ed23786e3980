"""Tests of plot_exchange on small files of its own making: python3 -m unittest, in this folder."""

import contextlib
import io
import unittest

import numpy as np
import xarray as xr

import exchange_profile
import exchange_results
import plot_exchange
from fluxhop_results import in_standard_errors
from picture_testing import InFolder

TIMES = np.logspace(-2, 6, 17)  # s


def moments(number, theory):
    """Variables of (time, region) with one vortex per gauss; 'number' of them."""
    def both(suffix, vortices):
        dims = ("time", "region")
        return {f"vortices_{suffix}": (dims, vortices), f"field_{suffix}": (dims, 1e-4 * vortices)}

    deviation = np.where(np.ptp(number, axis=0) > 0.0, 0.8, 0.0) * np.ones_like(number)
    data = both("mean", number) | both("standard_deviation", deviation)
    data |= both("standard_error", deviation / 10.0)
    if theory:
        data |= both("mean_field", number + 0.25) | both("expected", number - 0.1)
        data["compared"] = ("time", np.arange(TIMES.size) % 2)
        data["field_one_way"] = (("time", "region"), 1e-4 * number,
                                 {"long_name": "magnetic field: without hops back (eq. 20)"})
        data["field_equilibrium"] = ("region", 1e-4 * number[-1])
    return data


def one_point(regions=("p", "q"), theory=True, change=1.0):
    """A data set like those of fluxhop compare or, without theory, of fluxhop run."""
    slope = np.linspace(-1.0, 1.0, len(regions))
    number = 20.0 + change * slope * np.log1p(TIMES)[:, None]
    data = xr.Dataset(moments(number, theory),
                      {"time": ("time", TIMES, {"units": "s"}), "region": list(regions)},
                      {"title": "example", "seed": 1})
    data["hops"] = ("realization", np.arange(100))
    return data.assign_coords(judged_region=list(regions[:-1])) if theory else data


def sweep(theory=True):
    """A sweep of the exchange coefficient, the first of them 0."""
    rates = [0.0, 0.01, 0.1]
    points = [one_point(theory=theory, change=10.0 * rate) for rate in rates]
    data = xr.concat(points, "exchange", coords="minimal", compat="override")
    attributes = {"units": "/s", "long_name": "contacts.pq.exchange"}
    return data.assign_coords(exchange=("exchange", rates, attributes))


def loaded(data):
    """The data set as plot_exchange has it after reading it from a file."""
    return exchange_results.by_point(exchange_results.only_drawn(data))


class Pictures(InFolder):
    program = plot_exchange

    def test_draws_a_sweep(self):
        self.assert_draws(sweep())

    def test_draws_a_sweep_without_theory(self):
        self.assert_draws(sweep(theory=False))

    def test_draws_a_sweep_of_two_quantities(self):
        data = xr.concat([sweep(), sweep()], "temperature", coords="minimal", compat="override")
        self.assert_draws(data.assign_coords(temperature=[4.2, 77.0]))

    def test_draws_one_point(self):
        self.assert_draws(one_point())

    def test_draws_three_regions(self):
        self.assert_draws(one_point(("a", "b", "c")))

    def test_draws_a_file_that_starts_at_time_zero(self):
        self.assert_draws(one_point().assign_coords(time=np.concatenate([[0.0], TIMES[1:]])))

    def test_draws_the_profile_of_many_regions(self):
        names = [f"cell{number}" for number in range(9)]
        self.assert_draws(one_point(names))
        self.assertEqual(len(plot_exchange.draw(loaded(one_point(names))).axes), 2)
        self.assertEqual(len(plot_exchange.draw(loaded(one_point(names, False))).axes), 1)

    def test_draws_the_phase_plane(self):
        self.assert_draws(sweep(), "--paper-fig2")
        self.assert_draws(one_point(theory=False), "--paper-fig2")

    def test_draws_the_phase_plane_of_two_files(self):
        self.assert_draws(sweep(), self.written(sweep(), "b.nc"), "--paper-fig2")

    def test_names_the_closed_form_that_the_file_holds(self):
        figure = plot_exchange.draw(loaded(one_point()))
        texts = [text.get_text() for text in figure.axes[0].get_legend().get_texts()]
        self.assertIn("without hops back (eq. 20)", texts)
        without = plot_exchange.draw(loaded(one_point().drop_vars("field_one_way")))
        self.assertEqual(len(without.axes[0].get_legend().get_texts()), len(texts) - 1)

    def test_has_residuals_and_bias_only_with_theory(self):
        self.assertEqual(len(plot_exchange.draw(loaded(sweep())).axes), 3)
        self.assertEqual(len(plot_exchange.draw(loaded(sweep(theory=False))).axes), 1)


class Refusals(InFolder):
    program = plot_exchange

    def test_what_is_no_result(self):
        self.assert_refuses_what_is_no_result()

    def test_result_without_regions(self):
        data = xr.Dataset({"net_hops_mean": ("time", [1.0])}, {"time": [1.0]},
                          {"source": "fluxhop, kinetic Monte Carlo of vortex hopping"})
        self.assert_refuses(self.written(data))

    def test_several_files_without_a_phase_plane(self):
        with contextlib.redirect_stderr(io.StringIO()), self.assertRaises(SystemExit) as stop:
            plot_exchange.main(["a.nc", "b.nc"])
        self.assertEqual(stop.exception.code, 2)

    def test_phase_plane_of_three_regions(self):
        self.assert_refuses(self.written(one_point(("a", "b", "c"))), "--paper-fig2")


class Numbers(unittest.TestCase):
    def test_residual_counts_standard_errors(self):
        residual = in_standard_errors(loaded(sweep()), "vortices_mean", "vortices_expected",
                                      "vortices_standard_error")
        np.testing.assert_allclose(residual[1:], 0.1 / 0.08)
        self.assertTrue(np.all(np.isnan(residual[0])))

    def test_points_are_named_by_what_is_swept(self):
        minus = "\N{MINUS SIGN}"
        self.assertEqual(exchange_results.point_label(loaded(sweep()), 1),
                         f"$\\varepsilon$ = 0.01 s$^{{{minus}1}}$")
        self.assertEqual(exchange_results.point_label(loaded(one_point()), 0), "")

    def test_one_time_per_decade(self):
        self.assertEqual(exchange_profile.decade_times(TIMES), list(range(0, 17, 2)))


if __name__ == "__main__":
    unittest.main()
