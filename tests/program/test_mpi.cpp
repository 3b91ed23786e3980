// The program under mpirun: results are those of one process, and it speaks with one voice.
#include "../support/workplace.hpp"

namespace {

using fluxhop::test::has;
using fluxhop::test::Workplace;

const std::string configs = std::string(FLUXHOP_SOURCE_DIR) + "/configs/";

/// Also as root, on a machine with fewer cores than ranks, and in a container.
std::string mpirun(int ranks) {
    return "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 "
           "OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_btl_vader_single_copy_mechanism=none "
           "'" FLUXHOP_MPIEXEC "' -n " + std::to_string(ranks);
}

/// Everything but what is of one run: when, how long, on which machine.
std::string numbers(const Workplace& here, const std::string& file) {
    const std::string command = "cd '" + here.path().string() + "' && '" FLUXHOP_PROGRAM "' rerun " + file;
    return command;
}

int count(const std::string& text, const std::string& part) {
    int found = 0;
    for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at) ++found;
    return found;
}

}  // namespace
