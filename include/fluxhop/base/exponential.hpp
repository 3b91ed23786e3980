/// The exponential deviate in a form that runs the same in one lane and in many.
#pragma once

#include <bit>
#include <cstdint>
#include <span>

namespace fluxhop {

/// -ln u for u in [2^-1022, 1); u = 1 gives zero. Nothing but additions, multiplications, one division
/// and moves of bits: a loop over it becomes vector code, and every machine gives the same bits (with
/// contraction into fused operations turned off, as this project is compiled). Relative error below
/// 1e-15: u = m 2^k with m in [sqrt 1/2, sqrt 2), and ln m = 2 artanh s with s = (m - 1)/(m + 1), of
/// whose series in s^2 <= 0.0295 ten terms are taken.
inline double negative_log(double u) {
    constexpr std::uint64_t root_half = 0x3fe6'a09e'667f'3bcd;  // sqrt(1/2) as bits
    constexpr std::uint64_t exponent = 0xfff0'0000'0000'0000;
    const auto bits = std::bit_cast<std::uint64_t>(u);
    const std::uint64_t above = bits - root_half;  // its upper twelve bits are k, modulo 2^12
    const double m = std::bit_cast<double>(bits - (above & exponent));
    // k + 1024 as the lowest bits of a number in [2^52, 2^53)
    constexpr std::uint64_t power_52 = 0x4330'0000'0000'0000;
    const std::uint64_t shifted = ((above >> 52) + 1024) & 0xfff;
    const double k = std::bit_cast<double>(shifted | power_52) - (0x1p52 + 1024.0);

    const double s = (m - 1.0) / (m + 1.0);
    const double z = s * s, z2 = z * z, z4 = z2 * z2, z8 = z4 * z4;
    const double low = (1.0 + z * (1.0 / 3)) + (1.0 / 5 + z * (1.0 / 7)) * z2;
    const double middle = (1.0 / 9 + z * (1.0 / 11)) + (1.0 / 13 + z * (1.0 / 15)) * z2;
    const double series = (low + middle * z4) + (1.0 / 17 + z * (1.0 / 19)) * z8;
    constexpr double log_two = 0.693147180559945309417;
    return -k * log_two - 2.0 * (s * series);
}

/// Exponential deviates of mean one, each from one word of random bits.
/// @param waits as many as words
void make_exponential(std::span<const std::uint64_t> words, std::span<double> waits);

}  // namespace fluxhop
