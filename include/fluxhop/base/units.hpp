/// Physical quantities as a person writes them ("4.2 K", "300 kT", "22 nm"), read into SI.
///
/// UDUNITS-2 does the parsing. Units stop here: inside, everything is SI, and energies that enter
/// rates are in units of kT.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace fluxhop {

/// A physical dimension by the SI unit its values are returned in, and a word for messages.
struct Dimension {
    const char* name;          ///< "temperature"
    const char* unit;          ///< "K"
    const char* example = "";  ///< "4.2 K"
};

/// "22 nm" as 22 and "nm", without judging the unit; nothing when it does not begin with a number.
std::optional<std::pair<double, std::string>> split_quantity(std::string_view text);

/// "a length", "an energy"
std::string with_article(const Dimension& dimension);

namespace dimension {
inline constexpr Dimension temperature{"temperature", "K", "4.2 K"};
inline constexpr Dimension energy{"energy", "J", "300 kT"};
inline constexpr Dimension length{"length", "m", "22 nm"};
inline constexpr Dimension time{"time", "s", "1 s"};
inline constexpr Dimension frequency{"frequency", "1/s", "1e10 /s"};
inline constexpr Dimension current_density{"current density", "A/m^2", "3.3e9 A/m^2"};
inline constexpr Dimension flux{"magnetic flux", "Wb", "2e-15 Wb"};
inline constexpr Dimension field{"magnetic field", "T", "20 gauss"};
inline constexpr Dimension area{"area", "m^2", "20 um^2"};
inline constexpr Dimension speed{"speed", "m/s", "1e-6 m/s"};
inline constexpr Dimension viscosity{"viscosity per length", "kg/m/s", "1e-7 kg/m/s"};
inline constexpr Dimension resistivity{"resistivity", "ohm m", "4e-7 ohm m"};
inline constexpr Dimension inductance{"inductance", "H", "240 pH"};
}  // namespace dimension

/// Reads quantities. Not thread-safe (UDUNITS-2 is not); use it at the border, before threads start.
class Units {
public:
    Units();
    ~Units();
    Units(const Units&) = delete;
    Units& operator=(const Units&) = delete;

    /// Gives meaning to the unit "kT". @param kelvin temperature in K, > 0
    void set_temperature(double kelvin);

    /// The value of `text` in the SI unit of `expected`.
    /// @throws UsageError whose text says what is wrong and which dimension was expected
    double parse(std::string_view text, const Dimension& expected) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace fluxhop
