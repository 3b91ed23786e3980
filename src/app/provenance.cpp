#include "fluxhop/app/provenance.hpp"

#include <fmt/format.h>
#include <gnu/libc-version.h>
#include <sys/utsname.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "fluxhop/base/random.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/io/fingerprint.hpp"
#include "fluxhop/version.hpp"

namespace fluxhop {
namespace {

namespace fs = std::filesystem;

std::string canonical(const std::string& path) {
    std::error_code error;
    const fs::path full = fs::weakly_canonical(path, error);
    return error ? path : full.string();
}

/// The library of functions takes other instructions, and rounds otherwise, on other processors.
std::string processor() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    }
    return "unknown";
}

/// Lines as sha256sum writes and checks them, each once.
std::string fingerprints(const Job& job) {
    std::vector<std::string> lines;
    const auto add = [&](const std::string& sha256, const std::string& path) {
        lines.push_back(fmt::format("{}  {}\n", sha256, canonical(path)));
        if (std::find(lines.begin(), lines.end() - 1, lines.back()) != lines.end() - 1) lines.pop_back();
    };
    for (const Config& config : job.configs) {
        for (const InputFile& file : config.input_files) add(file.sha256, file.path);
    }
    if (job.against) add(job.against->sha256, job.request.against_path);
    return fmt::format("{}", fmt::join(lines, ""));
}

std::string command_of(const RunRequest& request) {
    return request.only_theory ? "theory" : request.compare ? "compare" : "run";
}

std::string text_of(const Attributes& attributes, const std::string& name) {
    const AttributeValue* value = find_attribute(attributes, name);
    const auto* text = value ? std::get_if<std::string>(value) : nullptr;
    return text ? *text : "";
}

/// The files that a result was made from, as they were. @throws UsageError when one has changed
std::vector<std::string> unchanged_files(const std::string& fingerprints) {
    std::vector<std::string> paths;
    std::istringstream lines(fingerprints);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t gap = line.find("  ");
        paths.push_back(line.substr(gap + 2));
        require(sha256_of_file(paths.back()) == line.substr(0, gap),
                fmt::format("{}: has changed since the result was written", paths.back()));
    }
    return paths;
}

bool lies_beside(const std::string& path, const std::string& config_path) {
    const std::string folder = (fs::path(config_path).parent_path() / "").string();
    return path.starts_with(folder);
}

}  // namespace

Attributes provenance(const Job& job, const Ranks& ranks, const Stopwatch& watch,
                      double earlier) {
    utsname machine{};
    ::uname(&machine);
    Attributes attributes{
        {"source", "fluxhop, kinetic Monte Carlo of vortex hopping"},
        {"format_version", result_format_version},
        {"command", command_of(job.request)},
        {"configuration", job.configuration},
        {"configuration_file", canonical(job.request.config_path)},
        {"seed", static_cast<std::int64_t>(job.configs.front().seed)},
        {"generator", RandomStream::name},
        {"program_version", version},
        {"git_hash", git_hash},
        {"compiler", compiler},
        {"libraries", fmt::format("{}, glibc {}", libraries, ::gnu_get_libc_version())},
        {"processor", processor()},
        {"host", machine.nodename},
        {"operating_system", fmt::format("{} {}", machine.sysname, machine.release)},
        {"ranks", static_cast<std::int64_t>(ranks.count())},
        {"threads", static_cast<std::int64_t>(job.request.threads)},
        {"start_time", watch.start_time()},
        {"wall_time_s", earlier + watch.seconds()}};
    const std::string inputs = fingerprints(job);
    if (!inputs.empty()) attributes.emplace_back("input_files", inputs);
    if (job.against) attributes.emplace_back("against", canonical(job.request.against_path));
    return attributes;
}

RunRequest request_of(const std::string& path, const Dataset& stored) {
    const Attributes& attributes = stored.attributes;
    const std::string command = text_of(attributes, "command");
    require(command == "run" || command == "compare",
            fmt::format("{}: {}", path,
                        command.empty() ? "does not say how it came about: no result of this program"
                                        : "holds no Monte Carlo; run fluxhop theory again"));
    const auto inputs = unchanged_files(text_of(attributes, "input_files"));
    RunRequest request;
    request.config_path = text_of(attributes, "configuration_file");
    request.config_text = text_of(attributes, "configuration");
    request.compare = command == "compare";
    request.against_path = text_of(attributes, "against");
    // A file elsewhere was named by the user, as a configuration by itself may not read it.
    for (const std::string& input : inputs) {
        if (input == request.against_path || lies_beside(input, request.config_path)) continue;
        request.overrides.push_back("sites.file=" + input);
    }
    return request;
}

std::vector<std::string> differing_origins(const Attributes& stored, const Attributes& now) {
    constexpr std::array origins{"program_version", "git_hash",  "generator",
                                 "compiler",        "libraries", "processor"};
    std::vector<std::string> lines;
    for (const char* name : origins) {
        const std::string then = text_of(stored, name), here = text_of(now, name);
        if (then != here) lines.push_back(fmt::format("{}: {} in the file, {} now", name, then, here));
    }
    return lines;
}

}  // namespace fluxhop
