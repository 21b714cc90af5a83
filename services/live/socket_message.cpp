#include "services/live/socket_message.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <initializer_list>

namespace shop::sockets {
namespace {

namespace json = boost::json;

constexpr ProblemType unknown_action{"unknown-action", 400, "The action is not known", "Say hello or ping."};
constexpr std::size_t metered_bytes = 32 * 1024;
constexpr std::size_t max_tokens = 20;
constexpr std::size_t longest_secret = 128;

std::string pointer_to(std::string_view parent, std::string_view name) {
    std::string pointer(parent);
    pointer += '/';
    for (const char c : name) {
        if (c == '~')
            pointer += "~0";
        else if (c == '/')
            pointer += "~1";
        else
            pointer += c;
    }
    return pointer;
}

void refuse_unknown(const json::object& object, std::string_view at, std::initializer_list<std::string_view> known,
                    FieldErrors& errors) {
    for (const auto& member : object)
        if (std::ranges::find(known, std::string_view(member.key())) == known.end())
            errors.push_back({pointer_to(at, member.key()), "There is no such field."});
}

// A secret of 1 to 128 characters; empty where it is not one.
vitrine::Secret read_secret(const json::value* value, std::string pointer, FieldErrors& errors) {
    const json::string* text = value ? value->if_string() : nullptr;
    if (text && !text->empty() && text->size() <= longest_secret) return vitrine::Secret(std::string(*text));
    errors.push_back({std::move(pointer), "It must be a text of 1 to 128 characters."});
    return {};
}

void read_topics(const json::object& object, Hello& hello, FieldErrors& errors) {
    const json::value* value = object.if_contains("topics");
    if (value == nullptr || !value->is_array()) {
        errors.push_back({"/topics", value ? "It must be a list." : "It is required."});
        return;
    }
    const json::array& topics = value->get_array();
    for (std::size_t i = 0; i < topics.size(); ++i) {
        const std::string pointer = "/topics/" + std::to_string(i);
        const json::string* name = topics[i].if_string();
        bool* topic = name && *name == "catalogue" ? &hello.catalogue
                      : name && *name == "studio"  ? &hello.studio
                                                   : nullptr;
        if (topic == nullptr)
            errors.push_back({pointer, "It must be catalogue or studio."});
        else if (std::exchange(*topic, true))
            errors.push_back({pointer, "It is there already."});
    }
}

template <typename Id>
void read_claim(const json::object& object, std::string_view kind, const std::string& pointer, Hello& hello,
                FieldErrors& errors) {
    refuse_unknown(object, pointer, {kind, "token"}, errors);
    const json::string* text = object.at(kind).if_string();
    auto id = text ? Id::parse(std::string_view(*text)) : std::nullopt;
    if (!id) errors.push_back({pointer_to(pointer, kind), "It must be an id."});
    auto token = read_secret(object.if_contains("token"), pointer + "/token", errors);
    if (id) hello.claims.push_back({*std::move(id), std::move(token)});
}

void read_claims(const json::object& object, Hello& hello, FieldErrors& errors) {
    const json::value* value = object.if_contains("tokens");
    if (value == nullptr) return;
    const json::array* claims = value->if_array();
    if (claims == nullptr || claims->size() > max_tokens) {
        errors.push_back({"/tokens", "It must be a list of at most 20 tokens."});
        return;
    }
    for (std::size_t i = 0; i < claims->size(); ++i) {
        const std::string pointer = "/tokens/" + std::to_string(i);
        const json::object* claim = (*claims)[i].if_object();
        if (claim && claim->contains("basket"))
            read_claim<BasketId>(*claim, "basket", pointer, hello, errors);
        else if (claim && claim->contains("order"))
            read_claim<OrderId>(*claim, "order", pointer, hello, errors);
        else
            errors.push_back({pointer, "It must have a basket or an order, and its token."});
    }
}

HelloMessage read_hello(const json::object& object, FieldErrors& errors) {
    HelloMessage message;
    refuse_unknown(object, "", {"action", "topics", "tokens", "editorKey"}, errors);
    read_topics(object, message.hello, errors);
    read_claims(object, message.hello, errors);
    if (const json::value* key = object.if_contains("editorKey"))
        message.editor_key = read_secret(key, "/editorKey", errors);
    return message;
}

}  // namespace

std::int64_t units_of(std::string_view text, const std::expected<Message, Failure>& message) {
    std::size_t units = 1 + (text.empty() ? 0 : (text.size() - 1) / metered_bytes);
    if (message)
        if (const auto* hello = std::get_if<HelloMessage>(&*message)) units += hello->hello.claims.size();
    return static_cast<std::int64_t>(units);
}

std::expected<Message, Failure> read_message(std::string_view text) {
    boost::system::error_code wrong;
    const json::value root = json::parse(text, wrong);
    if (wrong) return fail(problems::malformed_json);
    const json::object* object = root.if_object();
    const json::value* action = object ? object->if_contains("action") : nullptr;
    const json::string* name = action ? action->if_string() : nullptr;
    FieldErrors errors;
    Message message;
    if (name && *name == "hello")
        message = read_hello(*object, errors);
    else if (name && *name == "ping")
        refuse_unknown(*object, "", {"action"}, errors), message = PingMessage{};
    else
        return fail(unknown_action);
    if (!errors.empty()) return fail(problems::invalid_content, std::move(errors));
    return message;
}

}  // namespace shop::sockets
