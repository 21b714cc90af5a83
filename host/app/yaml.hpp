// Reading YAML that may be wrong: every reader records what it did not like, and goes on.
#pragma once

#include <yaml-cpp/yaml.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/app/mistakes.hpp"

namespace vitrine::host {

struct Entry {
    std::string key;
    YAML::Mark mark;  // of the key
    YAML::Node value;
};

// The entries of a map, in the order of the file; a key that stands twice is a mistake and read once.
// `what` names the node in messages: "functions.catalog".
[[nodiscard]] std::vector<Entry> entries(const YAML::Node& node, const std::string& what, Mistakes& mistakes);

// A map with a fixed set of keys. Others are mistakes.
class Fields {
public:
    Fields(const YAML::Node& node, std::string what, std::vector<std::string> known, Mistakes& mistakes);

    // Undefined where absent.
    [[nodiscard]] YAML::Node optional(std::string_view key) const;
    // As optional, and a mistake where absent.
    [[nodiscard]] YAML::Node required(std::string_view key) const;
    // "functions.catalog.memory"
    [[nodiscard]] std::string name_of(std::string_view key) const;

private:
    std::string what_;
    YAML::Mark mark_;
    std::vector<Entry> entries_;
    Mistakes& mistakes_;
};

// Each returns nullopt for an undefined node (silently: whoever needs it says so) and for a wrong one (recorded).
[[nodiscard]] std::optional<std::string> read_text(const YAML::Node&, const std::string& what, Mistakes&);
// One of `choices`, as written.
[[nodiscard]] std::optional<std::string> read_choice(const YAML::Node&, const std::string& what,
                                                     const std::vector<std::string>& choices, Mistakes&);
// Both ends of `range` belong to it.
[[nodiscard]] std::optional<int> read_integer(const YAML::Node&, const std::string& what, std::pair<int, int> range,
                                              Mistakes&);
// true or false in any of YAML's core spellings; yes and no are none.
[[nodiscard]] std::optional<bool> read_flag(const YAML::Node&, const std::string& what, Mistakes&);
// "30 seconds", "1 minute", "2 hours", "7 days".
[[nodiscard]] std::optional<std::chrono::seconds> read_duration(
    const YAML::Node&, const std::string& what, std::pair<std::chrono::seconds, std::chrono::seconds> range, Mistakes&);
// A name of ours: lower-case letters, digits and hyphens, 1 to 48.
[[nodiscard]] bool check_name(const Entry& entry, std::string_view kind, Mistakes&);

// Hands the document of a file to `read`. A file that cannot be read, or is not YAML, is a mistake.
void read_yaml(const std::filesystem::path& file, Mistakes& mistakes,
               const std::function<void(const YAML::Node&)>& read);

// The nodes of a list; empty where undefined or wrong.
[[nodiscard]] std::vector<YAML::Node> read_list(const YAML::Node&, const std::string& what, Mistakes&);

}  // namespace vitrine::host
