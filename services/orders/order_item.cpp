#include "services/orders/order_item.hpp"

#include <utility>

#include "lib/hash.hpp"
#include "services/orders/payment.hpp"
#include "services/products/image_item.hpp"
#include "services/products/product_shape.hpp"
#include "services/shop/tokens.hpp"
#include "services/store/item_reader.hpp"

namespace shop {
namespace {

constexpr std::string_view order_prefix = "order#";

store::Value line_value(const OrderLine& line) {
    store::Map value{{"productId", line.product.text()},
                     {"name", line.name},
                     {"quantity", line.quantity.units()},
                     {"unitPrice", line.unit_price.minor()},
                     {"lineTotal", line.total.minor()}};
    if (line.image) {
        ValueBuilder image;
        write_image(image, *line.image, Sources::card);
        value.emplace("image", image.take());
    }
    return value;
}

std::optional<std::string> optional_text(store::ItemReader& in, std::string_view name) {
    return in.find(name) ? std::optional(std::string(in.text(name))) : std::nullopt;
}

std::expected<OrderLine, store::ItemFault> line_from(const store::Value& value) {
    if (!value.map()) return std::unexpected(store::ItemFault{"lines"});
    store::ItemReader in(*value.map());
    auto product = in.parsed("productId", ProductId::parse);
    const auto quantity = Quantity::of(in.number("quantity"));
    if (in.fault() || !quantity) return std::unexpected(store::ItemFault{"lines"});
    OrderLine line{*std::move(product), std::string(in.text("name")),  std::nullopt,
                   *quantity,           Money{in.number("unitPrice")}, Money{in.number("lineTotal")}};
    if (const auto* image = in.find("image")) {
        auto picture = image_from(*image);
        if (!picture) return std::unexpected(std::move(picture.error()));
        line.image = *std::move(picture);
    }
    if (in.fault()) return std::unexpected(store::ItemFault{"lines." + in.fault()->what});
    return line;
}

std::expected<HistoryEntry, store::ItemFault> entry_from(const store::Value& value) {
    if (!value.map()) return std::unexpected(store::ItemFault{"history"});
    store::ItemReader in(*value.map());
    const auto to = in.parsed("to", order_state_from);
    const auto by = in.parsed("by", actor_from);
    const auto from = in.find("from") ? in.parsed("from", order_state_from) : std::nullopt;
    const auto at = in.instant("at");
    auto note = optional_text(in, "note");
    if (in.fault()) return std::unexpected(store::ItemFault{"history." + in.fault()->what});
    return HistoryEntry{at, from, *to, *by, std::move(note)};
}

template <typename Element, typename Parse>
void read_list(store::ItemReader& in, std::string_view name, std::vector<Element>& into, Parse parse) {
    for (const auto& value : in.list(name)) {
        auto element = parse(value);
        if (!element) return in.fail(element.error().what);
        into.push_back(*std::move(element));
    }
}

Customer customer_from(store::ItemReader& order) {
    store::ItemReader in(order.map("customer"));
    store::ItemReader address(in.map("address"));
    Customer customer{std::string(in.text("name")),
                      std::string(in.text("email")),
                      {std::string(address.text("line1")), optional_text(address, "line2"),
                       optional_text(address, "city").value_or(""), optional_text(address, "state").value_or(""),
                       optional_text(address, "postcode").value_or(""), std::string(address.text("country"))}};
    if (in.fault() || address.fault()) order.fail("customer");
    return customer;
}

Payment payment_from(store::ItemReader& order) {
    store::ItemReader in(order.map("payment"));
    const auto state = in.parsed("state", payment_state_from);
    Payment payment{state.value_or(PaymentState::none), optional_text(in, "method"), optional_text(in, "key"),
                    in.find("begunAt") ? std::optional(in.instant("begunAt")) : std::nullopt};
    if (in.fault()) order.fail("payment");
    return payment;
}

std::optional<OrderId> id_from(std::string_view pk) {
    return pk.starts_with(order_prefix) ? OrderId::parse(pk.substr(order_prefix.size())) : std::nullopt;
}

}  // namespace

store::Key order_key(const OrderId& id) {
    return {{"pk", std::string(order_prefix) + id.text()}};
}

std::string state_shard(OrderState state, int shard) {
    return std::string(name_of(state)) + '#' + std::to_string(shard);
}

// Orders lie in the shards that this gave them: never change it.
int shard_of(const OrderId& id) {
    return static_cast<int>(vitrine::fnv1a_32(id.text()) % order_shards);
}

std::string due_shard(int shard) {
    return "due#" + std::to_string(shard);
}

std::optional<Due> due_of(const Order& order) {
    const auto at = due_at(order);
    if (!at) return std::nullopt;
    return Due{due_shard(shard_of(order.id)), std::chrono::ceil<std::chrono::seconds>(*at).time_since_epoch().count()};
}

store::Value customer_value(const Customer& customer) {
    const Address& from = customer.address;
    store::Map address{{"line1", from.line1}, {"country", from.country}};
    if (from.line2) address.emplace("line2", *from.line2);
    if (!from.city.empty()) address.emplace("city", from.city);
    if (!from.state.empty()) address.emplace("state", from.state);
    if (!from.postcode.empty()) address.emplace("postcode", from.postcode);
    return store::Map{{"name", customer.name}, {"email", customer.email}, {"address", std::move(address)}};
}

store::Value payment_value(const Payment& payment) {
    store::Map value{{"state", name_of(payment.state)}};
    if (payment.method) value.emplace("method", *payment.method);
    if (payment.key) value.emplace("key", *payment.key);
    if (payment.begun_at) value.emplace("begunAt", vitrine::rfc3339(*payment.begun_at));
    return value;
}

store::Value history_value(const HistoryEntry& entry) {
    store::Map value{{"at", vitrine::rfc3339(entry.at)}, {"to", name_of(entry.to)}, {"by", name_of(entry.by)}};
    if (entry.from) value.emplace("from", name_of(*entry.from));
    if (entry.note) value.emplace("note", *entry.note);
    return value;
}

store::Item item_of(const StoredOrder& stored) {
    const Order& order = stored.order;
    store::List lines;
    for (const auto& line : order.lines) lines.push_back(line_value(line));
    store::List history;
    for (const auto& entry : order.history) history.push_back(history_value(entry));
    store::Item item = order_key(order.id);
    item.merge(store::Item{
        {"number", order.number},
        {"tokenHash", stored.token_hash},
        {"rev", order.rev.number},
        {"state", name_of(order.state)},
        {"stateShard", state_shard(order.state, shard_of(order.id))},
        {"lines", std::move(lines)},
        {"total", order.total.minor()},
        {"customer", customer_value(order.customer)},
        {"placedAt", vitrine::rfc3339(order.placed_at)},
        {"holdUntil", vitrine::rfc3339(order.hold_until)},
        {"payment", payment_value(order.payment)},
        {"history", std::move(history)},
    });
    if (auto due = due_of(order)) {
        item.emplace("dueShard", std::move(due->shard));
        item.emplace("dueAt", due->at);
    }
    return item;
}

std::expected<StoredOrder, store::ItemFault> order_from(const store::Item& item) {
    store::ItemReader in(item);
    auto id = in.parsed("pk", id_from);
    const auto state = in.parsed("state", order_state_from);
    if (in.fault()) return std::unexpected(*in.fault());
    StoredOrder stored{{.id = *std::move(id),
                        .number = std::string(in.text("number")),
                        .rev = {in.number("rev")},
                        .state = *state,
                        .lines = {},
                        .total = Money{in.number("total")},
                        .customer = customer_from(in),
                        .placed_at = in.instant("placedAt"),
                        .hold_until = in.instant("holdUntil"),
                        .payment = payment_from(in),
                        .history = {}},
                       std::string(in.text("tokenHash"))};
    read_list(in, "lines", stored.order.lines, line_from);
    read_list(in, "history", stored.order.history, entry_from);
    if (in.fault()) return std::unexpected(*in.fault());
    return stored;
}

bool is_past(const store::Item& order, Instant now) {
    const auto at = order.find("expiresAt");
    const std::int64_t* seconds = at == order.end() ? nullptr : at->second.number();
    return seconds != nullptr && *seconds <= vitrine::epoch_seconds(now);
}

std::string key_record_pk(const BasketId& basket, std::string_view idempotency_key) {
    return "key#" + hash_of(basket.text() + std::string(idempotency_key));
}

store::Item item_of(const KeyRecord& record) {
    return {{"pk", record.pk},
            {"bodyHash", record.body_hash},
            {"orderId", record.order.text()},
            {"expiresAt", vitrine::epoch_seconds(record.expires_at)}};
}

std::expected<KeyRecord, store::ItemFault> key_record_from(const store::Item& item) {
    store::ItemReader in(item);
    auto order = in.parsed("orderId", OrderId::parse);
    if (!order) return std::unexpected(*in.fault());
    KeyRecord record{std::string(in.text("pk")), std::string(in.text("bodyHash")), *std::move(order),
                     Instant{std::chrono::seconds{in.number("expiresAt")}}};
    if (in.fault()) return std::unexpected(*in.fault());
    return record;
}

}  // namespace shop
