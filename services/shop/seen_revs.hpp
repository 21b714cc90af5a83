// The revisions of a thing that a caller may have seen (If-Match).
#pragma once

#include <algorithm>
#include <vector>

#include "services/shop/ids.hpp"

namespace shop {

struct SeenRevs {
    bool any = false;
    std::vector<Rev> revs;
    [[nodiscard]] bool admits(Rev rev) const { return any || std::ranges::find(revs, rev) != revs.end(); }
};
inline const SeenRevs whatever_rev{true, {}};

}  // namespace shop
