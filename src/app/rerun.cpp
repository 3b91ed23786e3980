#include <fmt/format.h>

#include "fluxhop/app/commands.hpp"
#include "fluxhop/app/difference.hpp"
#include "fluxhop/app/launch.hpp"
#include "fluxhop/app/provenance.hpp"
#include "fluxhop/app/report.hpp"
#include "fluxhop/io/netcdf.hpp"

namespace fluxhop {
namespace {

std::string text_report(const std::string& path, const Dataset& stored,
                        const std::optional<std::string>& difference,
                        const std::vector<std::string>& origins) {
    if (!difference) {
        return fmt::format("{}: rerun, the same to the last bit in all {} numeric variables\n", path,
                           compared_variables(stored));
    }
    std::string out = fmt::format("{}: rerun, not the same\n  {}\n", path, *difference);
    for (const std::string& origin : origins) out += fmt::format("  {}\n", origin);
    if (origins.empty()) {
        out += "  The program, its libraries and the processor are those that wrote the file: it was "
               "changed, or this is an error of the program.\n";
    }
    return out;
}

}  // namespace

ExitCode rerun(const std::string& path, std::size_t threads, bool json, Ranks& ranks) {
    const Stopwatch watch;
    Dataset stored;
    Job job;
    together(ranks, [&] {
        stored = read_dataset(path);
        RunRequest request = request_of(path, stored);
        request.threads = threads;
        request.processes = ranks.on_this_machine();
        job = read_job(request);
    });
    std::vector<FinishedPoint> points = perform(job, ranks);
    if (!ranks.leads()) return ExitCode::done;
    const auto difference = first_difference(stored, take_results(points, job.sweep));
    const auto origins = differing_origins(stored.attributes, provenance(job, ranks, watch));
    if (json) {
        nlohmann::json object{{"file", path},
                              {"identical", !difference},
                              {"variables", compared_variables(stored)},
                              {"other_origins", origins}};
        if (difference) object["first_difference"] = *difference;
        fmt::print("{}", json_text(object));
    } else {
        fmt::print("{}", text_report(path, stored, difference, origins));
    }
    return difference ? ExitCode::rejected : ExitCode::done;
}

}  // namespace fluxhop
