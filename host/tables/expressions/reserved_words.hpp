// Words that expressions may not use as attribute names without a placeholder.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html
#pragma once

#include <string_view>

namespace vitrine::host::tables {

// Any case.
[[nodiscard]] bool is_reserved(std::string_view word);

}  // namespace vitrine::host::tables
