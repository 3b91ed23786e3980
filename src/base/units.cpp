#include "fluxhop/base/units.hpp"

#include <fmt/format.h>
#include <udunits2.h>

#include <charconv>
#include <cmath>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/base/text.hpp"

namespace fluxhop {
namespace {

struct FreeUnit {
    void operator()(ut_unit* unit) const { ut_free(unit); }
};
struct FreeSystem {
    void operator()(ut_system* system) const { ut_free_system(system); }
};
struct FreeConverter {
    void operator()(cv_converter* converter) const { cv_free(converter); }
};
using Unit = std::unique_ptr<ut_unit, FreeUnit>;
using System = std::unique_ptr<ut_system, FreeSystem>;
using Converter = std::unique_ptr<cv_converter, FreeConverter>;

std::string hint(const Dimension& expected) {
    return fmt::format("expected {} such as \"{}\"", with_article(expected), expected.example);
}

/// Nobody writes longer quantities, and units are products whose parsing takes time and memory.
constexpr std::size_t longest_quantity = 200;

/// Splits "22 nm" into 22 and "nm". The number is read by us so that 1e400 and "nan" are refused.
double leading_number(std::string_view text, std::string_view& rest, const Dimension& expected) {
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    double number = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    require(error != std::errc::result_out_of_range,
            fmt::format("the number in \"{}\" is outside the range of double precision", text));
    require(error == std::errc{},
            fmt::format("\"{}\" does not begin with a number; {}", text, hint(expected)));
    require(std::isfinite(number),
            fmt::format("\"{}\" is not a finite number; {}", text, hint(expected)));
    rest = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
    return number;
}

}  // namespace

std::optional<std::pair<double, std::string>> split_quantity(std::string_view text) {
    text = trimmed(text);
    double number = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return std::pair(number, std::string(trimmed(text)));
}

std::string with_article(const Dimension& dimension) {
    const bool vowel = std::string_view("aeiou").find(dimension.name[0]) != std::string_view::npos;
    return fmt::format("{} {}", vowel ? "an" : "a", dimension.name);
}

namespace {

Unit lookup(ut_system* system, std::string_view text) {
    Unit unit(ut_parse(system, std::string(text).c_str(), UT_UTF8));
    if (unit) return unit;
    // "/s" is a unit only with something to divide; "degC" keeps its origin only without.
    return Unit(ut_parse(system, fmt::format("1 {}", text).c_str(), UT_UTF8));
}

void define_symbol(ut_system* system, const char* symbol, double value, const char* base) {
    ut_unmap_symbol_to_unit(system, symbol, UT_ASCII);
    const Unit parent = lookup(system, base);
    const Unit unit(ut_scale(value, parent.get()));
    ut_map_symbol_to_unit(symbol, UT_ASCII, unit.get());
}

System read_system() {
    ut_set_error_message_handler(ut_ignore);
    System system(ut_read_xml(nullptr));
    if (!system) throw RunError("UDUNITS-2 cannot read its unit database (udunits2.xml)");
    // UDUNITS-2 ships the 1986 value of the electronvolt, 6e-8 away from the exact one.
    define_symbol(system.get(), "eV", constants::elementary_charge, "J");
    define_symbol(system.get(), "G", 1e-4, "T");
    define_symbol(system.get(), "flux_quantum", constants::flux_quantum, "Wb");
    return system;
}

/// Reading the database takes milliseconds; all readers of quantities share one.
ut_system* shared_system() {
    static const System system = read_system();
    return system.get();
}

}  // namespace

struct Units::Impl {
    ut_system* system = shared_system();
    double thermal_energy = 0.0;  ///< J; 0 while "kT" means nothing

    Unit lookup(std::string_view text) const {
        if (text.find("kT") != std::string_view::npos) define_thermal_energy();
        return fluxhop::lookup(system, text);
    }

    /// Others may have given it another temperature since.
    void define_thermal_energy() const {
        ut_unmap_symbol_to_unit(system, "kT", UT_ASCII);
        if (thermal_energy > 0.0) define_symbol(system, "kT", thermal_energy, "J");
    }
};

Units::Units() : impl_(std::make_unique<Impl>()) {}

Units::~Units() = default;

void Units::set_temperature(double kelvin) {
    FLUXHOP_ASSERT(kelvin > 0.0);
    impl_->thermal_energy = constants::boltzmann * kelvin;
}

double Units::parse(std::string_view text, const Dimension& expected) const {
    text = trimmed(text);
    require(text.find('\0') == std::string_view::npos, "the quantity contains a NUL character");
    require(text.size() <= longest_quantity,
            fmt::format("a quantity of more than {} bytes; {}", longest_quantity, hint(expected)));
    require(!text.empty(), fmt::format("the quantity is empty; {}", hint(expected)));
    std::string_view unit_text;
    const double number = leading_number(text, unit_text, expected);
    require(!unit_text.empty(), fmt::format("\"{}\" has no unit; {}", text, hint(expected)));
    const Unit unit = impl_->lookup(unit_text);
    require(unit != nullptr, fmt::format("\"{}\" is not a unit; {}", unit_text, hint(expected)));
    const Unit target = impl_->lookup(expected.unit);
    const Converter converter(ut_get_converter(unit.get(), target.get()));
    require(converter != nullptr,
            fmt::format("\"{}\" is not {}; {}", text, with_article(expected), hint(expected)));
    const double value = cv_convert_double(converter.get(), number);
    require(std::isfinite(value), fmt::format("\"{}\" is not finite in {}", text, expected.unit));
    return value;
}

}  // namespace fluxhop
