/// A histogram of dwell times on a logarithmic axis without ends.
#pragma once

#include <cstdint>
#include <map>

namespace fluxhop {

/// Counts times in bins [10^(k/n), 10^((k+1)/n)) for every whole k: creep spreads dwell times over
/// tens of decades that are not known beforehand. Only bins that hold something take memory.
class DwellHistogram {
public:
    /// @param bins_per_decade n >= 1
    explicit DwellHistogram(int bins_per_decade);

    /// @param dwell s, >= 0; zero and infinity are counted apart
    void push(double dwell);
    /// Adds the counts of another with the same bins.
    void merge(const DwellHistogram& other);

    int bins_per_decade() const { return bins_per_decade_; }
    /// All times counted.
    std::uint64_t count() const;
    /// Times below every bin: zeros.
    std::uint64_t below() const { return below_; }
    /// Times above every bin: infinite, a site that was never left.
    std::uint64_t above() const { return above_; }
    /// Mean of all but the infinite times, s; 0 without any.
    double mean() const;

    /// Counts by k, occupied bins only, rising.
    const std::map<int, std::uint64_t>& bins() const { return bins_; }
    /// 10^(k/n), s: where bin k begins.
    double edge(int bin) const;
    /// The k of the bin a time falls into. @param dwell s, positive and finite
    int bin_of(double dwell) const;

    template <class Archive>
    void persist(Archive& archive) {
        archive(bins_, below_, above_, sum_);
    }

private:
    int bins_per_decade_;
    std::map<int, std::uint64_t> bins_;
    std::uint64_t below_ = 0, above_ = 0;
    double sum_ = 0.0;
};

}  // namespace fluxhop
