#include "fluxhop/app/safekeeping.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <cmath>
#include <filesystem>
#include <sstream>

#include "fluxhop/base/require.hpp"
#include "fluxhop/base/units.hpp"
#include "fluxhop/version.hpp"

namespace fluxhop {
namespace {

namespace fs = std::filesystem;

constexpr const char* suffix = ".checkpoint";

std::string program() { return fmt::format("{} ({})", version, git_hash); }

std::string absolute(const std::string& path) {
    return path.empty() ? path : fs::absolute(path).lexically_normal().string();
}

std::string checksum_line(const char* what, std::size_t count, std::span<const std::byte> bytes) {
    return fmt::format("# {}: {} of them, checksum {:08x}\n", what, count, checksum_of(bytes));
}

std::string checksum_line(const char* what, const auto& values) {
    return checksum_line(what, values.size(), std::as_bytes(std::span(values.data(), values.size())));
}

/// What a configuration names or draws enters by what it says, not by the name of a file.
std::string identity_of(const Job& job) {
    std::string text;
    for (const Config& config : job.configs) {
        text += config.effective;
        const auto* film = std::get_if<FilmConfig>(&config.system);
        if (!film) continue;
        text += checksum_line("depths", film->film->depths.size(), film->film->depths.bytes());
        text += checksum_line("saddles", film->film->saddles.size(), film->film->saddles.bytes());
        text += checksum_line("vortices", film->film->vortices.size(), film->film->vortices.bytes());
        if (const auto* placed = std::get_if<PlacedSites>(&film->film->sites)) {
            text += checksum_line("sites", placed->points);
        }
    }
    if (!job.against) return text;
    text += checksum_line("times compared", job.against->times);
    for (const ReferenceColumn& column : job.against->columns) {
        text += checksum_line((column.name + " " + column.unit).c_str(), column.values);
    }
    return text;
}

Origin origin_of(const Job& job) {
    const RunRequest& request = job.request;
    Origin origin{program(),
                  request.compare ? "compare" : "run",
                  absolute(request.config_path),
                  job.config_text,
                  request.overrides,
                  absolute(request.against_path),
                  identity_of(job),
                  request.keep_state};
    origin.overrides.push_back(fmt::format("ensemble.seed={}", job.configs[0].seed));
    return origin;
}

/// The first lines that differ, for people.
std::string difference(const std::string& before, const std::string& now) {
    std::istringstream a(before), b(now);
    std::string line_a, line_b;
    while (line_a == line_b && (a || b)) {
        if (!std::getline(a, line_a)) line_a = "nothing";
        if (!std::getline(b, line_b)) line_b = "nothing";
    }
    return fmt::format("\"{}\" there, \"{}\" here", line_a, line_b);
}

void require_same_program(const std::string& path, const Origin& origin) {
    if (origin.program == program()) return;
    throw RunError(fmt::format("{}: made by fluxhop {}, and this is fluxhop {}: another program may count "
                               "otherwise; go on with the one it was begun with",
                               path, origin.program, program()));
}

void require_same_work(const std::string& path, const Origin& origin, const Origin& now) {
    if (origin.identity == now.identity) return;
    throw RunError(fmt::format("{}: of another configuration: {}", path,
                               difference(origin.identity, now.identity)));
}

[[noreturn]] void refuse_to_begin_anew(const std::string& path, const Origin& now) {
    const Origin there = read_origin(RecordFile(path));
    const std::string what = there.identity == now.identity
                                 ? std::string("of the same configuration")
                                 : "of another configuration (" +
                                       difference(there.identity, now.identity) + ")";
    throw RunError(fmt::format("{0}: there is an unfinished run {1}; go on with it by \"fluxhop resume "
                               "{0}\", or remove it",
                               path, what));
}

std::vector<Config> configs_of(const RunRequest& request) { return read_job(request).configs; }

/// A linear grid that goes on in the same steps.
std::string longer_count(const Config& config, const std::string& until) {
    const double last = Units().parse(until, dimension::time);
    const double step = (config.time.last - config.time.first) /
                        static_cast<double>(config.time.count - 1);
    return fmt::format("time.count={}", std::llround((last - config.time.first) / step) + 1);
}

/// The recorded times of a longer run must begin with those there are.
void require_longer(const ResumeRequest& resume, const std::vector<Config>& before,
                    const std::vector<Config>& after) {
    for (std::size_t i = 0; i < before.size(); ++i) {
        const TimeGrid old = assemble(before[i]).grid, longer = assemble(after[i]).grid;
        const bool goes_on = longer.size() >= old.size() &&
                             std::equal(old.times().begin(), old.times().end(),
                                        longer.times().begin());
        if (!goes_on) {
            throw RunError(fmt::format("--until {}: recording times up to there do not begin with those of "
                                       "the run: take a time that the old last one ({:g} s) is on the way to",
                                       resume.until, old.end()));
        }
    }
}

void lengthen(RunRequest& request, const ResumeRequest& resume, const Origin& origin) {
    if (!origin.keeps_end_states) {
        throw RunError(fmt::format("{}: the states at the last time were not kept (--keep-state), so the run "
                                   "cannot go on to later times",
                                   resume.checkpoint_path));
    }
    const std::vector<Config> before = configs_of(request);
    request.overrides.push_back("time.last=" + resume.until);
    if (before[0].time.spacing == GridConfig::Spacing::linear) {
        request.overrides.push_back(longer_count(before[0], resume.until));
    }
    require_longer(resume, before, configs_of(request));
}

/// Fewer end a run early; of a finished one they leave some out.
void change_number(RunRequest& request, const std::string& realizations) {
    const std::int64_t before = configs_of(request).front().realizations;
    request.overrides.push_back("ensemble.realizations=" + realizations);
    const std::int64_t after = configs_of(request).front().realizations;
    if (after >= before) return;
    spdlog::warn("--realizations {}: fewer than the {} of the run; the result has only these", after, before);
}

}  // namespace

std::optional<double> checkpoint_interval(const std::string& text) {
    if (text == "off") return std::nullopt;
    double seconds = 0.0;
    try {
        seconds = Units().parse(text, {"time", "s", "5 min"});
    } catch (const UsageError& error) {
        throw UsageError(fmt::format("--checkpoint-every {}: {}; or \"off\"", text, error.what()));
    }
    require(seconds > 0.0 && std::isfinite(seconds),
            fmt::format("--checkpoint-every {}: must be more than no time; \"off\" for none", text));
    return seconds;
}

RunRequest request_of(const ResumeRequest& resume) {
    const std::string& path = resume.checkpoint_path;
    if (!path.ends_with(suffix)) {
        throw UsageError(fmt::format("{}: not the name of a checkpoint, such as result.nc{}", path, suffix));
    }
    const auto file = std::make_shared<RecordFile>(
        path, resume.drop_damaged ? Damage::drop : Damage::refuse);
    if (file->dropped() > 0) spdlog::warn("{}: {} bytes were damaged and are dropped", path, file->dropped());
    const Origin origin = read_origin(*file);
    require_same_program(path, origin);
    RunRequest request;
    request.config_path = origin.config_path;
    request.config_text = origin.config_text;
    request.overrides = origin.overrides;
    request.against_path = origin.against_path;
    request.compare = origin.command == "compare";
    request.output_path = path.substr(0, path.size() - std::string(suffix).size());
    request.threads = resume.threads;
    request.json = resume.json;
    request.checkpoint_every = resume.checkpoint_every;
    request.keep_state = origin.keeps_end_states;
    request.goes_on = true;
    request.resumed = file;
    require_same_work(path, origin, origin_of(read_job(request)));
    if (!resume.realizations.empty()) change_number(request, resume.realizations);
    if (!resume.until.empty()) lengthen(request, resume, origin);
    return request;
}

Safekeeping::Safekeeping(const Job& job, const std::string& result_path, const Ranks& ranks)
    : keeps_state_(job.request.keep_state) {
    const std::optional<double> interval = checkpoint_interval(job.request.checkpoint_every);
    const bool is_wanted = interval || keeps_state_ || job.request.goes_on;
    if (is_wanted) signals_.emplace();
    if (!ranks.leads()) {
        if (is_wanted) forwarding_.emplace(StopSignals::wish(), keeps_state_);
        return;
    }
    const std::string path = resolved_path(result_path) + suffix;
    Origin origin = origin_of(job);
    std::error_code ignored;
    if (!job.request.goes_on && fs::exists(path, ignored)) refuse_to_begin_anew(path, origin);
    if (!is_wanted) return;
    CheckpointOptions options{
        .interval = interval.value_or(std::numeric_limits<double>::infinity()),
        .stop = &StopSignals::wish(),
        .on_refusal = [](const char* what) {
            spdlog::warn("{}; the run goes on without a new checkpoint", what);
        },
        .on_recovery = [path] { spdlog::info("{}: is written again", path); }};
    if (job.request.goes_on) {
        checkpoint_.emplace(std::move(*job.request.resumed), std::move(origin), std::move(options));
    } else {
        checkpoint_.emplace(path, std::move(origin), std::move(options));
    }
}

Keeper* Safekeeping::keeper() {
    if (forwarding_) return &*forwarding_;
    return checkpoint_ ? &*checkpoint_ : nullptr;
}

void Safekeeping::save_after_failure() {
    if (!checkpoint_ || !checkpoint_->exists()) return;
    try {
        checkpoint_->save();
    } catch (const RunError& error) {
        spdlog::warn("{}", error.what());
    }
    spdlog::warn("what is kept can be gone on with by \"fluxhop resume {}\"", checkpoint_->path());
}

ExitCode Safekeeping::stop(std::size_t realizations) {
    checkpoint_->save();
    const int number = StopSignals::wish().load();
    spdlog::warn("stopped by {}: {} of {} realizations are done; go on with \"fluxhop resume {}\"",
                 number == SIGINT ? "SIGINT" : "SIGTERM", checkpoint_->finished_count(), realizations,
                 checkpoint_->path());
    return number == SIGINT ? ExitCode::interrupted : ExitCode::terminated;
}

std::optional<std::string> Safekeeping::finish() {
    if (!checkpoint_) return std::nullopt;
    if (keeps_state_) checkpoint_->save();
    else checkpoint_->discard();
    return keeps_state_ ? std::optional(checkpoint_->path()) : std::nullopt;
}

}  // namespace fluxhop
