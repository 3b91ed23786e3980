#include "fluxhop/app/error_report.hpp"

#include <fmt/format.h>

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

void print_json(json errors, ExitCode code) {
    const json object{{"exit_code", static_cast<int>(code)}, {"errors", std::move(errors)}};
    fmt::print("{}\n", object.dump(2));
}

}  // namespace

ExitCode report_error(const std::exception& error, bool as_json) {
    const bool is_usage = dynamic_cast<const UsageError*>(&error) != nullptr;
    const bool is_memory = dynamic_cast<const std::bad_alloc*>(&error) != nullptr;
    const std::string message = is_memory ? "out of memory; take fewer realizations or times"
                                          : legible(error.what());
    fmt::print(stderr, "{}{}\n", is_usage ? "" : "fluxhop: ", message);
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

}  // namespace fluxhop
