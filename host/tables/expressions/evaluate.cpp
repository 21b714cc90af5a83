#include "host/tables/expressions/evaluate.hpp"

#include <algorithm>
#include <compare>

#include "host/tables/expressions/document.hpp"

namespace vitrine::host::tables {
namespace {

// An operand's value on an item: borrowed, or computed and held here.
class ResolvedOperand {
public:
    ResolvedOperand(const Operand& operand, const Item& item) {
        if (const auto* path = std::get_if<Path>(&operand)) {
            value_ = find(item, *path);
        } else if (const auto* value = std::get_if<Value>(&operand)) {
            value_ = value;
        } else if (const Value* measured = find(item, std::get<SizeOf>(operand).path)) {
            const auto count = count_of(*measured);
            if (!count) return;
            computed_.v = Number(static_cast<std::int64_t>(*count));
            value_ = &computed_;
        }
    }
    ResolvedOperand(const ResolvedOperand&) = delete;
    ResolvedOperand& operator=(const ResolvedOperand&) = delete;
    [[nodiscard]] const Value* get() const { return value_; }

private:
    Value computed_;
    const Value* value_ = nullptr;
};

bool compare(const Value* left, Comparator how, const Value* right) {
    const bool both = left != nullptr && right != nullptr;
    if (how == Comparator::equal) return both && *left == *right;
    if (how == Comparator::not_equal) return !both || !(*left == *right);
    if (!both) return false;
    const auto relation = order(*left, *right);
    switch (how) {
        case Comparator::less:
            return relation < 0;
        case Comparator::less_equal:
            return relation <= 0;
        case Comparator::greater:
            return relation > 0;
        default:
            return relation >= 0;
    }
}

bool begins_with(const Value& value, const Value& prefix) {
    if (const auto* text = value.as<std::string>())
        if (const auto* start = prefix.as<std::string>()) return text->starts_with(*start);
    if (const auto* binary = value.as<Binary>())
        if (const auto* start = prefix.as<Binary>()) return binary->bytes.starts_with(start->bytes);
    return false;
}

bool contains(const Value& value, const Value& member) {
    if (const auto* list = value.as<List>()) return std::ranges::find(*list, member) != list->end();
    if (const auto* text = member.as<std::string>()) {
        if (const auto* within = value.as<std::string>()) return within->find(*text) != within->npos;
        if (const auto* set = value.as<StringSet>()) return set->contains(*text);
    }
    if (const auto* number = member.as<Number>())
        if (const auto* set = value.as<NumberSet>()) return set->contains(*number);
    if (const auto* binary = member.as<Binary>()) {
        if (const auto* within = value.as<Binary>()) return within->bytes.find(binary->bytes) != std::string::npos;
        if (const auto* set = value.as<BinarySet>()) return set->contains(*binary);
    }
    return false;
}

struct ConditionEvaluator {
    const Item& item;

    bool operator()(const Compare& test) const {
        const ResolvedOperand left(test.left, item);
        const ResolvedOperand right(test.right, item);
        return compare(left.get(), test.how, right.get());
    }
    bool operator()(const Between& test) const {
        const ResolvedOperand what(test.what, item);
        const ResolvedOperand low(test.low, item);
        const ResolvedOperand high(test.high, item);
        return compare(what.get(), Comparator::greater_equal, low.get()) &&
               compare(what.get(), Comparator::less_equal, high.get());
    }
    bool operator()(const In& test) const {
        const ResolvedOperand what(test.what, item);
        return std::ranges::any_of(test.among, [&](const Operand& operand) {
            const ResolvedOperand member(operand, item);
            return compare(what.get(), Comparator::equal, member.get());
        });
    }
    bool operator()(const Exists& test) const { return (find(item, test.path) != nullptr) == test.wanted; }
    bool operator()(const HasType& test) const {
        const Value* value = find(item, test.path);
        return value != nullptr && type_name(*value) == test.type;
    }
    bool operator()(const BeginsWith& test) const {
        const ResolvedOperand what(test.what, item);
        const ResolvedOperand prefix(test.prefix, item);
        return what.get() != nullptr && prefix.get() != nullptr && begins_with(*what.get(), *prefix.get());
    }
    bool operator()(const Contains& test) const {
        const ResolvedOperand what(test.what, item);
        const ResolvedOperand member(test.member, item);
        return what.get() != nullptr && member.get() != nullptr && contains(*what.get(), *member.get());
    }
    bool operator()(const All& all) const {
        return std::ranges::all_of(all.of, [this](const Condition& c) { return matches(c, item); });
    }
    bool operator()(const Any& any) const {
        return std::ranges::any_of(any.of, [this](const Condition& c) { return matches(c, item); });
    }
    bool operator()(const Not& negated) const { return !matches(negated.of.front(), item); }
};

}  // namespace

bool matches(const Condition& condition, const Item& item) {
    return std::visit(ConditionEvaluator{item}, condition.node);
}

}  // namespace vitrine::host::tables
