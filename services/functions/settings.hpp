// A function's settings, checked when it starts. What is missing or malformed is noted; the function does not serve
// then. Values are never shown: some are secrets' hashes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "services/aws/environment.hpp"
#include "services/shop/money.hpp"

namespace shop::functions {

class Settings {
public:
    // Notes also what is wrong with LOG_LEVEL and with the variables that Lambda and AWS's SDKs define.
    explicit Settings(aws::Variables variables);

    // Each notes a variable that is not set or of another form; what it returns then is not to be used.
    [[nodiscard]] std::string table(const char* name);  // 3 to 255 of a-z A-Z 0-9 _ . -
    [[nodiscard]] std::string word(const char* name);   // 1 to 48 of a-z 0-9 -
    [[nodiscard]] bool flag(const char* name);          // true or false; empty is false
    [[nodiscard]] std::int64_t number(const char* name, std::int64_t least, std::int64_t most);
    [[nodiscard]] Currency currency(const char* name);  // a code of ISO 4217 with a minor unit
    enum class None { allowed, refused };
    [[nodiscard]] std::string hashes(const char* name, None none);  // SHA-256 in hex, with commas between
    [[nodiscard]] std::string origins(const char* name);            // SCHEME://HOST[:PORT], with commas between
    void check_url(const char* name);
    void check_optional_url(const char* name);

    // One line of all that is wrong; empty where nothing is.
    [[nodiscard]] const std::string& mistakes() const { return mistakes_; }

private:
    // The value as set, with a note where it does not fit; empty, with a note, where it is not set at all.
    [[nodiscard]] std::string checked(const char* name, const std::function<bool(std::string_view)>& fits,
                                      std::string_view form);
    void note(const char* name, std::string_view what);

    aws::Variables variables_;
    std::string mistakes_;
};

}  // namespace shop::functions
