// The revisions of a thing that a caller may have seen (If-Match).
#pragma once

#include <algorithm>
#include <vector>

#include "services/domain/ids.hpp"

namespace shop::application {

struct SeenRevs {
    bool any = false;
    std::vector<domain::Rev> revs;
    [[nodiscard]] bool admits(domain::Rev rev) const { return any || std::ranges::find(revs, rev) != revs.end(); }
};
inline const SeenRevs whatever_rev{true, {}};

}  // namespace shop::application
