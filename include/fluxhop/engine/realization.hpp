/// One realization on its way: run in slices, saved and taken up again between them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "fluxhop/base/archive.hpp"
#include "fluxhop/engine/run.hpp"
#include "fluxhop/observe/recorder.hpp"

namespace fluxhop {

/// The engine in which a realization runs, whichever it is.
class RunningForm {
public:
    virtual ~RunningForm() = default;
    virtual bool advance(Recorder& recorder, std::uint64_t events) = 0;
    virtual const RunSummary& summary() const = 0;
    virtual void persist(ArchiveWriter& archive) = 0;
    virtual void persist(ArchiveReader& archive) = 0;
};

/// Its numbers depend on the experiment and the id only, not on where slices end.
class Realization {
public:
    /// @param experiment must outlive it, as must `out`
    /// @param out        grid.size() x experiment.width() numbers, time-major
    /// @param witness    is told of every hop; may be null, and is with tracking and with leaps
    Realization(const Experiment& experiment, std::uint64_t id, std::span<double> out,
                HopObserver* witness = nullptr);
    Realization(const Realization&) = delete;
    Realization& operator=(const Realization&) = delete;

    /// At most so many events (hops, attempts, leaps) on. @return whether the last grid time is reached
    bool advance(std::uint64_t events) { return form_->advance(recorder_, events); }

    /// What it went through so far; with tracking the history is handed over.
    RealizationResult result();

    /// What is read must have been written by the same realization; its grid may have been shorter,
    /// as long as it was the beginning of this one. The run goes on as if it had never stopped;
    /// extended under a drive that changes in time, by the same law only (its windows end with the grid).
    template <class Archive>
    void persist(Archive& archive) {
        archive(recorder_);
        if (tracker_) archive(*tracker_);
        form_->persist(archive);
    }

private:
    std::optional<VortexTracker> tracker_;
    Recorder recorder_;
    std::unique_ptr<RunningForm> form_;
};

}  // namespace fluxhop
