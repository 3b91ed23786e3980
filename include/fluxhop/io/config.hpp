/// A configuration file as plain structs in SI units.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "fluxhop/base/machine.hpp"
#include "fluxhop/engine/run.hpp"
#include "fluxhop/ensemble/comparison.hpp"
#include "fluxhop/io/fingerprint.hpp"
#include "fluxhop/model/film.hpp"
#include "fluxhop/model/ladder.hpp"
#include "fluxhop/model/regions.hpp"
#include "fluxhop/model/ring.hpp"
#include "fluxhop/model/slab.hpp"
#include "fluxhop/observe/vortex_tracker.hpp"

namespace fluxhop {

struct GridConfig {
    enum class Spacing : std::uint8_t { logarithmic, linear };
    Spacing spacing = Spacing::logarithmic;
    double first = 0.0;          ///< s
    double last = 0.0;           ///< s
    std::int64_t per_decade = 0; ///< logarithmic
    std::int64_t count = 0;      ///< linear
    bool in_waiting_times = false;  ///< first and last in mean waiting times of a vortex, not in s
    std::string place;              ///< "file:line: time.last", for messages
};

/// Vortices on sites, and what to keep of them.
struct FilmConfig {
    std::shared_ptr<const FilmParameters> film;  ///< millions of sites are not copied about
    std::optional<TrackingOptions> tracking;
    bool record_profile = false;
};

/// One axis of a sweep: a key and the values it takes, as TOML texts.
struct SweepAxis {
    std::string path;                 ///< section.key
    std::vector<std::string> values;  ///< never empty
};

struct Config {
    std::string title;
    std::variant<RingParameters, LadderParameters, RegionNetwork, FilmConfig, SlabParameters>
        system;
    GridConfig time;
    std::int64_t realizations = 0;
    std::uint64_t seed = 0;
    bool seed_was_given = false;
    SelectorKind selector = SelectorKind::automatic;
    Method method = Method::exact;
    LeapOptions leaps;
    ComparisonOptions comparison;
    std::vector<SweepAxis> sweep;    ///< outermost first; empty without a sweep
    bool keep_realizations = true;   ///< write every realization, not only the moments
    std::string effective;           ///< this configuration as TOML, every default filled in
    std::vector<InputFile> input_files = {};  ///< other files that were read
    std::vector<std::string> notes;  ///< what a careful reader should know about the numbers
    std::vector<std::string> warnings;  ///< what is allowed but probably not meant
};

/// What making a sample of pinning sites may cost.
struct SampleLimits {
    double bytes = physical_memory();
    double steps = 1e10;  ///< places looked at, or pairs of sites: a minute or so
};

/// What stands in for keys of the file: "section.key=value", applied in order.
struct Overrides {
    std::vector<std::string> command_line;  ///< --set and its shorthands
    std::vector<std::string> sweep_point;   ///< after those
    SampleLimits limits = {};               ///< not a key: what making a sample may cost
};

/// A configuration whose keys are all read and sound. The sample of a film, which may take minutes, is
/// drawn when asked for.
class UndrawnConfig {
public:
    struct Sample;  ///< of a film, yet to be drawn

    UndrawnConfig(Config config, std::shared_ptr<Sample> sample)
        : config_(std::move(config)), sample_(std::move(sample)) {}

    /// All but the sample.
    const Config& keys() const { return config_; }
    /// @throws UsageError with what only the sample shows, as that its sites do not fit
    Config draw() &&;

private:
    Config config_;
    std::shared_ptr<Sample> sample_;  ///< null where there is none
};

/// Reads a configuration; `source` is the name that messages use.
/// @throws UsageError with every error found, one per line: file, line, key, what is allowed
UndrawnConfig read_config(const std::string& source, std::string_view text,
                          const Overrides& overrides = {});

/// The text of a configuration file. @throws UsageError when it cannot be read
std::string read_config_text(const std::string& path);

/// Reads a configuration file and draws its sample. @throws UsageError as read_config does
Config load_config(const std::string& path, const Overrides& overrides = {});

/// The overrides that make each point of a sweep, last axis fastest; one empty list without a sweep.
std::vector<std::vector<std::string>> sweep_points(const std::vector<SweepAxis>& sweep);

/// The same from text.
Config parse_config(const std::string& source, std::string_view text,
                    const Overrides& overrides = {});

}  // namespace fluxhop
