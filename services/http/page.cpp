#include "services/http/page.hpp"

#include "services/shop/json_text.hpp"

namespace shop {

std::string list_json(const std::vector<std::string>& items, const std::optional<std::string>& cursor) {
    std::size_t size = 1024;
    for (const auto& item : items) size += item.size() + 1;
    return json_object(size, [&](JsonText& out) {
        out.key("items"), out.begin_list();
        for (const auto& item : items) out.raw(item);
        out.end_list();
        out.key("nextCursor");
        cursor ? out.text(*cursor) : out.null();
    });
}

}  // namespace shop
