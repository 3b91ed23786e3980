/// What chance decides of an attempt, drawn for many attempts at once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "fluxhop/base/archive.hpp"
#include "fluxhop/base/random.hpp"

namespace fluxhop {

class AttemptDeviates {
public:
    static constexpr std::size_t most_directions = 6;
    using Directions = std::array<double, most_directions>;

    explicit AttemptDeviates(RandomStream stream) : stream_(stream) {}

    /// Before the first attempt: the probabilities of the directions there are.
    void set_shares(std::span<const double> shares);

    /// Goes on to the next attempt.
    void next() {
        if (++next_ == block) refill();
    }
    double wait() const { return wait_[next_]; }  ///< exponential, of mean one
    std::size_t direction() const { return direction_[next_]; }

    template <class Archive>
    void persist(Archive& archive) {
        archive(stream_, wait_, direction_, next_);
        require_saved(next_ < block, "attempts drawn ahead end before they begin");
    }

private:
    void refill();

    static constexpr std::size_t block = 64;
    RandomStream stream_;
    std::size_t ways_ = 0;
    Directions bounds_{};  ///< running sums of the shares
    std::array<double, block> wait_{};
    std::array<std::uint64_t, block> direction_{};
    std::size_t next_ = block - 1;
};

}  // namespace fluxhop
