// Where a page of a list of products ended, as an opaque text and back.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "services/catalogue/list_request.hpp"

namespace shop {
namespace {

ProductId any_id() {
    const auto letters = *rc::gen::nonEmpty(rc::gen::container<std::string>(
        rc::gen::oneOf(rc::gen::inRange('a', 'z'), rc::gen::inRange('0', '9'), rc::gen::just('-'))));
    return *ProductId::parse(('a' + letters).substr(0, 64));
}

RC_GTEST_PROP(Cursor, LeadsBackToWhereThePageEnded,
              (std::string query, std::int64_t number, std::string text, bool by_text)) {
    const QueryHash hash = QueryHash::of(query);
    const PageEnd end{by_text ? SortValue(text.substr(0, 160)) : SortValue(number), any_id()};
    const std::string cursor = encode_cursor(hash, end);
    RC_ASSERT(cursor.size() <= longest_cursor);
    const auto back = decode_page_end(hash, cursor);
    RC_ASSERT(back.has_value());
    RC_ASSERT((back->value == end.value));
    RC_ASSERT((back->id == end.id));
}

RC_GTEST_PROP(Cursor, OfProductsIsNoneWhateverGarbageComes, (std::string garbage)) {
    RC_ASSERT(!decode_page_end(QueryHash::of("products"), garbage));
}

}  // namespace
}  // namespace shop
