#include "fluxhop/base/archive.hpp"

#include <string>

#include "../../support/catch.hpp"
#include "fluxhop/base/ids.hpp"

using namespace fluxhop;

namespace {

struct Everything {
    double number = -0.0;
    bool flag = true;
    std::int32_t whole = -7;
    NodeId node{11};
    std::string text = "vortex";
    std::vector<double> list{1.0, 0x1p-1074};
    std::vector<std::vector<std::uint16_t>> lists{{1}, {}, {2, 3}};
    std::optional<double> something = 2.0, nothing;
    std::map<int, std::uint64_t> counts{{-3, 5}, {8, 1}};
    std::array<double, 2> pair{4.0, 5.0};
    std::vector<double> fixed{6.0, 7.0, 8.0};

    template <class Archive>
    void persist(Archive& archive) {
        archive(number, flag, whole, node, text, list, lists, something, nothing, counts, pair,
                std::span(fixed));
    }
};

std::vector<std::byte> saved(Everything from) {
    ArchiveWriter writer;
    writer(from);
    return writer.take();
}

Everything blank() {
    return {0.0, false, 0, {}, "x", {9.0}, {{}}, {}, 1.0, {{1, 1}}, {}, {0.0, 0.0, 0.0}};
}

}  // namespace

TEST_CASE("what is archived comes back bit for bit", "[archive]") {
    const auto bytes = saved({});
    Everything back = blank();
    ArchiveReader reader(bytes);
    reader(back);
    CHECK(reader.at_end());
    CHECK(back.text == "vortex");
    CHECK(back.lists == Everything{}.lists);
    CHECK_FALSE(back.nothing);
    CHECK(saved(back) == bytes);
}

TEST_CASE("an archive cut short is refused at every length", "[archive]") {
    const auto bytes = saved({});
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        ArchiveReader reader(std::span<const std::byte>(bytes).first(length));
        Everything back = blank();
        CHECK_THROWS_AS(reader(back), RunError);
    }
}

TEST_CASE("no byte of an archive makes the reader run wild", "[archive]") {
    // With 0xff in it a length asks for 2^56 elements and more: it must be refused before that much
    // memory is taken, and never read past the end (which the sanitizers watch).
    const auto bytes = saved({});
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        for (const int wrong : {0x00, 0x01, 0x7f, 0xff}) {
            auto damaged = bytes;
            damaged[i] = static_cast<std::byte>(wrong);
            Everything back = blank();
            ArchiveReader reader(damaged);
            try {
                reader(back);
                CHECK(back.list.size() <= bytes.size());
            } catch (const RunError&) {
            }
        }
    }
}

TEST_CASE("a list of settled length does not take another one", "[archive]") {
    ArchiveWriter writer;
    writer(std::vector<double>{1.0, 2.0});
    std::vector<double> three(3);
    ArchiveReader reader(writer.bytes());
    CHECK_THROWS_AS(reader(std::span(three)), RunError);
}
