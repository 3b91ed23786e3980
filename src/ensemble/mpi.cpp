// The only file that sees MPI.
#include <fmt/format.h>
#include <mpi.h>
#include <sched.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <list>
#include <span>

#include "fluxhop/base/require.hpp"
#include "fluxhop/ensemble/ranks.hpp"

namespace fluxhop {
namespace {

constexpr int first_rank = 0;
constexpr int share_tag = 0, report_tag = 1;
/// MPI counts in int.
constexpr std::size_t longest_message = std::size_t{1} << 30;

int as_int(std::size_t number) { return static_cast<int>(number); }

/// A parcel on its way; its length goes ahead.
struct Parcel {
    std::vector<std::byte> bytes;
    std::uint64_t size = bytes.size();
    std::vector<MPI_Request> requests = {};
};

/// function(piece) for the pieces of a long message.
template <class Function>
void in_pieces(std::span<std::byte> bytes, Function function) {
    while (!bytes.empty()) {
        const auto piece = bytes.first(std::min(bytes.size(), longest_message));
        function(piece);
        bytes = bytes.subspan(piece.size());
    }
}

using CpuMask = std::array<std::uint64_t, sizeof(cpu_set_t) / sizeof(std::uint64_t)>;

/// The processors this process may run on.
CpuMask own_processors() {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (::sched_getaffinity(0, sizeof(set), &set) != 0) CPU_SET(0, &set);
    CpuMask mask{};
    std::copy_n(std::begin(set.__bits), mask.size(), mask.begin());
    return mask;
}

std::uint64_t size_of(const CpuMask& mask) {
    std::uint64_t size = 0;
    for (const std::uint64_t word : mask) size += static_cast<std::uint64_t>(std::popcount(word));
    return size;
}

class MpiJob : public Ranks {
public:
    MpiJob() {
        int granted = 0;  // realizations run on other threads, which leave MPI alone
        MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &granted);
        int rank = 0, count = 0, neighbours = 0;
        MPI_Comm_rank(MPI_COMM_WORLD, &rank);
        MPI_Comm_size(MPI_COMM_WORLD, &count);
        MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine_);
        MPI_Comm_size(machine_, &neighbours);
        rank_ = static_cast<std::size_t>(rank);
        count_ = static_cast<std::size_t>(count);
        on_this_machine_ = static_cast<std::size_t>(neighbours);
    }

    ~MpiJob() override {
        for (Parcel& parcel : sent_) {
            MPI_Waitall(as_int(parcel.requests.size()), parcel.requests.data(),
                        MPI_STATUSES_IGNORE);
        }
        MPI_Comm_free(&machine_);
        MPI_Finalize();
    }

    std::size_t rank() const override { return rank_; }
    std::size_t count() const override { return count_; }
    std::size_t on_this_machine() const override { return on_this_machine_; }

    std::vector<std::uint64_t> everybody(std::uint64_t mine) override {
        std::vector<std::uint64_t> all(count_);
        MPI_Allgather(&mine, 1, MPI_UINT64_T, all.data(), 1, MPI_UINT64_T, MPI_COMM_WORLD);
        return all;
    }

    void send(std::vector<std::byte> parcel) override { post(std::move(parcel), share_tag); }
    std::vector<std::byte> receive(std::size_t from) override { return take(as_int(from), share_tag); }

    void report(std::vector<std::byte> parcel) override {
        std::erase_if(sent_, [](Parcel& one) {
            int arrived = 0;
            MPI_Testall(as_int(one.requests.size()), one.requests.data(), &arrived, MPI_STATUSES_IGNORE);
            return arrived != 0;
        });
        post(std::move(parcel), report_tag);
    }
    std::optional<std::vector<std::byte>> next_report() override {
        int waits = 0;
        MPI_Status status;
        MPI_Iprobe(MPI_ANY_SOURCE, report_tag, MPI_COMM_WORLD, &waits, &status);
        if (waits == 0) return std::nullopt;
        return take(status.MPI_SOURCE, report_tag);
    }

    std::vector<std::byte> from_first(std::vector<std::byte> bytes) override {
        std::uint64_t size = bytes.size();
        MPI_Bcast(&size, 1, MPI_UINT64_T, first_rank, MPI_COMM_WORLD);
        bytes.resize(size);
        in_pieces(bytes, [](std::span<std::byte> piece) {
            MPI_Bcast(piece.data(), as_int(piece.size()), MPI_BYTE, first_rank, MPI_COMM_WORLD);
        });
        return bytes;
    }

    [[noreturn]] void abort(int exit_code) override {
        MPI_Abort(MPI_COMM_WORLD, exit_code);
        std::abort();
    }

    /// Ranks may be bound to processors of their own or share them: each takes its part of all that
    /// the ranks of its machine may use.
    std::size_t fair_threads() override {
        const CpuMask mine = own_processors();
        const std::uint64_t own = size_of(mine);
        CpuMask used{};
        std::uint64_t claims = 0;
        MPI_Allreduce(mine.data(), used.data(), as_int(used.size()), MPI_UINT64_T, MPI_BOR, machine_);
        MPI_Allreduce(&own, &claims, 1, MPI_UINT64_T, MPI_SUM, machine_);
        return std::max<std::size_t>(1, own * size_of(used) / claims);
    }

private:
    void post(std::vector<std::byte> bytes, int tag) {
        Parcel& parcel = sent_.emplace_back(Parcel{std::move(bytes)});
        const auto start = [&](const void* data, std::size_t count, MPI_Datatype type) {
            MPI_Isend(data, as_int(count), type, first_rank, tag, MPI_COMM_WORLD,
                      &parcel.requests.emplace_back());
        };
        start(&parcel.size, 1, MPI_UINT64_T);
        in_pieces(parcel.bytes, [&](std::span<std::byte> piece) {
            start(piece.data(), piece.size(), MPI_BYTE);
        });
    }

    static std::vector<std::byte> take(int from, int tag) {
        const auto receive = [&](void* data, std::size_t count, MPI_Datatype type) {
            MPI_Recv(data, as_int(count), type, from, tag, MPI_COMM_WORLD,
                     MPI_STATUS_IGNORE);
        };
        std::uint64_t size = 0;
        receive(&size, 1, MPI_UINT64_T);
        std::vector<std::byte> bytes(size);
        in_pieces(bytes, [&](std::span<std::byte> piece) {
            receive(piece.data(), piece.size(), MPI_BYTE);
        });
        return bytes;
    }

    std::size_t rank_ = 0, count_ = 1, on_this_machine_ = 1;
    MPI_Comm machine_ = MPI_COMM_NULL;
    std::list<Parcel> sent_;  // never moved: MPI reads from them
};

}  // namespace

std::unique_ptr<Ranks> mpi_job() { return std::make_unique<MpiJob>(); }

std::string mpi_library() {
    std::array<char, MPI_MAX_LIBRARY_VERSION_STRING> text{};
    int length = 0;
    MPI_Get_library_version(text.data(), &length);
    const std::string whole(text.data(), static_cast<std::size_t>(length));
    return whole.substr(0, whole.find_first_of(",\n"));
}

}  // namespace fluxhop
