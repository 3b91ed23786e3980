#include "fluxhop/io/record_file.hpp"

#include "../../support/catch.hpp"
#include "../../support/workplace.hpp"
#include "fluxhop/base/require.hpp"

using namespace fluxhop;

namespace {

SavedState bytes(std::size_t size, int value) {
    return SavedState(size, static_cast<std::byte>(value));
}

/// An origin, then contents of 5, 0 and 70 bytes.
std::string three_records(const std::string& path) {
    RecordFile file = RecordFile::create(path, bytes(11, 1));
    file.append(RecordKind::finished, {0, 0}, bytes(5, 2));
    file.append(RecordKind::running, {0, 1}, {});
    file.append(RecordKind::finished, {7, 8}, bytes(70, 3));
    return test::contents(path);
}

}  // namespace

TEST_CASE("a record file cut at any length holds the records before the cut", "[checkpoint]") {
    const test::Workplace here;
    const std::string path = (here.path() / "r.checkpoint").string();
    const std::string whole = three_records(path);
    const auto records = RecordFile(path).records();
    REQUIRE(records.size() == 4);
    CHECK(records[3].key == RealizationKey{7, 8});
    CHECK(RecordFile(path).content(records[3]) == bytes(70, 3));
    for (std::size_t length = 0; length < whole.size(); ++length) {
        here.config("r.checkpoint", whole.substr(0, length));
        if (length < records[0].end()) {
            CHECK_THROWS_AS(RecordFile(path), RunError);
            continue;
        }
        RecordFile file(path);
        std::size_t before = 0;
        while (before < records.size() && records[before].end() <= length) ++before;
        REQUIRE(file.records().size() == before);
        file.append(RecordKind::finished, {1, 1}, bytes(1, 9));  // takes the place of the broken one
        CHECK(RecordFile(path).records().size() == before + 1);
    }
}

TEST_CASE("no flipped bit of a record file goes unnoticed", "[checkpoint]") {
    const test::Workplace here;
    const std::string path = (here.path() / "r.checkpoint").string();
    const std::string whole = three_records(path);
    const std::size_t origin_end = RecordFile(path).records()[0].end();
    for (std::size_t i = 0; i < whole.size(); ++i) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            std::string damaged = whole;
            damaged[i] = static_cast<char>(damaged[i] ^ (1 << bit));
            here.config("r.checkpoint", damaged);
            CHECK_THROWS_AS(RecordFile(path), RunError);
            if (i < origin_end) continue;
            const RecordFile repaired(path, Damage::drop);
            CHECK(repaired.records().size() < 4);
            CHECK(repaired.dropped() > 0);
        }
    }
}
