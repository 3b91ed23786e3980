#include <fmt/format.h>

#include <cmath>

#include "fluxhop/app/theory_study.hpp"
#include "fluxhop/version.hpp"

namespace fluxhop {
namespace {

using Reals = std::vector<double>;

std::string label_of(const TheoryStudy& study, std::size_t i) {
    return study.system.labels.empty() ? study.system.observables[0].name : study.system.labels[i];
}

Eigen::Index node_of(const TheoryStudy& study, std::size_t i) {
    return static_cast<Eigen::Index>(study.system.recorded[i].index());
}

/// Builds the variables of one observable from matrices over (times x nodes).
class Writer {
public:
    Writer(Dataset& data, const TheoryStudy& study, const Observable& observable)
        : data_(data), study_(study), observable_(observable) {}

    /// Readings of a mean.
    void mean(const char* suffix, const char* meaning, const Eigen::MatrixXd& occupations) {
        add(suffix, meaning, occupations.rows(), [&](Eigen::Index t, std::size_t i) {
            return observable_.readings[i].value(occupations(t, node_of(study_, i)));
        });
    }

    /// Differences and spreads have no offset.
    template <class Function>
    void scaled(const char* suffix, const char* meaning, Eigen::Index times, Function function) {
        add(suffix, meaning, times, [&](Eigen::Index t, std::size_t i) {
            return observable_.readings[i].scale * function(t, node_of(study_, i));
        });
    }

private:
    /// One row is a value without a time.
    template <class Function>
    void add(const char* suffix, const char* meaning, Eigen::Index times, Function function) {
        Reals values;
        for (Eigen::Index t = 0; t < times; ++t) {
            for (std::size_t i = 0; i < observable_.readings.size(); ++i) {
                values.push_back(function(t, i));
            }
        }
        std::vector<std::string> dimensions;
        if (times == static_cast<Eigen::Index>(study_.grid.size())) dimensions = {"time"};
        if (!study_.system.labels.empty()) dimensions.push_back("region");
        data_.add(observable_.name + suffix, dimensions, std::move(values),
                  fmt::format("{}: {}", observable_.long_name, meaning), observable_.units);
    }

    Dataset& data_;
    const TheoryStudy& study_;
    const Observable& observable_;
};

double deviation(double variance) { return std::sqrt(std::max(0.0, variance)); }

void add_observable(Dataset& data, const TheoryStudy& study, const Observable& observable) {
    Writer writer(data, study, observable);
    const auto times = static_cast<Eigen::Index>(study.grid.size());
    const auto spread = [](const std::vector<Eigen::MatrixXd>& covariance) {
        return [&covariance](Eigen::Index t, Eigen::Index node) {
            return deviation(covariance[static_cast<std::size_t>(t)](node, node));
        };
    };
    if (study.mean_field) writer.mean("_mean_field", "mean-field ODE", *study.mean_field);
    if (study.one_way) {
        const std::string meaning = fmt::format("without hops back ({})", study.one_way->equation);
        writer.mean("_one_way", meaning.c_str(), study.one_way->vortices);
    }
    if (study.noise) {
        const LinearNoise& noise = *study.noise;
        writer.scaled("_bias", "finite-size bias", times,
                      [&](Eigen::Index t, Eigen::Index node) { return noise.bias(t, node); });
        writer.scaled("_linear_noise", "standard deviation by linear noise", times,
                      spread(noise.covariance));
    }
    if (study.master) {
        writer.mean("_exact_mean", "mean by the master equation", study.master->mean);
        writer.scaled("_exact_deviation", "standard deviation by the master equation", times,
                      spread(study.master->covariance));
    }
    if (study.equilibrium) {
        writer.mean("_equilibrium", "mean-field equilibrium", study.equilibrium->transpose());
    }
    if (study.stationary) {
        writer.mean("_stationary_mean", "mean of the exact stationary law",
                    study.stationary->mean.transpose());
        writer.scaled("_stationary_deviation", "standard deviation of the exact stationary law", 1,
                      [&](Eigen::Index, Eigen::Index node) {
                          return deviation(study.stationary->covariance(node, node));
                      });
    }
}

/// A row of the table for each region at the last time, in vortices.
std::string row(const TheoryStudy& study, std::size_t i) {
    const Eigen::Index node = node_of(study, i);
    const auto last = static_cast<Eigen::Index>(study.grid.size()) - 1;
    const auto cell = [](bool known, auto value) {
        return known ? fmt::format("{:>18.10g}", value()) : fmt::format("{:>18}", "-");
    };
    return fmt::format(
        "  {:<14}{}{}{}{}{}{}{}\n", label_of(study, i),
        cell(study.mean_field.has_value(), [&] { return (*study.mean_field)(last, node); }),
        cell(study.noise.has_value(), [&] { return study.noise->bias(last, node); }),
        cell(study.noise.has_value(), [&] { return study.noise->covariance.back()(node, node); }),
        cell(study.master.has_value(), [&] { return study.master->mean(last, node); }),
        cell(study.master.has_value(), [&] { return study.master->covariance.back()(node, node); }),
        cell(study.equilibrium.has_value(), [&] { return (*study.equilibrium)[node]; }),
        cell(study.stationary.has_value(), [&] { return study.stationary->mean[node]; }));
}

}  // namespace

Dataset to_dataset(const TheoryStudy& study) {
    Dataset data;
    data.dimensions = {{"time", study.grid.size()}};
    if (!study.system.labels.empty()) {
        data.dimensions.emplace_back("region", study.system.labels.size());
        data.add("region", {"region"}, study.system.labels, "region");
    }
    data.attributes = {{"title", study.config.title},
                       {"source", "fluxhop, theory"},
                       {"program_version", version},
                       {"git_hash", git_hash},
                       {"configuration", study.config.effective}};
    data.add("time", {"time"}, study.grid.times(), "time since the start", "s");
    for (const Observable& observable : study.system.observables) {
        add_observable(data, study, observable);
    }
    if (study.lyapunov) {
        data.add("lyapunov", {"time"}, Reals(study.lyapunov->begin(), study.lyapunov->end()),
                 "Lyapunov function of the mean field relative to the start, in kT");
    }
    return data;
}

std::string text_report(const TheoryStudy& study) {
    std::string out = fmt::format(
        "{}{}at t = {:g} s, in vortices\n  {:<14}{:>18}{:>18}{:>18}{:>18}{:>18}{:>18}{:>18}\n",
        study.config.title, study.config.title.empty() ? "" : "\n", study.grid.end(), "",
        "mean field", "bias", "noise variance", "exact mean", "exact variance", "equilibrium",
        "stationary mean");
    for (std::size_t i = 0; i < study.system.recorded.size(); ++i) out += row(study, i);
    for (const std::string& reason : study.skipped) out += "  left out: " + reason + "\n";
    return out;
}

nlohmann::json json_report(const TheoryStudy& study) {
    nlohmann::json out{{"program", "fluxhop"},
                       {"version", version},
                       {"git_hash", git_hash},
                       {"title", study.config.title},
                       {"configuration", study.config.effective},
                       {"time_s", study.grid.end()},
                       {"skipped", study.skipped},
                       {"regions", nlohmann::json::array()}};
    const auto last = static_cast<Eigen::Index>(study.grid.size()) - 1;
    for (std::size_t i = 0; i < study.system.recorded.size(); ++i) {
        const Eigen::Index node = node_of(study, i);
        nlohmann::json region{{"name", label_of(study, i)}};
        if (study.mean_field) region["mean_field"] = (*study.mean_field)(last, node);
        if (study.noise) {
            region["bias"] = study.noise->bias(last, node);
            region["noise_variance"] = study.noise->covariance.back()(node, node);
        }
        if (study.master) {
            region["exact_mean"] = study.master->mean(last, node);
            region["exact_variance"] = study.master->covariance.back()(node, node);
        }
        if (study.equilibrium) region["equilibrium"] = (*study.equilibrium)[node];
        if (study.stationary) region["stationary_mean"] = study.stationary->mean[node];
        out["regions"].push_back(std::move(region));
    }
    return out;
}

}  // namespace fluxhop
