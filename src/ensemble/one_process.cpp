#include <tbb/info.h>

#include <cstdlib>

#include "fluxhop/base/require.hpp"
#include "fluxhop/ensemble/ranks.hpp"

namespace fluxhop {
namespace {

class OneProcess : public Ranks {
public:
    std::size_t rank() const override { return 0; }
    std::size_t count() const override { return 1; }
    std::size_t on_this_machine() const override { return 1; }
    std::vector<std::uint64_t> everybody(std::uint64_t mine) override { return {mine}; }
    void send(std::vector<std::byte>) override { FLUXHOP_ASSERT(false && "there is nobody to send to"); }
    std::vector<std::byte> receive(std::size_t) override {
        FLUXHOP_ASSERT(false && "there is nobody to receive from");
        return {};
    }
    std::vector<std::byte> from_first(std::vector<std::byte> bytes) override { return bytes; }
    void report(std::vector<std::byte>) override { FLUXHOP_ASSERT(false && "there is nobody to report to"); }
    std::optional<std::vector<std::byte>> next_report() override { return std::nullopt; }
    [[noreturn]] void abort(int exit_code) override { std::exit(exit_code); }
    std::size_t fair_threads() override {
        return static_cast<std::size_t>(tbb::info::default_concurrency());
    }
};

}  // namespace

std::unique_ptr<Ranks> one_process() { return std::make_unique<OneProcess>(); }

}  // namespace fluxhop
