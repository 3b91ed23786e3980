/// Where an engine that runs several realizations at a time gets them from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace fluxhop {

struct RealizationResult;

/// A realization to be run.
struct Assignment {
    std::uint64_t id = 0;
    std::size_t row = 0;    ///< the queue's own number for it
    std::span<double> out;  ///< grid times x recorded numbers, time-major
};

class RealizationQueue {
public:
    virtual ~RealizationQueue() = default;
    /// A realization that nobody has begun, or nothing. May be called from several threads.
    virtual std::optional<Assignment> next() = 0;
    /// It has been run. May be called from several threads.
    virtual void finish(const Assignment& run, RealizationResult result) = 0;
    /// Whether those begun are to be left unfinished.
    virtual bool must_stop() const { return false; }
};

}  // namespace fluxhop
