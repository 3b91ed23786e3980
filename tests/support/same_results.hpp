/// Two result files of a workplace hold the same numbers, to the last bit.
#pragma once

#include "fluxhop/app/difference.hpp"
#include "fluxhop/io/netcdf.hpp"
#include "workplace.hpp"

namespace fluxhop::test {

inline void check_same(const Workplace& here, const std::string& a, const std::string& b) {
    const Dataset one = read_dataset(here.path() / a), other = read_dataset(here.path() / b);
    CHECK(compared_variables(one) > 3);
    CHECK(first_difference(one, other).value_or("") == "");
}

}  // namespace fluxhop::test
