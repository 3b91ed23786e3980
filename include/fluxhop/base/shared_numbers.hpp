/// A long list of numbers that several hold and nobody changes: copies share it. In huge pages, as it is
/// read at random.
///
/// Either doubles as given, or single-precision excesses over one origin, for numbers that were drawn:
/// which neighbour of 2^-24 of its excess a random number is says nothing, and half the memory does.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <iterator>
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
        : size_(numbers.size()) {
        doubles_ = keep(std::move(numbers));
    }
    SharedNumbers(const std::vector<double>& numbers)  // NOLINT: copied, which suits short lists
        : SharedNumbers(HugeVector<double>(numbers.begin(), numbers.end())) {}
    SharedNumbers(std::initializer_list<double> numbers) : SharedNumbers(HugeVector<double>(numbers)) {}

    /// The numbers are origin + excess.
    SharedNumbers(HugeVector<float> excess, double origin) : size_(excess.size()), origin_(origin) {
        excess_ = keep(std::move(excess));
    }

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    double operator[](std::size_t i) const {
        return excess_ ? origin_ + static_cast<double>(excess_[i]) : doubles_[i];
    }
    /// All of them as stored, without the origin.
    std::span<const std::byte> bytes() const {
        if (excess_) return std::as_bytes(std::span(excess_, size_));
        return std::as_bytes(std::span(doubles_, size_));
    }

    /// Reads the numbers one after the other.
    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = double;
        using difference_type = std::ptrdiff_t;
        using pointer = const double*;
        using reference = double;

        Iterator() = default;
        Iterator(const SharedNumbers& numbers, std::size_t at) : numbers_(&numbers), at_(at) {}
        double operator*() const { return (*numbers_)[at_]; }
        Iterator& operator++() {
            ++at_;
            return *this;
        }
        Iterator operator++(int) {
            Iterator before = *this;
            ++at_;
            return before;
        }
        bool operator==(const Iterator&) const = default;

    private:
        const SharedNumbers* numbers_ = nullptr;
        std::size_t at_ = 0;
    };
    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, size_}; }

    friend bool operator==(const SharedNumbers& a, const SharedNumbers& b) {
        if (a.size() != b.size()) return false;
        for (std::size_t i = 0; i < a.size(); ++i) {
            if (a[i] != b[i]) return false;
        }
        return true;
    }

private:
    template <class T>
    const T* keep(HugeVector<T> numbers) {
        auto kept = std::make_shared<const HugeVector<T>>(std::move(numbers));
        const T* first = kept->data();
        owner_ = std::move(kept);
        return first;
    }

    std::shared_ptr<const void> owner_;
    std::size_t size_ = 0;
    const double* doubles_ = nullptr;
    const float* excess_ = nullptr;
    double origin_ = 0.0;
};

}  // namespace fluxhop
