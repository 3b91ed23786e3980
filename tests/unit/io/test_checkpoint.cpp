#include "fluxhop/io/checkpoint.hpp"

#include <sys/resource.h>

#include <csignal>

#include "../../support/catch.hpp"
#include "../../support/workplace.hpp"
#include "fluxhop/base/require.hpp"

using namespace fluxhop;

namespace {

SavedState filled(std::size_t size, int value) {
    return SavedState(size, static_cast<std::byte>(value));
}

/// As long as it exists, files of this process cannot grow beyond a size: a disk that is full.
class FullDisk {
public:
    explicit FullDisk(rlim_t size) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{size, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_before_);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit before_{};
    void (*handler_before_)(int) = std::signal(SIGXFSZ, SIG_IGN);
};

}  // namespace

TEST_CASE("a checkpoint forgets what has been superseded", "[checkpoint]") {
    const test::Workplace here;
    const std::string path = (here.path() / "r.checkpoint").string();
    Checkpoint checkpoint(path, Origin{}, CheckpointOptions{});
    for (int i = 0; i < 100; ++i) checkpoint.keep_running({0, 1}, filled(1 << 20, i));
    checkpoint.keep_finished({0, 2}, filled(9, 5));
    checkpoint.save();
    CHECK(test::fs::file_size(path) < 8 << 20);
    const Checkpoint again{RecordFile(path), Origin{}, CheckpointOptions{}};
    CHECK(again.running({0, 1}) == filled(1 << 20, 99));
    CHECK(again.finished({0, 2}) == filled(9, 5));
    CHECK(again.finished({0, 1}).empty());
    CHECK(again.finished_count() == 1);
}

TEST_CASE("a disk that is full for a while is told of once, and what finished then is kept after it",
          "[checkpoint]") {
    // Catches a finished realization that is dropped with the state of a running one, and a warning at
    // each of the thousand attempts of a long run.
    const test::Workplace here;
    const std::string path = (here.path() / "r.checkpoint").string();
    std::vector<std::string> refusals;
    int recoveries = 0;
    CheckpointOptions options;
    options.on_refusal = [&](const char* what) { refusals.emplace_back(what); };
    options.on_recovery = [&] { ++recoveries; };
    Checkpoint checkpoint(path, Origin{}, options);
    for (int month = 1; month <= 2; ++month) {
        {
            const FullDisk full(month == 1 ? 0 : 600);
            checkpoint.keep_finished({0, 2}, filled(1000, month));
            for (int i = 0; i < 3; ++i) checkpoint.keep_running({0, 1}, filled(1000, i));
            CHECK(recoveries == month - 1);
        }
        checkpoint.keep_running({0, 1}, filled(1000, 7 + month));
        CHECK(refusals.size() == static_cast<std::size_t>(month));
        CHECK(recoveries == month);
        const Checkpoint again{RecordFile(path), Origin{}, CheckpointOptions{}};
        CHECK(again.finished({0, 2}) == filled(1000, month));
        CHECK(again.running({0, 1}) == filled(1000, 7 + month));
    }
    for (const std::string& refusal : refusals) {
        CHECK(test::has(refusal, "r.checkpoint: cannot be written: File too large"));
    }
}
