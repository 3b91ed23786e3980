/// A long list of numbers that several hold and nobody changes: copies share it. In huge pages, as it is
/// read at random.
#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "fluxhop/base/huge_pages.hpp"

namespace fluxhop {

class SharedNumbers {
public:
    SharedNumbers() = default;
    SharedNumbers(HugeVector<double> numbers)  // NOLINT: a list is shared as it is
        : owner_(std::make_shared<const HugeVector<double>>(std::move(numbers))), numbers_(*owner_) {}
    SharedNumbers(const std::vector<double>& numbers)  // NOLINT: copied, which suits short lists
        : SharedNumbers(HugeVector<double>(numbers.begin(), numbers.end())) {}
    SharedNumbers(std::initializer_list<double> numbers) : SharedNumbers(HugeVector<double>(numbers)) {}

    std::size_t size() const { return numbers_.size(); }
    bool empty() const { return numbers_.empty(); }
    double operator[](std::size_t i) const { return numbers_[i]; }
    const double* data() const { return numbers_.data(); }
    friend bool operator==(const SharedNumbers& a, const SharedNumbers& b) {
        return std::ranges::equal(a.numbers_, b.numbers_);
    }
    auto begin() const { return numbers_.begin(); }
    auto end() const { return numbers_.end(); }

private:
    std::shared_ptr<const HugeVector<double>> owner_;
    std::span<const double> numbers_;
};

}  // namespace fluxhop
