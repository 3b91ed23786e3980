/// Run state as plain bytes and back, bit for bit: for checkpoints on one kind of machine.
///
/// A class takes part by naming what a run changes in it, once for both directions:
///     template <class Archive> void persist(Archive& archive) { archive(state_, clock_); }
/// What its construction settles is left out: reading starts from an object constructed alike.
/// Arithmetic values, enumerations, vectors, optionals, maps and arrays need nothing of the kind. A
/// span stands for a sequence whose length the construction settled: reading checks it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "fluxhop/base/require.hpp"

namespace fluxhop {

/// What has been saved cannot be what this program saved of this run.
[[noreturn]] void refuse_saved_state(const char* reason);

/// For persist(): checks a number that was read before it is relied on.
inline void require_saved(bool condition, const char* reason) {
    if (!condition) refuse_saved_state(reason);
}

template <class T, class Archive>
concept PersistsItself = requires(T& value, Archive& archive) { value.persist(archive); };

template <class T>
concept Sequence = requires(T& values) {
    values.data();
    values.size();
};

/// Copied byte by byte: there is no padding, and any bytes are a value.
template <class T>
concept PlainBytes =
    std::is_trivially_copyable_v<T> && !std::is_pointer_v<T> && !std::is_same_v<T, bool> &&
    !Sequence<T> && (std::is_same_v<T, double> || std::has_unique_object_representations_v<T>);

class ArchiveWriter {
public:
    template <class... T>
    void operator()(T&&... values) {
        (write(values), ...);
    }

    /// From now on bytes are counted, not kept: how much room something will take.
    void only_count() { is_counting_ = true; }
    std::size_t count() const { return count_; }
    void reserve(std::size_t bytes) { bytes_.reserve(bytes); }

    const std::vector<std::byte>& bytes() const { return bytes_; }
    std::vector<std::byte> take() { return std::move(bytes_); }

private:
    template <class T>
    void write(T& value) {
        using Plain = std::remove_const_t<T>;
        if constexpr (PersistsItself<T, ArchiveWriter>) value.persist(*this);
        else if constexpr (std::is_same_v<Plain, bool>) write_plain(std::uint8_t{value});
        else if constexpr (PlainBytes<Plain>) write_plain(value);
        else write_parts(value);
    }
    template <class T>
    void write_plain(const T& value) {
        append(std::as_bytes(std::span(&value, 1)));
    }
    template <class T>
    void write_parts(std::optional<T>& value) {
        write_plain(std::uint8_t{value.has_value()});
        if (value) write(*value);
    }
    template <class Key, class T>
    void write_parts(std::map<Key, T>& values) {
        write_plain(std::uint64_t{values.size()});
        for (auto& [key, value] : values) {
            write_plain(key);
            write(value);
        }
    }
    template <class Range>
    void write_parts(Range& values) {
        write_plain(std::uint64_t{values.size()});
        using Element = std::remove_const_t<std::remove_reference_t<decltype(*values.data())>>;
        if constexpr (PlainBytes<Element>) append(std::as_bytes(std::span(values)));
        else for (auto& value : values) write(value);
    }
    void append(std::span<const std::byte> bytes) {
        count_ += bytes.size();
        if (!is_counting_) bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }

    std::vector<std::byte> bytes_;
    std::size_t count_ = 0;
    bool is_counting_ = false;
};

/// @throws RunError when the bytes end too early or do not fit; never takes more memory than a fixed
/// multiple of the bytes there are
class ArchiveReader {
public:
    /// @param bytes must outlive the reader
    explicit ArchiveReader(std::span<const std::byte> bytes) : rest_(bytes) {}

    template <class... T>
    void operator()(T&&... values) {
        (read(values), ...);
    }

    bool at_end() const { return rest_.empty(); }

private:
    template <class T>
    void read(T& value) {
        if constexpr (PersistsItself<T, ArchiveReader>) value.persist(*this);
        else if constexpr (std::is_same_v<T, bool>) value = read_flag();
        else if constexpr (PlainBytes<T>) copy(std::as_writable_bytes(std::span(&value, 1)));
        else read_parts(value);
    }
    template <class T>
    void read_parts(std::optional<T>& value) {
        value.reset();
        if (read_flag()) read(value.emplace());
    }
    template <class Key, class T>
    void read_parts(std::map<Key, T>& values) {
        values.clear();
        for (std::size_t left = read_size(); left > 0; --left) {
            Key key{};
            read(key);
            read(values[key]);
        }
    }
    template <class Growing>
        requires requires(Growing& values) { values.resize(0); }
    void read_parts(Growing& values) {
        const std::size_t size = read_size();
        using Element = typename Growing::value_type;
        if constexpr (PlainBytes<Element>) {
            require_saved(size <= rest_.size() / sizeof(Element),
                          "a list is longer than what was saved");
            values.resize(size);
            copy(std::as_writable_bytes(std::span(values)));
        } else {
            values.clear();
            for (std::size_t i = 0; i < size; ++i) read(values.emplace_back());
        }
    }
    template <class Fixed>
    void read_parts(Fixed& values) {
        require_saved(read_size() == values.size(), "a list has another length than in this run");
        using Element = std::remove_reference_t<decltype(*values.data())>;
        if constexpr (PlainBytes<Element>) copy(std::as_writable_bytes(std::span(values)));
        else for (auto& value : values) read(value);
    }

    bool read_flag() {
        std::uint8_t flag = 0;
        read(flag);
        require_saved(flag <= 1, "a yes or no is neither");
        return flag == 1;
    }
    /// Everything in a list takes a byte at least.
    std::size_t read_size() {
        std::uint64_t size = 0;
        read(size);
        require_saved(size <= rest_.size(), "a list is longer than what was saved");
        return size;
    }
    void copy(std::span<std::byte> to) {
        require_saved(to.size() <= rest_.size(), "it ends too early");
        if (!to.empty()) std::memcpy(to.data(), rest_.data(), to.size());
        rest_ = rest_.subspan(to.size());
    }

    std::span<const std::byte> rest_;
};

}  // namespace fluxhop
