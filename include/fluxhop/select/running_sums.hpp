/// The running sums of a short list of weights, all brought up to date by a few vector additions; several
/// targets are searched for at once. No branch depends on what is drawn.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "fluxhop/base/branchless.hpp"

namespace fluxhop {

/// Sums are exact while all weights are whole multiples of one unit and their total stays below 2^53
/// units: then nothing drifts, however often weights come and go.
class RunningSums {
public:
    /// All weights become zero.
    void resize(std::size_t size) {
        const std::size_t padded = (size + batch - 1) / batch * batch;
        up_to_.assign(padded, 0.0);
        ramp_.assign(2 * padded, 0.0);
        std::fill(ramp_.begin() + static_cast<std::ptrdiff_t>(padded), ramp_.end(), 1.0);
    }

    double total() const { return up_to_.empty() ? 0.0 : up_to_.back(); }

    /// One weight becomes larger or smaller.
    void add(std::size_t at, double amount) { move(at, 0.0, at, amount); }

    /// One becomes smaller and another larger.
    void move(std::size_t out, double less, std::size_t in, double more) {
        const double* ramp_out = ramp(out);
        const double* ramp_in = ramp(in);
        double* sums = up_to_.data();
        for (std::size_t i = 0, end = up_to_.size(); i < end; i += batch) {
            for (std::size_t j = i; j < i + batch; j += 2) {
                pair_at(sums + j) += more * pair_at(ramp_in + j) - less * pair_at(ramp_out + j);
            }
        }
    }

    /// The first whose running sum reaches each target in (0, total]; their weights are not zero.
    template <std::size_t count>
    void find(const double (&targets)[count], std::size_t (&found)[count]) const {
        static_assert(count % 2 == 0);
        DoublePair pairs[count / 2];
        CountPair below[count / 2] = {};
        for (std::size_t i = 0; i < count / 2; ++i) pairs[i] = DoublePair{targets[2 * i], targets[2 * i + 1]};
        for (const double *at = up_to_.data(), *end = at + up_to_.size(); at != end; at += batch) {
            for (std::size_t j = 0; j < batch; ++j) {
                for (std::size_t i = 0; i < count / 2; ++i) below[i] -= at[j] < pairs[i];
            }
        }
        for (std::size_t i = 0; i < count; ++i) found[i] = static_cast<std::size_t>(below[i / 2][i % 2]);
    }

    template <class Archive>
    void persist(Archive& archive) {
        archive(std::span(up_to_));
    }

private:
    static constexpr std::size_t batch = 8;

    /// Zero below an index, one from there on.
    const double* ramp(std::size_t index) const { return ramp_.data() + up_to_.size() - index; }

    std::vector<double> up_to_;  ///< padded by the total to whole batches
    std::vector<double> ramp_;
};

}  // namespace fluxhop
