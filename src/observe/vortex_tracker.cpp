#include "fluxhop/observe/vortex_tracker.hpp"

#include <algorithm>
#include <stdexcept>

#include "fluxhop/base/require.hpp"

namespace fluxhop {

VortexTracker::VortexTracker(const Landscape& landscape, const Start& initial, RandomStream random,
                             std::span<double> out, std::size_t width, std::size_t offset,
                             const TrackingOptions& options)
    : landscape_(&landscape),
      random_(random),
      out_(out),
      width_(width),
      offset_(offset),
      options_(options),
      first_on_(landscape.node_count(), none) {
    FLUXHOP_ASSERT(offset + channels <= width);
    double count = 0.0;
    for (std::size_t i = 0; i < landscape.node_count(); ++i) {
        if (landscape.counts_vortices(NodeId(i))) count += initial(NodeId(i));
    }
    vortices_.reserve(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < landscape.node_count(); ++i) {
        if (!landscape.counts_vortices(NodeId(i))) continue;
        for (std::int64_t n = 0; n < initial[NodeId(i)]; ++n) put_on(NodeId(i), enter(NodeId(i), 0.0));
    }
    at_start_ = vortices_.size();
}

void VortexTracker::on_hop(const HopEdge& hop, double time) {
    const bool comes_in = !landscape_->counts_vortices(hop.from);
    const std::uint32_t id = comes_in ? enter(hop.from, time) : take_from(hop.from);
    Vortex& vortex = vortices_[id];
    log(hop, vortex.name, time);
    if (!comes_in) history_.dwell.push(time - vortex.since);
    vortex.x += hop.displacement;
    vortex.y += hop.transverse;
    vortex.since = time;
    vortex.is_inside = landscape_->counts_vortices(hop.to);
    if (vortex.is_inside) put_on(hop.to, id);
    else if (id >= at_start_) free_.push_back(id);
}

void VortexTracker::on_record(std::size_t index) {
    std::array<double, channels> sum{};
    double count = 0.0;
    for (std::size_t i = 0; i < at_start_; ++i) {
        const Vortex& vortex = vortices_[i];
        if (!vortex.is_inside) continue;
        count += 1.0;
        sum[along] += vortex.x;
        sum[across] += vortex.y;
        sum[along_squared] += vortex.x * vortex.x;
        sum[across_squared] += vortex.y * vortex.y;
    }
    for (std::size_t c = 0; c < channels; ++c) out_[index * width_ + offset_ + c] = sum[c] / count;
    if (options_.keep_frames) keep_frame();
}

void VortexTracker::keep_frame() {
    auto& frame = history_.frames.emplace_back();
    for (const Vortex& vortex : vortices_) {
        if (vortex.is_inside) frame.push_back({vortex.name, vortex.site});
    }
    std::ranges::sort(frame, {}, &VortexPlace::vortex);
}

std::uint32_t VortexTracker::enter(NodeId site, double time) {
    if (next_name_ == none) throw std::length_error("more than 2^32 - 2 vortices came in: too many to follow");
    const Vortex vortex{.name = next_name_++, .site = site, .since = time};
    if (free_.empty()) {
        vortices_.push_back(vortex);
        return static_cast<std::uint32_t>(vortices_.size() - 1);
    }
    const std::uint32_t id = free_.back();
    free_.pop_back();
    vortices_[id] = vortex;
    return id;
}

/// One of the vortices of a site, each with the same probability.
std::uint32_t VortexTracker::take_from(NodeId site) {
    std::uint32_t* link = &first_on_[site.index()];
    FLUXHOP_ASSERT(*link != none);
    std::uint32_t chosen = 0, count = 0;
    for (std::uint32_t id = *link; id != none; id = vortices_[id].next) ++count;
    if (count > 1) {
        chosen = static_cast<std::uint32_t>((uniform_open_at_zero(random_) - 0x1p-53) * count);
    }
    for (; chosen > 0; --chosen) link = &vortices_[*link].next;
    const std::uint32_t id = *link;
    *link = vortices_[id].next;
    return id;
}

void VortexTracker::put_on(NodeId site, std::uint32_t vortex) {
    vortices_[vortex].site = site;
    vortices_[vortex].next = first_on_[site.index()];
    first_on_[site.index()] = vortex;
}

void VortexTracker::log(const HopEdge& hop, std::uint32_t name, double time) {
    if (history_.hop_log.size() < options_.longest_log) {
        history_.hop_log.push_back({time, name, hop.from, hop.to});
    } else if (options_.longest_log > 0) {
        ++history_.hops_not_logged;
    }
}

}  // namespace fluxhop
