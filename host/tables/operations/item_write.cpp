#include "host/tables/operations/item_write.hpp"

#include <array>

#include "host/tables/expressions/document.hpp"
#include "host/tables/expressions/evaluate.hpp"
#include "host/tables/expressions/parser.hpp"
#include "host/tables/expressions/update.hpp"
#include "host/tables/protocol/value_json.hpp"
#include "host/tables/storage/keys.hpp"

namespace vitrine::host::tables {
namespace {

struct Choice {
    std::string_view name;
    ReturnValues meaning;
    bool update_only;
};
constexpr std::array<Choice, 5> choices{{{"NONE", ReturnValues::none, false},
                                         {"ALL_OLD", ReturnValues::all_old, false},
                                         {"UPDATED_OLD", ReturnValues::updated_old, true},
                                         {"ALL_NEW", ReturnValues::all_new, true},
                                         {"UPDATED_NEW", ReturnValues::updated_new, true}}};

Result<void> take_returns(const Members& request, ItemWrite& write) {
    const auto text = request.text("ReturnValues");
    if (!text) return std::unexpected(text.error());
    const std::string_view name = text->value_or("NONE");
    for (const Choice& choice : choices) {
        if (choice.name != name) continue;
        if (choice.update_only && write.kind != ItemWrite::Kind::update)
            return invalid("Return values set to invalid value");
        write.returns = choice.meaning;
        return {};
    }
    return invalid("1 validation error detected: Value '" + std::string(name) +
                   "' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, "
                   "UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]");
}

Result<void> take_show_on_failure(const Members& request, ItemWrite& write) {
    const auto text = request.text("ReturnValuesOnConditionCheckFailure");
    if (!text) return std::unexpected(text.error());
    const std::string_view name = text->value_or("NONE");
    if (name != "NONE" && name != "ALL_OLD")
        return invalid(
            "1 validation error detected: Value '" + std::string(name) +
            "' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum "
            "value set: [ALL_OLD, NONE]");
    write.show_on_failure = name == "ALL_OLD";
    return {};
}

Result<void> take_target(const Members& request, ItemWrite& write) {
    if (write.kind != ItemWrite::Kind::put) {
        auto key = key_member(*write.schema, request, "Key");
        if (!key) return std::unexpected(std::move(key.error()));
        write.key = std::move(*key);
        return {};
    }
    const auto json = request.required("Item");
    if (!json) return std::unexpected(json.error());
    auto item = read_item(**json);
    if (!item) return std::unexpected(std::move(item.error()));
    auto key = key_of_item(*write.schema, *item);
    if (!key) return std::unexpected(std::move(key.error()));
    write.item = std::move(*item);
    write.key = std::move(*key);
    return check_item(*write.schema, write.item);
}

Result<void> take_update(const Members& request, Placeholders& placeholders, ItemWrite& write) {
    const auto text = request.text("UpdateExpression");
    if (!text) return std::unexpected(text.error());
    if (!*text) return {};
    auto update = parse_update(**text, placeholders);
    if (!update) return std::unexpected(std::move(update.error()));
    for (const Path& path : update->targets())
        if (const auto& root = std::get<std::string>(path.front()); write.schema->is_key(root))
            return invalid("One or more parameter values were invalid: Cannot update attribute " + root +
                           ". This attribute is part of the key");
    write.update = std::move(*update);
    return {};
}

Result<void> take_expressions(const Members& request, ItemWrite& write) {
    auto placeholders = Placeholders::read(request);
    if (!placeholders) return std::unexpected(std::move(placeholders.error()));
    if (write.kind == ItemWrite::Kind::update)
        if (auto taken = take_update(request, *placeholders, write); !taken) return taken;
    auto condition = condition_member(request, "ConditionExpression", *placeholders);
    if (!condition) return std::unexpected(std::move(condition.error()));
    write.condition = std::move(*condition);
    const bool any = write.condition || request.find("UpdateExpression") != nullptr;
    return placeholders->check_all_used(any, write.kind == ItemWrite::Kind::update
                                                 ? "UpdateExpression and ConditionExpression are null"
                                                 : "ConditionExpression is null");
}

std::unexpected<Failure> condition_failed(const ItemWrite& write, const Found& found) {
    Failure failure{Fault::condition_failed, "The conditional request failed", {}};
    if (write.show_on_failure && found.item) failure.members = "\"Item\":" + found.stored.text;
    return std::unexpected(std::move(failure));
}

}  // namespace

Result<ItemWrite> item_write(const Caller& caller, const Members& request, ItemWrite::Kind kind,
                             std::string_view action) {
    const auto schema = caller.table(request, action);
    if (!schema) return std::unexpected(schema.error());
    ItemWrite write{
        .kind = kind, .schema = *schema, .key = {}, .encoded_key = {}, .item = {}, .update = {}, .condition = {}};
    for (auto* take : {take_target, take_returns, take_show_on_failure, take_expressions})
        if (auto taken = take(request, write); !taken) return std::unexpected(std::move(taken.error()));
    write.encoded_key = item_key(*write.schema, write.key);
    return write;
}

Result<PlannedWrite> plan_write(WriteSession& session, const ItemWrite& write) {
    PlannedWrite planned{session.find(*write.schema, write.encoded_key), {}};
    if (planned.found.stored.id != 0 && !planned.found.item)
        return failed(Fault::internal, "A stored item cannot be read");
    if (write.condition && !matches(*write.condition, planned.found.or_empty()))
        return condition_failed(write, planned.found);
    switch (write.kind) {
        case ItemWrite::Kind::erase:
            return planned;
        case ItemWrite::Kind::check:
            planned.after = planned.found.item;
            return planned;
        case ItemWrite::Kind::put:
            planned.after = write.item;
            return planned;
        case ItemWrite::Kind::update:
            break;
    }
    auto after = updated(planned.found.item ? *planned.found.item : write.key, write.update);
    if (!after) return std::unexpected(std::move(after.error()));
    if (auto checked = check_updated_item(*write.schema, *after); !checked)
        return std::unexpected(std::move(checked.error()));
    planned.after = std::move(*after);
    return planned;
}

void apply(WriteSession& session, const ItemWrite& write, const PlannedWrite& planned) {
    if (write.kind == ItemWrite::Kind::check) return;
    session.replace(*write.schema, write.encoded_key, planned.found, planned.after ? &*planned.after : nullptr);
}

std::string answer_of(const ItemWrite& write, const PlannedWrite& planned) {
    const bool old = write.returns == ReturnValues::all_old || write.returns == ReturnValues::updated_old;
    const Item* shown = old ? planned.found.get() : planned.after ? &*planned.after : nullptr;
    if (write.returns == ReturnValues::none || shown == nullptr) return "{}";
    const bool whole = write.returns == ReturnValues::all_old || write.returns == ReturnValues::all_new;
    std::string out = R"({"Attributes":)";
    if (!whole) {
        const Item part = project(*shown, write.update.targets());
        if (part.empty()) return "{}";
        write_item(out, part);
    } else {
        write_item(out, *shown);
    }
    return out + '}';
}

}  // namespace vitrine::host::tables
