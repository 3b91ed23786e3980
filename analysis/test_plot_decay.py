"""Tests of plot_decay on small files of its own making: python3 -m unittest, in this folder."""

import unittest

import numpy as np
import xarray as xr

import plot_decay
from picture_testing import InFolder

TIMES = np.logspace(-2, 4, 13)  # s


def moments(hops, deviation):
    """Mean, deviation and error of the hops, and of J = 5e9 A/m^2 less 1e7 A/m^2 per hop."""
    error = np.full_like(hops, deviation / np.sqrt(4))
    error[0] = 0.0  # as early times have it, when nothing has happened yet
    return {
        "net_hops_mean": ("time", hops),
        "net_hops_standard_deviation": ("time", np.full_like(hops, deviation)),
        "net_hops_standard_error": ("time", error),
        "current_density_mean": ("time", 5e9 - 1e7 * hops, {
            "long_name": "current density: mean over the realizations", "units": "A m-2"}),
        "current_density_standard_deviation": ("time", np.full_like(hops, 1e7 * deviation)),
    }


def theory(hops):
    """Mean field, bias, noise, the fitted laws and the creep rate, as compare writes them."""
    return {
        "net_hops_mean_field": ("time", hops),
        "net_hops_expected": ("time", hops + 0.3),
        "net_hops_linear_noise": ("time", np.full_like(hops, 2.0)),
        "current_density_mean_field": ("time", 5e9 - 1e7 * hops),
        "compared": ("time", np.arange(TIMES.size) % 2),
        "law_name": ("law", np.array(["exponential", "logarithmic"], dtype=object)),
        "law_a": ("law", [1.0, 5e9]),
        "law_b": ("law", [1.0, 1e8]),
        "law_c": ("law", [1.0, 1.0]),
        "law_p_value": ("law", [0.0, 0.5]),
        "slope": ((), -1e8),
        "slope_standard_error": ((), 2e4),
    }


def example(with_theory=True):
    """A data set like those of fluxhop run or, with theory, fluxhop compare."""
    hops = 10.0 * np.log1p(TIMES)
    data = moments(hops, 2.0) | (theory(hops) if with_theory else {})
    single = np.tile(np.round(hops).astype("int64"), (4, 1))
    data["net_hops"] = (("realization", "time"), single)
    return xr.Dataset(data, {"time": ("time", TIMES, {"units": "s"})},
                      {"title": "example", "decay_variable": "current_density", "seed": 1})


class Pictures(InFolder):
    program = plot_decay

    def test_draws_a_comparison(self):
        self.assert_draws(example())

    def test_draws_a_run_without_theory(self):
        self.assert_draws(example(with_theory=False))

    def test_draws_without_single_realizations(self):
        self.assert_draws(example().drop_vars("net_hops"))

    def test_draws_without_fits_and_creep_rate(self):
        data = example()
        self.assert_draws(data.drop_vars([v for v in data if v.startswith(("law", "slope"))]))

    def test_draws_a_file_that_starts_at_time_zero(self):
        data = example()
        self.assert_draws(data.assign_coords(time=np.concatenate([[0.0], TIMES[1:]])))

    def test_writes_where_it_is_told_to(self):
        picture = self.folder / "other.png"
        self.assertEqual(plot_decay.main([str(self.written(example())), "-o", str(picture)]), 0)
        self.assertTrue(picture.exists())

    def test_has_residuals_only_with_theory(self):
        self.assertEqual(len(plot_decay.draw(example()).axes), 2)
        self.assertEqual(len(plot_decay.draw(example(with_theory=False)).axes), 1)


class Refusals(InFolder):
    program = plot_decay

    def test_what_is_no_result(self):
        self.assert_refuses_what_is_no_result()

    def test_result_without_a_decay(self):
        data = xr.Dataset({"vortices_mean": ("time", [1.0])}, {"time": [1.0]},
                          {"source": "fluxhop, kinetic Monte Carlo of vortex hopping"})
        self.assert_refuses(self.written(data))

    def test_slab(self):
        data = example().assign(magnetization_mean=("time", np.ones_like(TIMES)))
        self.assert_refuses(self.written(data))


class Numbers(unittest.TestCase):
    def test_residual_counts_standard_errors(self):
        residual = plot_decay.in_hop_errors(example(), "net_hops_mean", "net_hops_expected")
        np.testing.assert_allclose(residual[1:], -0.3)
        self.assertTrue(np.isnan(residual[0]))

    def test_finds_the_logarithm_among_the_laws(self):
        law = plot_decay.fitted_law(example())
        self.assertEqual(law, {"name": "logarithmic", "a": 5e9, "b": 1e8, "c": 1.0, "p_value": 0.5})

    def test_takes_the_law_that_the_creep_rate_is_along(self):
        data = example()
        data["law_name"] = ("law", np.array(["power", "logarithmic"], dtype=object))
        data["creep_rate_law"] = ((), np.array("power", dtype=object))
        self.assertEqual(plot_decay.fitted_law(data)["a"], 1.0)

    def test_errors_have_two_digits(self):
        self.assertEqual(plot_decay.with_error(273.33613, 0.0091), "273.3361 ± 0.0091")
        self.assertEqual(plot_decay.with_error(-1.09996e7, 3.7e2),
                         "(\N{MINUS SIGN}1.099960 ± 0.000037) × $10^{7}$")
        self.assertEqual(plot_decay.with_error(0.5, float("nan")), "0.5")

    def test_units_have_raised_exponents(self):
        label = plot_decay.axis_label("current density", "A m-2", 9)
        self.assertEqual(label, "current density ($10^{9}$ A m$^{\N{MINUS SIGN}2}$)")
        self.assertEqual(plot_decay.axis_label("reduced current", "1", 0), "reduced current")

    def test_scale_is_a_power_of_a_thousand(self):
        self.assertEqual(plot_decay.axis_scale([3.2e9]), 9)
        self.assertEqual(plot_decay.axis_scale([4.5e-5]), -6)
        self.assertEqual(plot_decay.axis_scale([1.0]), 0)
        self.assertEqual(plot_decay.axis_scale([0.0]), 0)


if __name__ == "__main__":
    unittest.main()
