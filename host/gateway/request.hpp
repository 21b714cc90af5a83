// One HTTP request as it came, and the reader that makes it out of bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::host::gateway {

struct HeaderField {
    std::string_view name;  // as sent
    std::string_view value;
};

// Views are valid until the reader that filled it starts on the next request.
struct Request {
    std::string_view method;
    std::string_view target;           // as sent, percent-encoded
    std::string_view path;             // before the '?'; or the asterisk of `OPTIONS *`
    std::string_view query;            // after it
    int version = 11;                  // 10 or 11
    std::vector<HeaderField> headers;  // Host is the target's own where that is in absolute form
    std::string body;

    // The first field of that name, in any case; nullopt where there is none.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
    // All fields of that name as the one list that they are (RFC 9110 section 5.3); empty where there is none.
    [[nodiscard]] std::string list(std::string_view name) const;
    // Fields of that name, in any case.
    [[nodiscard]] std::size_t count(std::string_view name) const;
    // Does a comma-separated list of that name hold the token (RFC 9110 section 5.6.1), in any case?
    [[nodiscard]] bool header_lists(std::string_view name, std::string_view token) const;
    // HTTP/1.0 closes, whatever its Connection says.
    [[nodiscard]] bool keep_alive() const { return version >= 11 && !header_lists("connection", "close"); }
};

// ASCII, as header names and tokens are compared.
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);

// Reads requests one after another from a connection's bytes. Strict: what could be read in two ways is refused
// (RFC 9112 sections 6.3 and 11.2). It takes whatever it is given, and keeps what it cannot read yet: whoever feeds it
// has nothing to offer again, and so no loop to turn without an end.
class RequestReader {
public:
    struct Limits {
        std::size_t head;  // request line and header values
        std::size_t body;
    };
    // head, body: all that came has been read as far as it goes, and more is needed.
    enum class State { head, body, done, refused };

    explicit RequestReader(Limits limits);
    ~RequestReader();
    RequestReader(RequestReader&&) noexcept;
    RequestReader& operator=(RequestReader&&) noexcept;

    // Takes all of `data`. What follows a request that is done is kept for the next.
    State feed(std::string_view data);
    // Forgets the request in hand, and reads the next as far as it has come.
    State next();
    // Has anything of the request in hand come?
    [[nodiscard]] bool begun() const;
    // What came behind a request that is done: another protocol's, where the connection changes to one.
    [[nodiscard]] std::string take_rest();

    // As the last feed() or next() left it.
    [[nodiscard]] State state() const;
    // The status to refuse with: 400, 413, 431, 501 or 505.
    [[nodiscard]] int refusal() const;
    // The client waits for `100 Continue` before it sends the body.
    [[nodiscard]] bool expects_continue() const;
    // Whole when the state is done; method, target and headers are there from state body on.
    [[nodiscard]] const Request& request() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace vitrine::host::gateway
