/// Values of a result file gathered from ranges of things.
#pragma once

#include <cstdint>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

namespace fluxhop {

using Reals = std::vector<double>;
using Wholes = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;

/// One value per element of a range.
template <class Result, class Range, class Function>
Result collect(const Range& range, Function function) {
    Result values;
    values.reserve(std::size(range));
    for (const auto& element : range) {
        values.push_back(static_cast<typename Result::value_type>(std::invoke(function, element)));
    }
    return values;
}

}  // namespace fluxhop
