#include "fluxhop/model/occupations.hpp"

#include <bit>
#include <numeric>

namespace fluxhop {

SiteOccupations::SiteOccupations(std::initializer_list<std::int64_t> counts) {
    for (const std::int64_t count : counts) push_back(count);
}

void SiteOccupations::assign(std::size_t sites, std::int64_t each) {
    const bool fits = each == 0 || each == 1;
    size_ = sites;
    counts_.assign(fits ? 0 : sites, each);
    bits_.assign(fits ? (sites + 63) / 64 : 0, each == 1 ? ~std::uint64_t{0} : 0);
    if (each == 1 && sites % 64 != 0) bits_.back() >>= 64 - sites % 64;
}

void SiteOccupations::push_back(std::int64_t count) {
    ++size_;
    if (counts_.empty())
        bits_.resize((size_ + 63) / 64);
    else
        counts_.resize(size_);
    set(size_ - 1, count);
}

void SiteOccupations::set(std::size_t site, std::int64_t count) {
    if (counts_.empty() && count != 0 && count != 1) expand();
    if (!counts_.empty()) {
        counts_[site] = count;
        return;
    }
    const std::uint64_t bit = std::uint64_t{1} << site % 64;
    bits_[site / 64] = count == 1 ? bits_[site / 64] | bit : bits_[site / 64] & ~bit;
}

double SiteOccupations::total() const {
    double sum = std::accumulate(counts_.begin(), counts_.end(), 0.0);
    for (const std::uint64_t word : bits_) sum += std::popcount(word);
    return sum;
}

std::vector<std::int64_t> SiteOccupations::counts() const {
    std::vector<std::int64_t> all(size_);
    for (std::size_t site = 0; site < size_; ++site) all[site] = (*this)[site];
    return all;
}

void SiteOccupations::expand() {
    counts_ = counts();
    bits_ = {};
}

}  // namespace fluxhop
