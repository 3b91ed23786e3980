#include "fluxhop/app/commands.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <filesystem>

#include "fluxhop/app/progress.hpp"
#include "fluxhop/app/report.hpp"
#include "fluxhop/app/result_dataset.hpp"
#include "fluxhop/io/netcdf.hpp"
#include "fluxhop/io/result_file.hpp"

namespace fluxhop {
namespace {

std::string output_path(const RunRequest& request) {
    if (!request.output_path.empty()) return request.output_path;
    return std::filesystem::path(request.config_path).stem().string() + ".nc";
}

void report(const Study& study, const RunRequest& request, const std::string& path) {
    for (const std::string& note : study.config.notes) spdlog::info("{}", note);
    for (const std::string& warning : warnings(study)) spdlog::warn("{}", warning);
    if (request.json) {
        nlohmann::json object = json_report(study);
        object["result_file"] = path;
        fmt::print("{}\n", object.dump(2));
    } else {
        fmt::print("{}results: {}\n", text_report(study), path);
    }
}

}  // namespace

ExitCode run(const RunRequest& request) {
    const Config config = load_config(request.config_path, request.overrides);
    ResultFile file(output_path(request));
    const Study study = [&] {
        ProgressBar bar;
        return conduct(config, request.compare, request.threads, bar.callback());
    }();
    file.write(NetcdfImage(to_dataset(study)).bytes());
    report(study, request, file.path());
    const bool rejected = study.findings && !study.findings->comparison.accepted();
    return rejected ? ExitCode::rejected : ExitCode::done;
}

ExitCode check(const RunRequest& request) {
    const Config config = load_config(request.config_path, request.overrides);
    const System system = assemble(config);
    const TimeGrid grid = make_grid(config.time);
    if (request.json) {
        nlohmann::json object{{"valid", true},
                              {"configuration", config.effective},
                              {"notes", config.notes},
                              {"derived", nlohmann::json::object()}};
        for (const auto& [label, value] : system.derived) object["derived"][label] = value;
        fmt::print("{}\n", object.dump(2));
        return ExitCode::done;
    }
    fmt::print("{}", config.effective);
    fmt::print("\n# {} recording times\n", grid.size());
    for (const auto& [label, value] : system.derived) fmt::print("# {}: {}\n", label, value);
    for (const std::string& note : config.notes) spdlog::info("{}", note);
    return ExitCode::done;
}

ExitCode info(const std::string& path, bool json) {
    const Dataset header = read_header(path);
    if (json) {
        fmt::print("{}\n", json_description(header).dump(2));
    } else {
        fmt::print("{}", describe(header));
    }
    return ExitCode::done;
}

}  // namespace fluxhop
