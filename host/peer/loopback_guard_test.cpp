#include "host/peer/loopback_guard.hpp"

#include <gtest/gtest.h>

namespace vitrine::host {
namespace {

TEST(LoopbackGuard, RecognisesBrowserHeadersInAnyCase) {
    for (const char* name : {"Origin", "origin", "ORIGIN", "Sec-Fetch-Site", "sec-fetch-user", "SEC-FETCH-DEST"})
        EXPECT_TRUE(is_browser_header(name)) << name;
}

TEST(LoopbackGuard, AcceptsHeadersOfAwsClients) {
    for (const char* name :
         {"Sec-Fetch-Mode", "Host", "User-Agent", "Original", "Origi", "Sec-", "X-Amz-Date", "Accept", ""})
        EXPECT_FALSE(is_browser_header(name)) << name;
}

TEST(LoopbackGuard, FormatsAddressAndPort) {
    EXPECT_EQ(loopback_authority(4711), "127.0.0.1:4711");
}

}  // namespace
}  // namespace vitrine::host
