/// How the program says that it failed.
#pragma once

#include <exception>

#include "fluxhop/app/commands.hpp"

namespace fluxhop {

/// Says on standard error, in a form that terminals can take, what went wrong; as an object on standard
/// output too for those who asked for one: { "exit_code", "errors": [{ "file", "line", "key", "message" }] },
/// where an error has no file, line or key, it is left out.
/// @return `bad_input` for what the user did, `failed` for the rest
ExitCode report_error(const std::exception& error, bool as_json);

/// The same for a command line that cannot be read.
void report_bad_usage(const char* message);

/// What was printed may still wait in a buffer. @throws RunError when standard output does not take it
void require_output_written();

}  // namespace fluxhop
