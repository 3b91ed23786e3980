#include <fmt/format.h>

#include <cmath>
#include <numeric>
#include <optional>

#include "fluxhop/app/collect.hpp"
#include "fluxhop/app/result_dataset.hpp"
#include "fluxhop/app/theory_study.hpp"
#include "fluxhop/version.hpp"

namespace fluxhop {
namespace {

std::string label_of(const TheoryStudy& study, std::size_t i) {
    const std::string& label = study.system.labels[i];
    return label.empty() ? study.system.observables[0].name : label;
}

Eigen::MatrixXd numbers_of(const TheoryStudy& study, const Eigen::MatrixXd& variables) {
    return project(variables, study.system.recorded);
}

/// Standard deviations of the recorded numbers, times x numbers.
Eigen::MatrixXd deviations_of(const TheoryStudy& study,
                              const std::vector<Eigen::MatrixXd>& covariance) {
    const auto& probes = study.system.recorded;
    Eigen::MatrixXd result(static_cast<Eigen::Index>(covariance.size()),
                           static_cast<Eigen::Index>(probes.size()));
    for (Eigen::Index t = 0; t < result.rows(); ++t) {
        for (Eigen::Index i = 0; i < result.cols(); ++i) {
            const Probe& probe = probes[static_cast<std::size_t>(i)];
            const double variance =
                project_covariance(covariance[static_cast<std::size_t>(t)], probe, probe);
            result(t, i) = std::sqrt(variance < 0.0 ? 0.0 : variance);
        }
    }
    return result;
}

/// Builds the variables of one observable from matrices over (times x recorded numbers).
class Writer {
public:
    Writer(Dataset& data, const TheoryStudy& study, const Observable& observable)
        : data_(data), study_(study), observable_(observable) {}

    /// Readings of a mean.
    void mean(const char* suffix, const std::string& meaning, const Eigen::MatrixXd& numbers) {
        const auto number = [&](std::size_t t, std::size_t i) {
            return numbers(static_cast<Eigen::Index>(t), static_cast<Eigen::Index>(i));
        };
        add(suffix, meaning, numbers.rows(), [&](std::size_t t, std::size_t i) {
            if (numbers.rows() > 1) return observable_.at(study_.system.grid, t, i, number);
            return observable_.readings[i].value(number(0, observable_.first + i));
        });
    }

    /// Differences and spreads have no offset.
    void scaled(const char* suffix, const std::string& meaning, const Eigen::MatrixXd& numbers) {
        if (observable_.kind == Observable::Kind::rate) return;  // needs the law of two times
        add(suffix, meaning, numbers.rows(), [&](std::size_t t, std::size_t i) {
            return observable_.readings[i].scale *
                   numbers(static_cast<Eigen::Index>(t),
                           static_cast<Eigen::Index>(observable_.first + i));
        });
    }

private:
    /// One row is a value without a time.
    template <class Function>
    void add(const char* suffix, const std::string& meaning, Eigen::Index times,
             Function function) {
        Reals values;
        for (Eigen::Index t = 0; t < times; ++t) {
            for (std::size_t i = 0; i < observable_.readings.size(); ++i) {
                values.push_back(function(static_cast<std::size_t>(t), i));
            }
        }
        std::vector<std::string> dimensions;
        if (times > 1) dimensions = {"time"};
        if (!observable_.axis.empty()) dimensions.push_back(observable_.axis);
        data_.add(observable_.name + suffix, dimensions, std::move(values),
                  fmt::format("{}: {}", observable_.long_name, meaning), observable_.units);
    }

    Dataset& data_;
    const TheoryStudy& study_;
    const Observable& observable_;
};

void add_observable(Dataset& data, const TheoryStudy& study, const Observable& observable) {
    Writer writer(data, study, observable);
    if (study.mean_field) {
        writer.mean("_mean_field", "mean-field ODE", numbers_of(study, *study.mean_field));
    }
    if (study.one_way) {
        const std::string meaning = fmt::format("without hops back ({})", study.one_way->equation);
        writer.mean("_one_way", meaning, study.one_way->vortices);
    }
    if (study.noise) {
        writer.scaled("_bias", "finite-size bias", numbers_of(study, study.noise->bias));
        writer.scaled("_linear_noise", "standard deviation by linear noise",
                      deviations_of(study, study.noise->covariance));
    }
    if (study.master) {
        writer.mean("_exact_mean", "mean by the master equation",
                    numbers_of(study, study.master->mean));
        writer.scaled("_exact_deviation", "standard deviation by the master equation",
                      deviations_of(study, study.master->covariance));
    }
    if (study.equilibrium) {
        writer.mean("_equilibrium", "mean-field equilibrium",
                    numbers_of(study, study.equilibrium->transpose()));
    }
    if (study.stationary) {
        writer.mean("_stationary_mean", "mean of the exact stationary law",
                    numbers_of(study, study.stationary->mean.transpose()));
        writer.scaled("_stationary_deviation", "standard deviation of the exact stationary law",
                      deviations_of(study, {study.stationary->covariance}));
    }
}

/// What the readings say of one recorded number at the last time.
struct LastRow {
    std::string name;
    std::string unit;
    std::vector<std::pair<const char*, std::optional<double>>> cells;
};

LastRow last_row(const TheoryStudy& study, std::size_t i) {
    const Probe& probe = study.system.recorded[i];
    const auto value = [&](const auto& reading, auto matrix) -> std::optional<double> {
        if (!reading) return std::nullopt;
        return project(matrix(*reading).bottomRows(1), {&probe, 1})(0, 0);
    };
    const auto variance = [&](const auto& reading) -> std::optional<double> {
        if (!reading) return std::nullopt;
        return project_covariance(reading->covariance.back(), probe, probe);
    };
    using Matrix = Eigen::MatrixXd;
    const auto itself = [](const Matrix& m) { return m; };
    const auto row_of = [](const Eigen::VectorXd& v) { return Matrix(v.transpose()); };
    return {label_of(study, i),
            unit_of(study.system, i),
            {{"mean_field", value(study.mean_field, itself)},
             {"bias", value(study.noise, [](const LinearNoise& n) { return n.bias; })},
             {"noise_variance", variance(study.noise)},
             {"exact_mean", value(study.master, [](const MasterEquation& m) { return m.mean; })},
             {"exact_variance", variance(study.master)},
             {"equilibrium", value(study.equilibrium, row_of)},
             {"stationary_mean", value(study.stationary, [&](const StationaryLaw& law) {
                  return row_of(law.mean);
              })}}};
}

/// The recorded numbers that people are told of: all of them, or those that are judged when many.
std::vector<std::size_t> reported(const TheoryStudy& study) {
    constexpr std::size_t most = 50;
    if (study.system.recorded.size() > most) return study.system.judged;
    std::vector<std::size_t> all(study.system.recorded.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
}

/// Wide enough for "net displacement (hop lengths)".
constexpr int label_width = 30;

std::string row(const TheoryStudy& study, std::size_t i) {
    const LastRow last = last_row(study, i);
    std::string out = fmt::format("  {:<{}}", fmt::format("{} ({})", last.name, last.unit), label_width);
    for (const auto& cell : last.cells) {
        out += cell.second ? fmt::format("{:>18.10g}", *cell.second) : fmt::format("{:>18}", "-");
    }
    return out + "\n";
}

}  // namespace

Dataset to_dataset(const TheoryStudy& study) {
    Dataset data;
    data.attributes = {{"title", study.config.title},
                       {"source", "fluxhop, theory"},
                       {"program_version", version},
                       {"git_hash", git_hash},
                       {"configuration", study.config.effective}};
    add_coordinates(data, study.system);
    for (const Observable& observable : study.system.observables) {
        if (observable.has_theory) add_observable(data, study, observable);
    }
    if (study.lyapunov) {
        data.add("lyapunov", {"time"}, Reals(study.lyapunov->begin(), study.lyapunov->end()),
                 "Lyapunov function of the mean field relative to the start, in kT");
    }
    return data;
}

std::string text_report(const TheoryStudy& study) {
    std::string out = fmt::format(
        "{}{}at t = {:g} s; variances in squares of the unit\n"
        "  {:<{}}{:>18}{:>18}{:>18}{:>18}{:>18}{:>18}{:>18}\n",
        study.config.title, study.config.title.empty() ? "" : "\n", study.system.grid.end(), "",
        label_width, "mean field", "bias", "noise variance", "exact mean", "exact variance", "equilibrium",
        "stationary mean");
    for (const std::size_t i : reported(study)) out += row(study, i);
    for (const std::string& reason : study.skipped) out += "  left out: " + reason + "\n";
    return out;
}

nlohmann::json json_report(const TheoryStudy& study) {
    nlohmann::json out{{"program", "fluxhop"},
                       {"version", version},
                       {"git_hash", git_hash},
                       {"title", study.config.title},
                       {"configuration", study.config.effective},
                       {"time_s", study.system.grid.end()},
                       {"skipped", study.skipped},
                       {"regions", nlohmann::json::array()}};
    for (const std::size_t i : reported(study)) {
        const LastRow last = last_row(study, i);
        nlohmann::json region{{"name", last.name}, {"unit", last.unit}};
        for (const auto& cell : last.cells) {
            if (cell.second) region[cell.first] = *cell.second;
        }
        out["regions"].push_back(std::move(region));
    }
    return out;
}

}  // namespace fluxhop
