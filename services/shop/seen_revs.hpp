// The revisions of a thing that a caller may have seen (If-Match).
#pragma once

#include <algorithm>
#include <vector>

#include "services/shop/ids.hpp"

namespace shop {

template <typename RevType>
struct SeenRevisions {
    bool any = false;  // `*`, or no If-Match
    std::vector<RevType> revs;
    [[nodiscard]] bool admits(RevType rev) const { return any || std::ranges::find(revs, rev) != revs.end(); }
};
using SeenRevs = SeenRevisions<Rev>;
using SeenContentRevs = SeenRevisions<ContentRev>;
inline const SeenRevs whatever_rev{true, {}};

}  // namespace shop
