/// Several ranks in one process, one after the other: for tests of what ranks are not to change.
#pragma once

#include <cstdlib>
#include <deque>
#include <utility>

#include "fluxhop/base/require.hpp"
#include "fluxhop/ensemble/ranks.hpp"

namespace fluxhop {

/// Each in its turn, the first rank last, so that what the others send is there when it is received.
/// Ranks that have to hear of each other on the way cannot be taken in turn.
class RanksInTurn : public Ranks {
public:
    explicit RanksInTurn(std::size_t count) : sent_(count), rank_(count - 1) {}

    /// The next one down.
    void next() { --rank_; }

    std::size_t rank() const override { return rank_; }
    std::size_t count() const override { return sent_.size(); }
    std::size_t on_this_machine() const override { return sent_.size(); }
    void send(std::vector<std::byte> parcel) override { sent_[rank_].push_back(std::move(parcel)); }
    std::vector<std::byte> receive(std::size_t from) override {
        if (sent_[from].empty()) throw RunError("a rank has sent nothing");
        std::vector<std::byte> parcel = std::move(sent_[from].front());
        sent_[from].pop_front();
        return parcel;
    }
    std::vector<std::uint64_t> everybody(std::uint64_t) override { throw RunError("ranks are taken in turn"); }
    std::vector<std::byte> from_first(std::vector<std::byte>) override {
        throw RunError("ranks are taken in turn");
    }
    void report(std::vector<std::byte>) override {}
    std::optional<std::vector<std::byte>> next_report() override { return std::nullopt; }
    [[noreturn]] void abort(int exit_code) override { std::exit(exit_code); }
    std::size_t fair_threads() override { return 1; }

private:
    std::vector<std::deque<std::vector<std::byte>>> sent_;  ///< by rank
    std::size_t rank_;
};

}  // namespace fluxhop
