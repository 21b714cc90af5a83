#include "host/tables/expressions/expression.hpp"

namespace vitrine::host::tables {

std::vector<Path> Update::targets() const {
    std::vector<Path> paths;
    paths.reserve(set.size() + remove.size() + add.size() + erase.size());
    for (const auto& assignment : set) paths.push_back(assignment.path);
    paths.insert(paths.end(), remove.begin(), remove.end());
    for (const auto* clauses : {&add, &erase})
        for (const auto& clause : *clauses) paths.push_back(clause.path);
    return paths;
}

std::string to_string(const Path& path) {
    std::string out = "[";
    for (const Step& step : path) {
        if (out.size() > 1) out += ", ";
        if (const auto* name = std::get_if<std::string>(&step))
            out += *name;
        else
            out += '[' + std::to_string(std::get<std::size_t>(step)) + ']';
    }
    return out + ']';
}

}  // namespace vitrine::host::tables
