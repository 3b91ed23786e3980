/// The checkpoint of a job: begun, taken up again, kept or removed.
#pragma once

#include <optional>
#include <string>

#include "fluxhop/app/exit_code.hpp"
#include "fluxhop/app/job.hpp"
#include "fluxhop/app/signals.hpp"
#include "fluxhop/ensemble/forwarding_keeper.hpp"
#include "fluxhop/io/checkpoint.hpp"

namespace fluxhop {

/// The run that a checkpoint is of, with the changes.
/// @throws RunError when the file is damaged or another program's, or the changes are not possible
RunRequest request_of(const ResumeRequest& resume);

/// "5 min", "100ms" or "off", in s; nothing for "off". @throws UsageError
std::optional<double> checkpoint_interval(const std::string& text);

/// Keeps the state of a job while it runs. Of several ranks the first one has the checkpoint.
class Safekeeping {
public:
    /// @param result_path of interest at the first rank alone
    /// @throws RunError when there is a checkpoint already and it is not what is resumed
    Safekeeping(const Job& job, const std::string& result_path, const Ranks& ranks);

    /// Null without checkpoints.
    Keeper* keeper();
    /// At another rank than the first: what has been finished since the last time.
    std::vector<std::byte> take_forwarded() { return forwarding_->take(); }
    /// Time that has gone into the run before this process, s.
    double earlier_seconds() const { return checkpoint_ ? checkpoint_->earlier_seconds() : 0.0; }

    /// The result could not be written: what a checkpoint has, it keeps.
    void save_after_failure();
    /// Saves everything and says how to go on.
    ExitCode stop(std::size_t realizations);
    /// The result has been written. @return the path of the state that is left, if any is to be
    std::optional<std::string> finish();

private:
    std::optional<StopSignals> signals_;
    std::optional<Checkpoint> checkpoint_;
    std::optional<ForwardingKeeper> forwarding_;
    bool keeps_state_;
};

}  // namespace fluxhop
