/// Simulated time that loses nothing over twenty decades.
#pragma once

#include <cmath>

namespace fluxhop {

/// A compensated sum (Neumaier, ZAMM 54, 39 (1974)): a wait of 1e-7 s after 1e10 s still counts.
class Clock {
public:
    double now() const { return sum_ + compensation_; }

    /// The time `wait` from now, without moving the clock.
    double after(double wait) const { return sum_ + (compensation_ + wait); }

    void advance(double wait) {
        const double total = sum_ + wait;
        const bool sum_is_larger = std::abs(sum_) >= std::abs(wait);
        compensation_ += sum_is_larger ? (sum_ - total) + wait : (wait - total) + sum_;
        sum_ = total;
    }

    template <class Archive>
    void persist(Archive& archive) {
        archive(sum_, compensation_);
    }

private:
    double sum_ = 0.0;
    double compensation_ = 0.0;
};

}  // namespace fluxhop
