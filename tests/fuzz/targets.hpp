/// What the fuzzers call with texts made to hurt, and the tests with those that once did.
///
/// A target returns when the text was taken, or refused with a UsageError (of a checkpoint, a RunError) that
/// says why. Anything else, another exception, a broken promise, a sanitizer, memory or time out, is a
/// finding.
#pragma once

#include <string_view>

namespace fluxhop::fuzz {

/// A configuration: parsed, printed in full and parsed again; assembled when it is small.
void config(std::string_view text);
/// A quantity, against every dimension.
void quantity(std::string_view text);
/// A CSV file of pinning sites, and their neighbours.
void site_file(std::string_view text);
/// A CSV file with somebody's ODE solution.
void reference(std::string_view text);
/// By the first byte: 'r' the origin and records of a checkpoint, 's' a saved state, overwritten in part
/// (checkpoint_target.cpp says how); else a checkpoint as it lies on the disk.
void checkpoint(std::string_view text);

}  // namespace fluxhop::fuzz
