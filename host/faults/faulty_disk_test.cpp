#include "host/faults/faulty_disk.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace vitrine::host {
namespace {

FaultPlan plan(FaultKind kind, std::uint64_t room = 0) {
    return {.seed = 1, .rules = {{.part = Part::disk, .kind = kind, .room = room}}};
}

TEST(FaultyDisk, RefusesGrowthBeyondFreeSpaceWhenFull) {
    Faults faults({}, Log::silent());
    FaultyDisk disk(faults);
    EXPECT_EQ(disk.on_write("absent", 0, std::string(1000, 'x')), SQLITE_OK);
    faults.replace(plan(FaultKind::full, 100));
    EXPECT_EQ(disk.on_write("absent", 0, std::string(1000, 'y')), SQLITE_OK);
    EXPECT_EQ(disk.on_write("absent", 1000, std::string(60, 'y')), SQLITE_OK);
    EXPECT_EQ(disk.on_write("absent", 1060, std::string(60, 'y')), SQLITE_FULL);
    EXPECT_EQ(disk.on_write("absent", 1060, std::string(40, 'y')), SQLITE_OK);
    faults.replace({});
    EXPECT_EQ(disk.on_write("absent", 1100, std::string(1000, 'y')), SQLITE_OK);
}

TEST(FaultyDisk, FailsCallsOfTheKindOfItsRule) {
    Faults faults(plan(FaultKind::sync_error), Log::silent());
    FaultyDisk disk(faults);
    EXPECT_EQ(disk.on_sync("absent"), SQLITE_IOERR_FSYNC);
    EXPECT_EQ(disk.on_read("absent"), SQLITE_OK);
    faults.replace(plan(FaultKind::read_error));
    EXPECT_EQ(disk.on_read("absent"), SQLITE_IOERR_READ);
    EXPECT_EQ(disk.on_write("absent", 0, "x"), SQLITE_OK);
    faults.replace(plan(FaultKind::write_error));
    EXPECT_EQ(disk.on_write("absent", 0, "x"), SQLITE_IOERR_WRITE);
    EXPECT_EQ(disk.on_sync("absent"), SQLITE_OK);
}

}  // namespace
}  // namespace vitrine::host
