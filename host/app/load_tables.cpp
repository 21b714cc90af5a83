// Sections tables and buckets.
#include <fmt/format.h>

#include <array>

#include "host/app/load.hpp"
#include "host/app/regex.hpp"

namespace vitrine::host {

namespace {

std::optional<KeyAttribute> read_key_attribute(const YAML::Node& node, const std::string& what, Mistakes& mistakes) {
    const auto text = read_text(node, what, mistakes);
    if (!text) return std::nullopt;
    static const Regex form("([A-Za-z_][A-Za-z0-9_.-]{0,254}):([SNB])");
    const auto parts = form.parts_of(*text);
    if (!parts) {
        mistakes.add(node.Mark(),
                     fmt::format("{} is '{}', not an attribute with its type such as id:S (S, N or B)", what, *text));
        return std::nullopt;
    }
    const char type = (*parts)[2].front();
    return KeyAttribute{(*parts)[1], type == 'S'   ? AttributeType::string
                                     : type == 'N' ? AttributeType::number
                                                   : AttributeType::binary};
}

void read_projection(const YAML::Node& node, const std::string& what, Index& index, Mistakes& mistakes) {
    if (!node.IsDefined()) return;
    if (!node.IsSequence()) {
        if (const auto choice = read_choice(node, what, {"all", "keys"}, mistakes)) index.projection = *choice;
        return;
    }
    index.projection = "include";
    for (const YAML::Node& element : read_list(node, what, mistakes)) {
        if (auto name = read_text(element, what, mistakes)) index.included.push_back(std::move(*name));
    }
}

void read_indexes(const YAML::Node& node, const std::string& what, Table& table, Mistakes& mistakes) {
    for (const Entry& entry : entries(node, what, mistakes)) {
        if (!check_name(entry, "index", mistakes)) continue;
        const Fields fields(entry.value, fmt::format("{}.{}", what, entry.key), {"partition", "sort", "projection"},
                            mistakes);
        Index index;
        index.name = entry.key;
        if (auto key = read_key_attribute(fields.required("partition"), fields.name_of("partition"), mistakes)) {
            index.partition = std::move(*key);
        }
        index.sort = read_key_attribute(fields.optional("sort"), fields.name_of("sort"), mistakes);
        read_projection(fields.optional("projection"), fields.name_of("projection"), index, mistakes);
        table.indexes.push_back(std::move(index));
    }
}

StreamView read_stream_view(const YAML::Node& node, const std::string& what, Mistakes& mistakes) {
    const auto choice = read_choice(node, what, {"keys", "new", "old", "new-and-old"}, mistakes);
    if (!choice) return StreamView::none;
    if (*choice == "keys") return StreamView::keys;
    if (*choice == "new") return StreamView::new_image;
    return *choice == "old" ? StreamView::old_image : StreamView::new_and_old;
}

Table read_table(const Entry& entry, const std::string& what, Mistakes& mistakes) {
    const Fields fields(entry.value, what, {"key", "ttl", "stream", "indexes"}, mistakes);
    Table table;
    table.name = entry.key;
    const YAML::Node key_node = fields.required("key");
    if (key_node.IsDefined()) {
        const Fields key(key_node, fields.name_of("key"), {"partition", "sort"}, mistakes);
        if (auto partition = read_key_attribute(key.required("partition"), key.name_of("partition"), mistakes)) {
            table.partition = std::move(*partition);
        }
        table.sort = read_key_attribute(key.optional("sort"), key.name_of("sort"), mistakes);
    }
    table.ttl = read_text(fields.optional("ttl"), fields.name_of("ttl"), mistakes);
    table.stream = read_stream_view(fields.optional("stream"), fields.name_of("stream"), mistakes);
    read_indexes(fields.optional("indexes"), fields.name_of("indexes"), table, mistakes);
    return table;
}

}  // namespace

void read_tables(const YAML::Node& node, App& app, Mistakes& mistakes) {
    for (const Entry& entry : entries(node, "tables", mistakes)) {
        if (!check_name(entry, "table", mistakes)) continue;
        app.tables.emplace(entry.key, read_table(entry, "tables." + entry.key, mistakes));
    }
}

void read_buckets(const YAML::Node& node, App& app, Mistakes& mistakes) {
    for (const Entry& entry : entries(node, "buckets", mistakes)) {
        if (!check_name(entry, "bucket", mistakes)) continue;
        if (!entry.value.IsNull()) {
            const Fields fields(entry.value, "buckets." + entry.key, {}, mistakes);  // none are known yet
        }
        app.buckets.emplace(entry.key, Bucket{entry.key});
    }
}

}  // namespace vitrine::host
