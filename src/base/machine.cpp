#include "fluxhop/base/machine.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>

namespace fluxhop {
namespace {

namespace fs = std::filesystem;

constexpr double unlimited = std::numeric_limits<double>::infinity();

/// The number in a file of a control group; a word there ("max") means none.
double limit_in(const fs::path& file) {
    std::ifstream in(file);
    double bytes = 0.0;
    return in >> bytes ? bytes : unlimited;
}

/// The least of a control group and those it lies in.
double least_of_groups(const fs::path& root, fs::path group, const char* file) {
    double least = limit_in(root / file);
    for (; !group.empty(); group = group.parent_path()) {
        least = std::min(least, limit_in(root / group / file));
    }
    return least;
}

/// What containers and batch systems grant: lines "0::/slice/job" (version 2), "4:memory:/job"
/// (version 1).
double control_group_limit() {
    std::ifstream groups("/proc/self/cgroup");
    double least = unlimited;
    for (std::string line; std::getline(groups, line);) {
        const std::size_t controllers = line.find(':') + 1, path = line.find(':', controllers) + 1;
        if (controllers == 0 || path == 0) continue;
        const fs::path group = fs::path(line.substr(path)).relative_path();
        const std::string names = ',' + line.substr(controllers, path - controllers - 1) + ',';
        if (names == ",,") {
            least = std::min(least, least_of_groups("/sys/fs/cgroup", group, "memory.max"));
        } else if (names.find(",memory,") != std::string::npos) {
            least = std::min(
                least, least_of_groups("/sys/fs/cgroup/memory", group, "memory.limit_in_bytes"));
        }
    }
    return least;
}

/// ulimit -v
double address_space_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return unlimited;
    return static_cast<double>(limit.rlim_cur);
}

}  // namespace

double physical_memory(std::size_t processes) {
    const double installed = static_cast<double>(::sysconf(_SC_PHYS_PAGES)) *
                             static_cast<double>(::sysconf(_SC_PAGE_SIZE));
    const double shared = std::min(installed, control_group_limit());
    return std::min(shared / static_cast<double>(processes), address_space_limit());
}

}  // namespace fluxhop
