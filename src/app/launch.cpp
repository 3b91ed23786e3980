#include "fluxhop/app/launch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <exception>

#include "fluxhop/base/require.hpp"

namespace fluxhop {
namespace {

/// What launchers leave: Open MPI's mpirun, those of MPICH and Intel, srun with PMI or PMIx. Slurm's own
/// variables will not do: a batch script has them too, and starts single processes.
bool started_by_mpi() {
    constexpr std::array variables{"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMI_RANK", "PMIX_RANK"};
    return std::ranges::any_of(variables, [](const char* name) { return std::getenv(name); });
}

}  // namespace

std::unique_ptr<Ranks> ranks_of_launch() { return started_by_mpi() ? mpi_job() : one_process(); }

void together(Ranks& ranks, const std::function<void()>& work) {
    std::exception_ptr failure;
    try {
        work();
    } catch (...) {
        failure = std::current_exception();
    }
    const auto failures = ranks.everybody(failure ? 1 : 0);
    const auto speaker = std::ranges::find(failures, std::uint64_t{1});
    if (speaker == failures.end()) return;
    ranks.agree_to_end();
    if (speaker - failures.begin() != static_cast<std::ptrdiff_t>(ranks.rank())) throw ToldElsewhere{};
    std::rethrow_exception(failure);
}

void require_same(Ranks& ranks, const std::string& text, const char* what) {
    const auto hashes = ranks.everybody(std::hash<std::string>()(text));
    const auto other = std::ranges::find_if(hashes, [&](std::uint64_t h) { return h != hashes[0]; });
    together(ranks, [&] {
        require(other == hashes.end(), fmt::format("rank {} has another {} than rank 0",
                                                   other - hashes.begin(), what));
    });
}

}  // namespace fluxhop
