// A visitor of a std::variant made of lambdas, one for each alternative.
#pragma once

namespace vitrine {

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

}  // namespace vitrine
