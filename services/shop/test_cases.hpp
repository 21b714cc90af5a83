// The cases that C++ and TypeScript judge alike: tests/cases/NAME.json, read by both.
#pragma once

#include <boost/json/parse.hpp>
#include <fstream>
#include <sstream>
#include <string>

namespace shop::testing {

inline boost::json::array cases(const std::string& name) {
    std::ifstream file("tests/cases/" + name + ".json");
    std::ostringstream text;
    text << file.rdbuf();
    return boost::json::parse(text.str()).at("cases").as_array();
}

inline std::string text_of(const boost::json::value& of, std::string_view name) {
    return std::string(of.at(name).as_string());
}

}  // namespace shop::testing
