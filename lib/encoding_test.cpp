#include "lib/encoding.hpp"

#include <gtest/gtest.h>

#include "lib/crypto.hpp"

namespace vitrine {
namespace {

using namespace std::string_literals;

std::string all_bytes() {
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
    return bytes;
}

TEST(Hex, WritesTwoLowerCaseDigitsAByte) {
    EXPECT_EQ(hex(bytes_of("\x00\x7f\xab\xff"s)), "007fabff");
}

TEST(Hex, ReadsBackWhatItWrote) {
    EXPECT_EQ(from_hex(hex(bytes_of(all_bytes()))), all_bytes());
}

TEST(Hex, RefusesOddLengthsAndOtherDigits) {
    EXPECT_FALSE(from_hex("abc"));
    EXPECT_FALSE(from_hex("0g"));
}

// RFC 4648 section 10.
TEST(Base64, WritesTheVectorsOfTheRfc) {
    EXPECT_EQ(base64(bytes_of("")), "");
    EXPECT_EQ(base64(bytes_of("f")), "Zg==");
    EXPECT_EQ(base64(bytes_of("fo")), "Zm8=");
    EXPECT_EQ(base64(bytes_of("foo")), "Zm9v");
    EXPECT_EQ(base64(bytes_of("foobar")), "Zm9vYmFy");
}

TEST(Base64, ReadsBackEveryLength) {
    for (std::size_t length = 0; length <= 256; ++length) {
        const std::string bytes = all_bytes().substr(256 - length);
        EXPECT_EQ(from_base64(base64(bytes_of(bytes))), bytes);
        EXPECT_EQ(from_base64url(base64url(bytes_of(bytes))), bytes);
    }
}

TEST(Base64, RefusesWhiteSpaceMissingPaddingAndLeftOverBits) {
    EXPECT_FALSE(from_base64("Zm9v\n"));
    EXPECT_FALSE(from_base64("Zg"));
    EXPECT_FALSE(from_base64("Zh=="));
    EXPECT_FALSE(from_base64("===="));
    EXPECT_FALSE(from_base64("Zg=a"));
    EXPECT_FALSE(from_base64url("_-=="));
}

TEST(Base64, OfUrlsHasNeitherPlusSlashNorPadding) {
    EXPECT_EQ(base64url(bytes_of("\xfb\xff\xfe\xff")), "-__-_w");
}

TEST(PercentEncoding, LeavesOnlyUnreservedCharacters) {
    EXPECT_EQ(percent_encode("aZ09-._~"), "aZ09-._~");
    EXPECT_EQ(percent_encode("a b/c=d@é"), "a%20b%2Fc%3Dd%40%C3%A9");
    EXPECT_EQ(percent_encode("/a/b c", true), "/a/b%20c");
}

TEST(PercentEncoding, ReadsBackEveryByte) {
    EXPECT_EQ(percent_decode(percent_encode(all_bytes())), all_bytes());
}

TEST(PercentEncoding, TakesPlusForASpaceOnlyInForms) {
    EXPECT_EQ(percent_decode("a+b"), "a+b");
    EXPECT_EQ(percent_decode("a+b", true), "a b");
}

TEST(PercentEncoding, RefusesAPercentSignWithoutTwoDigits) {
    EXPECT_FALSE(percent_decode("%"));
    EXPECT_FALSE(percent_decode("%4"));
    EXPECT_FALSE(percent_decode("%4x"));
}

TEST(Utf8, AcceptsEveryLengthOfCharacter) {
    EXPECT_TRUE(is_utf8("aé€😀\0\x7f"s));
}

TEST(Utf8, RefusesOverlongFormsSurrogatesAndBeyondTheLastPlane) {
    EXPECT_FALSE(is_utf8("\xc0\x80"));
    EXPECT_FALSE(is_utf8("\xe0\x80\x80"));
    EXPECT_FALSE(is_utf8("\xed\xa0\x80"));
    EXPECT_FALSE(is_utf8("\xf4\x90\x80\x80"));
}

TEST(Utf8, RefusesWhatIsCutOff) {
    EXPECT_FALSE(is_utf8("\xe2\x82"));
    EXPECT_FALSE(is_utf8("\x80"));
    EXPECT_FALSE(is_utf8("a\xff"));
}

std::string json(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

TEST(JsonString, EscapesQuotesBackslashesAndControlCharacters) {
    EXPECT_EQ(json("a\"b\\c\n\r\t\x01\x1f\x7f"), "\"a\\\"b\\\\c\\n\\r\\t\\u0001\\u001f\x7f\"");
    EXPECT_EQ(json("\0"s), "\"\\u0000\"");
}

TEST(JsonString, EscapesWhereverItStandsInTextsOfAnyLength) {
    const std::pair<std::string_view, std::string_view> escapes[] = {
        {"\"", "\\\""},   {"\\", "\\\\"}, {"\x1f", "\\u001f"}, {" ", " "},
        {"\x7f", "\x7f"}, {"é", "é"},     {"\x80", "\uFFFD"}};
    for (std::size_t before = 0; before < 20; ++before)
        for (const std::size_t after : {0, 1, 7, 8, 9, 500, 1030})
            for (const auto& [plain, escaped] : escapes) {
                const std::string left(before, 'a');
                const std::string right(after, 'z');
                EXPECT_EQ(json(left + std::string(plain) + right), '"' + left + std::string(escaped) + right + '"');
            }
}

TEST(JsonString, KeepsUtf8AndReplacesEveryByteThatIsNot) {
    EXPECT_EQ(json("é😀"), "\"é😀\"");
    EXPECT_EQ(json("a\xff\xe2\x82z"), "\"a\uFFFD\uFFFD\uFFFDz\"");
}

// FIPS 180-4 and RFC 4231, test cases 1, 2 and 6.
TEST(Crypto, HashesTheVectorsOfTheStandards) {
    EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex(hmac_sha256(bytes_of(std::string(20, '\x0b')), "Hi There")),
              "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    EXPECT_EQ(hex(hmac_sha256(bytes_of("Jefe"), "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(
        hex(hmac_sha256(bytes_of(std::string(131, '\xaa')), "Test Using Larger Than Block-Size Key - Hash Key First")),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Crypto, ComparesContentsAndLengths) {
    EXPECT_TRUE(constant_time_equal("same", "same"));
    EXPECT_FALSE(constant_time_equal("same", "sane"));
    EXPECT_FALSE(constant_time_equal("same", "same "));
}

}  // namespace
}  // namespace vitrine
