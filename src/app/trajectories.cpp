#include "fluxhop/app/trajectories.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "fluxhop/base/constants.hpp"
#include "fluxhop/base/require.hpp"
#include "fluxhop/io/extended_xyz.hpp"

namespace fluxhop {
namespace {

constexpr double most_bytes = 2e9;
constexpr double bytes_per_vortex = 40.0;  // "vortex 123456.7891 123456.7891 0 12345"

const FilmConfig* film_of(const Config& config) {
    return std::get_if<FilmConfig>(&config.system);
}

double vortices_at_most(const FilmParameters& film, double end) {
    const auto [least, most] = film.applied_field.range(0.0, end);
    return std::max(vortex_count(film), most * static_cast<double>(site_count(film)));
}

}  // namespace

bool keeps_trajectories(const Config& config) {
    const FilmConfig* film = film_of(config);
    return film && film->tracking && film->tracking->keep_frames;
}

double trajectory_bytes(const Config& config, const System& system) {
    if (!keeps_trajectories(config)) return 0.0;
    return bytes_per_vortex * static_cast<double>(system.grid.size()) *
           vortices_at_most(*film_of(config)->film, system.grid.end());
}

void require_trajectories_fit(const Config& config, const System& system) {
    const double bytes = trajectory_bytes(config, system);
    require(bytes <= most_bytes,
            fmt::format("record.trajectories: {} recording times of {:.6g} vortices would make a file "
                        "of about {:.3g} GB; at most {:g} GB: record fewer times",
                        system.grid.size(),
                        bytes / bytes_per_vortex / static_cast<double>(system.grid.size()), bytes / 1e9,
                        most_bytes / 1e9));
}

std::string trajectory_path(const std::string& result_path, std::size_t point, std::size_t points) {
    std::filesystem::path path(result_path);
    const std::string stem = path.stem().string();
    path.replace_filename(points > 1 ? fmt::format("{}_{}.xyz", stem, point) : stem + ".xyz");
    return path.string();
}

bool looks_like_xyz(const std::string& path) {
    std::ifstream file(path);
    std::string count, comment(9, ' ');
    if (!std::getline(file, count) || !file.read(comment.data(), 9)) return false;
    return !count.empty() && count.find_first_not_of("0123456789") == std::string::npos &&
           comment == "Lattice=\"";
}

std::string trajectory_text(const Study& study) {
    std::string text;
    const auto& history = study.ensemble.history();
    if (!keeps_trajectories(study.config) || !history || !study.system.map) return text;
    const SiteMap& map = *study.system.map;
    const XyzCell cell{map.box.width,      map.box.height,     map.thickness,
                       map.box.periodic_x, map.box.periodic_y, false};
    std::vector<XyzVortex> vortices;
    for (std::size_t t = 0; t < history->frames.size(); ++t) {
        vortices.clear();
        for (const VortexPlace& place : history->frames[t]) {
            const Point& at = map.sites[place.site.index()];
            vortices.push_back({place.vortex, "vortex", at.x, at.y, 0.0});
        }
        append_xyz_frame(text, cell, study.system.grid[t], vortices);
    }
    return text;
}

}  // namespace fluxhop
