#include "services/http/routes.hpp"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <set>

namespace shop {
namespace {

TEST(Routes, AreThoseOfTheTopology) {
    std::set<std::string> declared;
    for (const auto& route : YAML::LoadFile("app.yaml")["http"]) declared.insert(route.first.as<std::string>());
    const auto built = route_keys();
    EXPECT_EQ(std::set<std::string>(built.begin(), built.end()), declared);
}

TEST(Routes, TellTheMethodsThatAPathKnows) {
    EXPECT_EQ(allowed_methods("/api/v1/products"), "GET, HEAD, POST");
    EXPECT_EQ(allowed_methods("/api/v1/products/teapot"), "DELETE, GET, HEAD");
    EXPECT_EQ(allowed_methods("/api/v1/products/teapot/content"), "GET, HEAD, PATCH");
    EXPECT_EQ(allowed_methods("/api/v1/baskets/b1/lines/teapot"), "DELETE, PUT");
}

TEST(Routes, KnowNoMethodOfAnUnknownPath) {
    for (const char* path :
         {"/api/v1", "/api/v1/", "/api/v1/product", "/api/v1/products/a/b", "/api/v1/baskets/b1/lines", "/api"}) {
        EXPECT_EQ(allowed_methods(path), "") << path;
    }
}

}  // namespace
}  // namespace shop
