/// Who keeps what an ensemble has done so far, so that a run that ends early loses nothing.
#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

namespace fluxhop {

/// A realization among all of a sweep.
struct RealizationKey {
    std::uint64_t point = 0;  ///< number of the sweep point
    std::uint64_t id = 0;

    friend auto operator<=>(const RealizationKey&, const RealizationKey&) = default;
};

using SavedState = std::vector<std::byte>;

/// All functions may be called from several threads at once.
class Keeper {
public:
    virtual ~Keeper() = default;

    /// Whether the run is to stop as soon as its state is kept.
    virtual bool must_stop() const = 0;
    /// How long a realization may run before its state is kept.
    virtual std::chrono::duration<double> interval() const = 0;
    /// Whether the state at the last grid time is kept as well, from which a run can go on to later times.
    virtual bool keeps_end_states() const = 0;
    /// Whether it can do anything with the state of a realization that is not finished.
    virtual bool keeps_running() const = 0;

    /// The realizations that were finished, as far as they are kept.
    virtual std::vector<RealizationKey> finished_keys() const = 0;

    /// What was kept of a realization that was finished, or was running; empty when nothing was.
    virtual SavedState finished(const RealizationKey& key) const = 0;
    virtual SavedState running(const RealizationKey& key) const = 0;

    virtual void keep_finished(const RealizationKey& key, SavedState state) = 0;
    virtual void keep_running(const RealizationKey& key, SavedState state) = 0;
};

/// The run was asked to stop, and has; what it did is kept.
class Interrupted : public std::runtime_error {
public:
    Interrupted() : std::runtime_error("the run was stopped") {}
};

}  // namespace fluxhop
