/// How many vortices each site holds, before anything moves: a bit a site while none holds two.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <utility>
#include <vector>

namespace fluxhop {

class SiteOccupations {
public:
    /// A site, as a list of numbers would show it.
    class Place {
    public:
        Place(SiteOccupations& all, std::size_t site) : all_(&all), site_(site) {}
        Place& operator=(std::int64_t count) {
            all_->set(site_, count);
            return *this;
        }
        operator std::int64_t() const { return std::as_const(*all_)[site_]; }  // NOLINT: it is one
        void operator++() { all_->set(site_, *this + 1); }

    private:
        SiteOccupations* all_;
        std::size_t site_;
    };

    SiteOccupations() = default;
    explicit SiteOccupations(std::size_t sites, std::int64_t each = 0) { assign(sites, each); }
    SiteOccupations(std::initializer_list<std::int64_t> counts);

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    /// Whether no site has ever held two.
    bool is_single() const { return counts_.empty(); }

    std::int64_t operator[](std::size_t site) const {
        if (!counts_.empty()) return counts_[site];
        return static_cast<std::int64_t>(bits_[site / 64] >> site % 64 & 1);
    }
    Place operator[](std::size_t site) { return {*this, site}; }

    void assign(std::size_t sites, std::int64_t each);
    void push_back(std::int64_t count);
    void set(std::size_t site, std::int64_t count);

    /// Of all sites; a double, since it may be more than an integer holds.
    double total() const;
    std::vector<std::int64_t> counts() const;
    /// Them all, to be told from others.
    std::span<const std::byte> bytes() const {
        return is_single() ? std::as_bytes(std::span(bits_)) : std::as_bytes(std::span(counts_));
    }

    friend bool operator==(const SiteOccupations& a, const SiteOccupations& b) { return a.counts() == b.counts(); }

private:
    void expand();

    std::size_t size_ = 0;
    std::vector<std::uint64_t> bits_;   ///< while no site holds two
    std::vector<std::int64_t> counts_;  ///< from then on
};

}  // namespace fluxhop
