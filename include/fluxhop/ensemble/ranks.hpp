/// The processes that share an ensemble: this one alone, or the ranks of an MPI job.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fluxhop {

/// All ranks run the same program on the same input, so what they tell each other is short: a number
/// now and then, and at the end the numbers their realizations gave. Called from one thread.
class Ranks {
public:
    virtual ~Ranks() = default;

    virtual std::size_t rank() const = 0;   ///< of this process, from 0
    virtual std::size_t count() const = 0;  ///< of processes, >= 1
    virtual std::size_t on_this_machine() const = 0;  ///< processes, >= 1
    /// The first rank reports and writes files.
    bool leads() const { return rank() == 0; }

    /// What every rank says, by rank. Every rank has to call it.
    virtual std::vector<std::uint64_t> everybody(std::uint64_t mine) = 0;
    /// Sends a parcel to the first rank; returns at once and keeps the bytes until they are there.
    virtual void send(std::vector<std::byte> parcel) = 0;
    /// At the first rank: the next parcel of another one, in the order they were sent.
    virtual std::vector<std::byte> receive(std::size_t from) = 0;
    /// What the first rank says, at all of them. Every rank has to call it.
    virtual std::vector<std::byte> from_first(std::vector<std::byte> bytes) = 0;
    /// As send, on a way of its own: for what the first rank is to know before all is done.
    virtual void report(std::vector<std::byte> parcel) = 0;
    /// At the first rank: a report that has come; nothing when there is none yet.
    virtual std::optional<std::vector<std::byte>> next_report() = 0;
    /// Ends all ranks at once.
    [[noreturn]] virtual void abort(int exit_code) = 0;
    /// The threads this rank may use so that those of one machine together use it whole, or as much
    /// of it as they were given.
    virtual std::size_t fair_threads() = 0;

    /// All ranks know that the job is over, so that each ends by itself: abort would only kill those on
    /// their way out.
    void agree_to_end() { has_agreed_to_end_ = true; }
    bool has_agreed_to_end() const { return has_agreed_to_end_; }

private:
    bool has_agreed_to_end_ = false;
};

/// This process alone.
std::unique_ptr<Ranks> one_process();

/// The MPI job that has started this process; MPI ends with the object.
/// @throws UsageError when the program was built without MPI
std::unique_ptr<Ranks> mpi_job();

/// "Open MPI v4.1.4"; empty when the program was built without MPI.
std::string mpi_library();

}  // namespace fluxhop
