/// How the program was started: alone or as one of the ranks of an MPI job.
#pragma once


#include <functional>
#include <memory>
#include <string>

#include "fluxhop/ensemble/ranks.hpp"

namespace fluxhop {

/// The ranks of the job that mpirun, mpiexec or srun started, known by the environment these leave;
/// otherwise this process alone, which spares it the 0.4 s that MPI takes to begin.
std::unique_ptr<Ranks> ranks_of_launch();

/// Ends a rank without a word: another one says what is wrong.
struct ToldElsewhere {};

/// The same work on all ranks. Where it fails on some, one of them goes on with its exception and all
/// others throw ToldElsewhere. Every rank has to call it.
void together(Ranks& ranks, const std::function<void()>& work);

/// @throws UsageError when the ranks do not have the same text
void require_same(Ranks& ranks, const std::string& text, const char* what);

}  // namespace fluxhop
