#include "host/gateway/static_site.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "host/testing/temporary_folder.hpp"

namespace vitrine::host::gateway {
namespace {

namespace fs = std::filesystem;

struct SiteTest : testing::Test {
    TemporaryFolder temporary;
    fs::path folder = temporary.path();
    std::vector<std::string> pages;

    void SetUp() override {
        write("secret.txt", "outside");
        write("web/index.html", "<main>");
        write("web/assets/index-B1xK9a_z.js", "let a");
        write("web/assets/index-B1xK9a_z.js.br", "br");
        write("web/assets/index-B1xK9a_z.js.gz", "gz");
        write("web/assets/early-B1xK9a_z.js", "early");
        write("web/assets/early-B1xK9a_z.js.gz", "early gz");
        write("web/robots.txt", "all");
        write("web/.env", "hidden");
        write("media/products/pot/abc-320.avif", "avif");
    }

    void write(const char* name, std::string_view text) const {
        fs::create_directories((folder / name).parent_path());
        std::ofstream(folder / name) << text;
    }
    [[nodiscard]] Answer get(std::string_view path, std::vector<HeaderField> headers = {},
                             std::string_view method = "GET") const {
        const StaticSite site({.root = folder / "web",
                               .media = folder / "media",
                               .pages = pages,
                               .headers = {{"x-site", "yes"}},
                               .origin_header = {}});
        return site.answer({.method = method,
                            .target = path,
                            .path = path,
                            .query = {},
                            .version = 11,
                            .headers = std::move(headers),
                            .body = {}});
    }
    static std::string header(const Answer& answer, std::string_view name) {
        for (const auto& [key, value] : answer.headers)
            if (key == name) return value;
        return {};
    }
};

TEST_F(SiteTest, ServesTheIndexForPathsWithoutExtension) {
    for (const char* path : {"/", "/products/copper-teapot", "/orders/", "/index.html"}) {
        const Answer answer = get(path);
        EXPECT_EQ(answer.status, 200) << path;
        EXPECT_EQ(answer.body, "<main>") << path;
        EXPECT_EQ(header(answer, "content-type"), "text/html; charset=utf-8");
        EXPECT_EQ(header(answer, "cache-control"), "no-cache");
        EXPECT_EQ(header(answer, "x-site"), "yes");
    }
}

TEST_F(SiteTest, ServesTheIndexWith404ForUnknownPages) {
    pages = {"/", "/c/{slug}", "/orders", "/orders/{id}"};
    for (const char* path :
         {"/", "/c/kitchen", "/c/kitchen/", "/c/%C3%A9", "/orders", "/orders/", "/orders/7", "/index.html"})
        EXPECT_EQ(get(path).status, 200) << path;
    for (const char* path : {"/nowhere", "/c", "/c/", "/c/kitchen/pots", "/Orders", "/orders/7/8"}) {
        const Answer answer = get(path);
        EXPECT_EQ(answer.status, 404) << path;
        EXPECT_EQ(answer.body, "<main>") << path;
    }
    EXPECT_EQ(get("/orders//7").status, 404);
    const std::string etag = header(get("/nowhere"), "etag");
    EXPECT_EQ(get("/nowhere", {{"If-None-Match", etag}}).status, 304);
}

TEST_F(SiteTest, CachesHashedAssetsForever) {
    const Answer answer = get("/assets/index-B1xK9a_z.js");
    EXPECT_EQ(answer.body, "let a");
    EXPECT_EQ(header(answer, "content-type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(header(answer, "cache-control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(header(answer, "vary"), "accept-encoding");
    EXPECT_EQ(header(get("/robots.txt"), "cache-control"), "public, max-age=3600");
}

TEST_F(SiteTest, SendsBrotliWhenAccepted) {
    const Answer answer = get("/assets/index-B1xK9a_z.js", {{"Accept-Encoding", "gzip, br"}});
    EXPECT_EQ(answer.body, "br");
    EXPECT_EQ(header(answer, "content-encoding"), "br");
    EXPECT_EQ(header(answer, "content-type"), "text/javascript; charset=utf-8");
    EXPECT_NE(header(answer, "etag"), header(get("/assets/index-B1xK9a_z.js"), "etag"));
    EXPECT_EQ(get("/assets/index-B1xK9a_z.js", {{"Accept-Encoding", "br;q=0"}}).body, "let a");
    EXPECT_EQ(get("/robots.txt", {{"Accept-Encoding", "br"}}).body, "all");
}

TEST_F(SiteTest, SendsGzipWithoutBrotli) {
    const Answer answer = get("/assets/index-B1xK9a_z.js", {{"Accept-Encoding", "gzip"}});
    EXPECT_EQ(answer.body, "gz");
    EXPECT_EQ(header(answer, "content-encoding"), "gzip");
    EXPECT_EQ(header(answer, "content-type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(header(answer, "vary"), "accept-encoding");
    const std::string etag = header(answer, "etag");
    EXPECT_NE(etag, header(get("/assets/index-B1xK9a_z.js"), "etag"));
    EXPECT_NE(etag, header(get("/assets/index-B1xK9a_z.js", {{"Accept-Encoding", "br"}}), "etag"));
    const Answer again = get("/assets/index-B1xK9a_z.js", {{"Accept-Encoding", "gzip"}, {"If-None-Match", etag}});
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(header(again, "vary"), "accept-encoding");
}

TEST_F(SiteTest, SendsThePreferredAvailableCoding) {
    struct Case {
        std::string_view accept;
        std::string_view body;
    };
    for (const auto& [accept, body] : {Case{"gzip, deflate, br, zstd", "br"},
                                       Case{"br;q=0.5, gzip", "gz"},
                                       Case{"br;q=0.001, gzip;q=0.002", "gz"},
                                       Case{"GZIP", "gz"},
                                       Case{"x-gzip", "gz"},
                                       Case{"gzip ; q=1.0 , br;q=0", "gz"},
                                       Case{"*", "br"},
                                       Case{"*, br;q=0", "gz"},
                                       Case{"*;q=0.5, gzip", "gz"},
                                       Case{"identity, gzip;q=0.5", "let a"},
                                       Case{"gzip;q=0", "let a"},
                                       Case{"", "let a"},
                                       Case{"zstd, deflate", "let a"},
                                       Case{"identity;q=0, gzip", "gz"},
                                       Case{"*;q=0, gzip", "gz"},
                                       Case{"*;q=0, identity", "let a"},
                                       Case{"gzip;q=2", "let a"},
                                       Case{"gzip;q=", "let a"},
                                       Case{"gzip;q=0.1234", "let a"},
                                       Case{"gzip;level=9", "let a"},
                                       Case{",, gzip,", "gz"},
                                       Case{"br;q=oops, gzip;q=0.1", "gz"}})
        EXPECT_EQ(get("/assets/index-B1xK9a_z.js", {{"Accept-Encoding", accept}}).body, body) << accept;
    EXPECT_EQ(get("/assets/early-B1xK9a_z.js", {{"Accept-Encoding", "gzip, br"}}).body, "early gz");
    EXPECT_EQ(get("/assets/early-B1xK9a_z.js", {{"Accept-Encoding", "br"}}).body, "early");
}

TEST_F(SiteTest, Answers406WithoutAnAcceptableCoding) {
    for (const char* accept : {"identity;q=0", "*;q=0", "zstd, identity;q=0", "zstd, *;q=0.0"}) {
        const Answer answer = get("/assets/index-B1xK9a_z.js", {{"Accept-Encoding", accept}});
        EXPECT_EQ(answer.status, 406) << accept;
        EXPECT_EQ(header(answer, "vary"), "accept-encoding") << accept;
    }
    EXPECT_EQ(get("/robots.txt", {{"Accept-Encoding", "gzip, identity;q=0"}}).status, 406);
    EXPECT_EQ(get("/gone.txt", {{"Accept-Encoding", "identity;q=0"}}).status, 404);
    EXPECT_EQ(get("/media/products/pot/abc-320.avif", {{"Accept-Encoding", "identity;q=0"}}).status, 200);
}

TEST_F(SiteTest, JoinsRepeatedListHeaders) {
    EXPECT_EQ(get("/assets/index-B1xK9a_z.js", {{"Accept-Encoding", "gzip"}, {"accept-encoding", "br"}}).body, "br");
    const std::string etag = header(get("/robots.txt"), "etag");
    EXPECT_EQ(get("/robots.txt", {{"If-None-Match", "\"other\""}, {"If-None-Match", etag}}).status, 304);
}

TEST_F(SiteTest, Answers304ToAMatchingETag) {
    const std::string etag = header(get("/robots.txt"), "etag");
    const Answer again = get("/robots.txt", {{"If-None-Match", "\"other\", W/" + etag}});
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.body, "");
    EXPECT_EQ(header(again, "etag"), etag);
    EXPECT_EQ(get("/robots.txt", {{"If-None-Match", "\"other\""}}).status, 200);
}

TEST_F(SiteTest, ServesPicturesFromTheMediaFolder) {
    const Answer answer = get("/media/products/pot/abc-320.avif");
    EXPECT_EQ(answer.body, "avif");
    EXPECT_EQ(header(answer, "content-type"), "image/avif");
    EXPECT_EQ(header(answer, "cache-control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(get("/media/products/pot/missing-320.avif").status, 404);
    EXPECT_EQ(get("/media/products/pot").status, 404);
}

TEST_F(SiteTest, RefusesPathTraversal) {
    for (const char* path :
         {"/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2f..%2fsecret.txt", "/media/../../secret.txt",
          "/.env", "/assets/.hidden.js", "/..\\secret.txt", "//etc/passwd.txt", "/a%00.txt", "/%zz.txt"})
        EXPECT_EQ(get(path).status, 404) << path;
}

TEST_F(SiteTest, RefusesLinksOutOfItsFolders) {
    fs::create_symlink(folder / "secret.txt", folder / "web/link.txt");
    EXPECT_EQ(get("/link.txt").status, 404);
}

// To open it would take whoever writes into it, and the network thread with it.
TEST_F(SiteTest, DoesNotBlockOnAPipe) {
    ASSERT_EQ(::mkfifo((folder / "web/pipe.txt").c_str(), 0600), 0);
    EXPECT_EQ(get("/pipe.txt").status, 404);
}

TEST_F(SiteTest, Answers404ForAMissingFile) {
    EXPECT_EQ(get("/assets/gone-12345678.js").status, 404);
    EXPECT_EQ(header(get("/assets/gone-12345678.js"), "x-site"), "yes");
}

TEST_F(SiteTest, ExplainsASiteThatIsNotBuilt) {
    fs::remove(folder / "web/index.html");
    const Answer answer = get("/");
    EXPECT_EQ(answer.status, 503);
    EXPECT_NE(answer.body.find("./dev build"), std::string::npos);
}

TEST_F(SiteTest, IsReadOnly) {
    const Answer answer = get("/robots.txt", {}, "POST");
    EXPECT_EQ(answer.status, 405);
    EXPECT_EQ(header(answer, "allow"), "GET, HEAD");
}

TEST(HashedAssetTest, RequiresAHashOfEightCharacters) {
    EXPECT_TRUE(is_hashed_asset("assets/a-b-B1xK9a_z.js.map"));
    EXPECT_TRUE(is_hashed_asset("assets/fonts/inter-B1x-9a_z.woff2"));
    EXPECT_FALSE(is_hashed_asset("assets/my-component.js"));
    EXPECT_FALSE(is_hashed_asset("assets/index.js"));
    EXPECT_FALSE(is_hashed_asset("other/index-B1xK9a_z.js"));
}

}  // namespace
}  // namespace vitrine::host::gateway
