#include "host/cli/seed.hpp"

#include <fmt/format.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <deque>
#include <fstream>
#include <future>

#include "host/tables/protocol/request_json.hpp"

namespace vitrine::host {

namespace {

namespace json = boost::json;

constexpr std::size_t batch_size = 25;  // BatchWriteItem's limit
constexpr std::size_t in_flight = 32;   // so that the writer has company for each fsync

struct Line {
    std::string table;
    json::value item;
};

constexpr std::string_view utf8_mark = "\xef\xbb\xbf";  // which editors put before a text

bool is_blank(std::string_view line) {
    return line.find_first_not_of(" \t\r") == line.npos;
}

std::expected<Line, std::string> parse_line(const App& app, std::string_view text) {
    if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
        return std::unexpected("UTF-16: save it as UTF-8");
    boost::system::error_code failed;
    json::parse_options options;
    options.max_depth = tables::max_json_depth;
    json::value parsed = json::parse({text.data(), text.size()}, failed, {}, options);
    if (failed || !parsed.is_object()) return std::unexpected("not a JSON object");
    json::object& object = parsed.get_object();
    const json::value* table = object.if_contains("table");
    json::value* item = object.if_contains("item");
    if (!table || !table->is_string() || !item || !item->is_object()) {
        return std::unexpected(R"(not of the form {"table": ..., "item": {...}})");
    }
    std::string name(table->get_string());
    if (!app.tables.contains(name)) return std::unexpected(fmt::format("table '{}' is not declared", name));
    return Line{std::move(name), std::move(*item)};
}

std::expected<void, std::string> check(const TableAnswer& answer) {
    if (answer.status != 200) return std::unexpected(answer.body);
    boost::system::error_code failed;
    const json::value parsed = json::parse(answer.body, failed);
    const json::object* object = failed ? nullptr : parsed.if_object();
    const json::value* left = object ? object->if_contains("UnprocessedItems") : nullptr;
    if (left && left->is_object() && !left->get_object().empty()) return std::unexpected("items were left unprocessed");
    return {};
}

// BatchWriteItems under way, a bounded number at once.
class Loader {
public:
    explicit Loader(const Execute& execute) : execute_(execute) {}

    std::expected<void, std::string> put(const std::string& deployed_table, json::value item) {
        json::value& requests = tables_[deployed_table];
        if (requests.is_null()) requests.emplace_array();
        requests.get_array().push_back(json::object{{"PutRequest", json::object{{"Item", std::move(item)}}}});
        if (++waiting_ < batch_size) return {};
        return send();
    }

    std::expected<void, std::string> finish() {
        if (waiting_ > 0) {
            if (auto sent = send(); !sent) return sent;
        }
        while (!answers_.empty()) {
            if (auto checked = take_answer(); !checked) return checked;
        }
        return {};
    }

private:
    std::expected<void, std::string> send() {
        const auto promise = std::make_shared<std::promise<TableAnswer>>();
        answers_.push_back(promise->get_future());
        execute_("BatchWriteItem", json::serialize(json::object{{"RequestItems", std::exchange(tables_, {})}}),
                 [promise](TableAnswer answer) { promise->set_value(std::move(answer)); });
        waiting_ = 0;
        return answers_.size() < in_flight ? std::expected<void, std::string>{} : take_answer();
    }

    std::expected<void, std::string> take_answer() {
        const TableAnswer answer = answers_.front().get();
        answers_.pop_front();
        return check(answer);
    }

    const Execute& execute_;
    json::object tables_;
    std::size_t waiting_ = 0;
    std::deque<std::future<TableAnswer>> answers_;
};

}  // namespace

Result<std::size_t> load_items(const App& app, const std::filesystem::path& file, const Execute& execute) {
    std::ifstream stream(file);
    if (!stream) {
        return problem(
            fmt::format("the items to seed with, {}, cannot be read: build them, or use --no-seed", file.string()));
    }
    Loader loader(execute);
    std::size_t count = 0;
    std::size_t number = 0;
    for (std::string text; std::getline(stream, text);) {
        std::string_view content = text;
        if (++number == 1 && content.starts_with(utf8_mark)) content.remove_prefix(utf8_mark.size());
        if (is_blank(content)) continue;
        auto line = parse_line(app, content);
        if (!line) return problem(fmt::format("{}:{}: {}", file.string(), number, line.error()));
        if (auto put = loader.put(deployed_name(app, line->table), std::move(line->item)); !put) {
            return problem(fmt::format("seeding from {} failed: {}", file.string(), put.error()));
        }
        ++count;
    }
    if (auto finished = loader.finish(); !finished)
        return problem(fmt::format("seeding from {} failed: {}", file.string(), finished.error()));
    return count;
}

}  // namespace vitrine::host
