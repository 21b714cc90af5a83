// What a listener for one's own processes lets in: whoever names it by its address, and no browser.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine::host {

// Is this a header that browsers set and that scripts in a page cannot take away? https://www.w3.org/TR/fetch-metadata/
// Sec-Fetch-Mode is none of them: Node's fetch sends it, too, and browsers send it with the others.
[[nodiscard]] bool is_browser_header(std::string_view name);

// The one Host that such a listener is asked for: any other is a name that somebody made point here.
[[nodiscard]] std::string loopback_authority(std::uint16_t port);

}  // namespace vitrine::host
