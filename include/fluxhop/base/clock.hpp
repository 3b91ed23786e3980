/// Simulated time that loses nothing over twenty decades.
#pragma once

namespace fluxhop {

/// A compensated sum (Neumaier, ZAMM 54, 39 (1974)): a wait of 1e-7 s after 1e10 s still counts. What an
/// addition lost is found without asking which term is the larger (Knuth, TAOCP 2, 4.2.2, theorem B).
class Clock {
public:
    double now() const { return sum_ + compensation_; }

    /// The time `wait` from now, without moving the clock.
    double after(double wait) const { return sum_ + (compensation_ + wait); }

    void advance(double wait) {
        const double total = sum_ + wait;
        const double added = total - sum_;
        compensation_ += (sum_ - (total - added)) + (wait - added);
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
