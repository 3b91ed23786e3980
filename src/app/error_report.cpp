#include "fluxhop/app/error_report.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>
#include <nlohmann/json.hpp>

#include "fluxhop/base/text.hpp"
#include "fluxhop/io/config_error.hpp"

namespace fluxhop {
namespace {

using nlohmann::json;

json to_json(const Mistake& mistake) {
    json out{{"message", legible(mistake.message)}};
    const Place& place = mistake.place;
    if (!place.origin.empty()) out[place.assigned ? "origin" : "file"] = legible(place.origin);
    if (place.line > 0) out["line"] = place.line;
    if (!place.key.empty()) out["key"] = legible(place.key);
    return out;
}

/// Unlike fmt::print it throws nothing where the disk of the log is full too: the exit code still tells.
void put(const std::string& text, std::FILE* file) { std::fputs(text.c_str(), file); }

void print_json(json errors, ExitCode code) {
    const json object{{"exit_code", static_cast<int>(code)}, {"errors", std::move(errors)}};
    put(object.dump(2) + "\n", stdout);
}

}  // namespace

ExitCode report_error(const std::exception& error, bool as_json) {
    const bool is_usage = dynamic_cast<const UsageError*>(&error) != nullptr;
    const bool is_memory = dynamic_cast<const std::bad_alloc*>(&error) != nullptr;
    const std::string message = is_memory ? "out of memory; take fewer realizations or times"
                                          : legible(error.what());
    put(fmt::format("{}{}\n", is_usage ? "" : "fluxhop: ", message), stderr);
    const ExitCode code = is_usage ? ExitCode::bad_input : ExitCode::failed;
    if (!as_json) return code;
    json errors = json::array();
    if (const auto* config = dynamic_cast<const ConfigError*>(&error)) {
        for (const Mistake& mistake : config->mistakes()) errors.push_back(to_json(mistake));
    } else {
        errors.push_back({{"message", message}});
    }
    print_json(std::move(errors), code);
    return code;
}

void report_bad_usage(const char* message) {
    print_json(json::array({{{"message", legible(message)}}}), ExitCode::bad_input);
}

void require_output_written() {
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return;
    throw RunError(fmt::format("standard output: cannot be written: {}", std::strerror(errno)));
}

}  // namespace fluxhop
