#include "host/endpoint/endpoint.hpp"

#include <gtest/gtest.h>
#include <algorithm>
#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>
#include <future>
#include <map>
#include <thread>

#include "host/endpoint/dynamodb_service.hpp"
#include "host/testing/temporary_folder.hpp"

namespace vitrine::host {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

const Instant noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} + std::chrono::hours{12}};

sigv4::Credentials credentials(std::string id) {
    return {std::move(id), Secret("a secret for tests"), Secret("a token for tests")};
}

struct Answer {
    int status = 0;
    std::map<std::string, std::string> headers;  // lower-case names
    std::string body;
};

// A keep-alive client that can also send what no client should.
class Client {
public:
    explicit Client(const std::string& url) : socket_(context_) {
        const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
        socket_.connect({asio::ip::address_v4::loopback(), port});
    }
    void send(std::string_view raw) { asio::write(socket_, asio::buffer(raw)); }
    Answer receive() {
        Answer answer;
        const std::string head = read_until("\r\n\r\n");
        if (head.empty()) return answer;
        answer.status = std::stoi(head.substr(9, 3));
        for (std::size_t at = head.find("\r\n") + 2; at < head.size() - 2;) {
            const std::size_t end = head.find("\r\n", at);
            const std::size_t colon = head.find(": ", at);
            std::string name = head.substr(at, colon - at);
            std::ranges::transform(name, name.begin(),
                                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            answer.headers[name] = head.substr(colon + 2, end - colon - 2);
            at = end + 2;
        }
        const std::size_t length = std::stoul("0" + answer.headers["content-length"]);
        while (pending_.size() < length && more()) continue;
        answer.body = pending_.substr(0, length);
        pending_.erase(0, length);
        return answer;
    }
    // True when the other side closes; false when it sends something.
    bool closed() { return pending_.empty() && !more(); }

private:
    std::string read_until(std::string_view mark) {
        while (pending_.find(mark) == std::string::npos)
            if (!more()) return {};
        const std::size_t end = pending_.find(mark) + mark.size();
        std::string out = pending_.substr(0, end);
        pending_.erase(0, end);
        return out;
    }
    bool more() {
        std::array<char, 4096> part{};
        boost::system::error_code error;
        const std::size_t size = socket_.read_some(asio::buffer(part), error);
        pending_.append(part.data(), size);
        return !error;
    }

    asio::io_context context_;
    tcp::socket socket_;
    std::string pending_;
};

class EndpointTest : public ::testing::Test {
protected:
    EndpointTest() {
        std::map<std::string, AwsService, std::less<>> services;
        services["dynamodb"] = [this](const AwsRequest& request, AwsDone done) { serve(request, std::move(done)); };
        services["execute-api"] = [](const AwsRequest& request, AwsDone done) {
            done({.status = 200,
                  .content_type = "",
                  .body =
                      std::string(request.method) + ' ' + std::string(request.path) + ' ' + std::string(request.query),
                  .headers = {}});
        };
        EndpointOptions options;
        options.region = "eu-west-1";
        options.idle = Milliseconds{200};
        options.max_body = 1000;
        options.clock = [] { return noon; };
        endpoint_ = std::make_unique<Endpoint>(network_, std::move(services), options, Log::silent());
        endpoint_->register_credentials(credentials("KNOWN"), "catalog");
        thread_ = std::thread([this] { network_.run(); });
    }
    ~EndpointTest() override {
        asio::post(network_, [this] { endpoint_->close(); });
        thread_.join();
        for (auto& thread : threads_) thread.join();
    }

    // Answers `slow` from another thread, the rest at once, with who asked for what.
    void serve(const AwsRequest& request, AwsDone done) {
        std::string text = request.principal + ' ' + std::string(request.target) + ' ' + std::string(request.body);
        if (request.body == "slow")
            threads_.emplace_back([done = std::move(done), text] { done({.body = text, .headers = {}}); });
        else
            done({.body = std::move(text), .headers = {}});
    }

    std::string signed_request(std::string_view body, const std::string& id = "KNOWN", Instant at = noon,
                               const std::string& service = "dynamodb", std::string_view method = "POST",
                               std::string_view target = "/", const std::string& region = "eu-west-1") {
        std::vector<sigv4::Header> headers{{"Host", authority()}};
        if (service == "dynamodb") headers.emplace_back("X-Amz-Target", "DynamoDB_20120810.GetItem");
        sigv4::Signer signer(credentials(id), {region, service});
        const std::size_t mark = std::min(target.find('?'), target.size());
        const auto added = signer.sign({.method = method,
                                        .path = target.substr(0, mark),
                                        .query = target.substr(std::min(mark + 1, target.size())),
                                        .headers = headers,
                                        .body = body},
                                       at);
        headers.insert(headers.end(), added.begin(), added.end());
        std::string out = std::string(method) + ' ' + std::string(target) + " HTTP/1.1\r\n";
        for (const auto& [name, value] : headers) out += name + ": " + value + "\r\n";
        return out + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
    }
    [[nodiscard]] std::string authority() const { return endpoint_->url().substr(std::string_view("http://").size()); }
    // A request with these headers besides the endpoint's own Host.
    [[nodiscard]] std::string plain_request(std::string_view headers, std::string_view path = "/") const {
        return "POST " + std::string(path) + " HTTP/1.1\r\nHost: " + authority() + "\r\n" + std::string(headers) +
               "Content-Length: 0\r\n\r\n";
    }
    Answer ask(std::string_view raw) {
        Client client(endpoint_->url());
        client.send(raw);
        return client.receive();
    }

    asio::io_context network_;
    std::unique_ptr<Endpoint> endpoint_;
    std::thread thread_;
    std::vector<std::thread> threads_;
};

TEST_F(EndpointTest, RoutesASignedRequestByTheServiceOfItsScope) {
    const auto answer = ask(signed_request("body"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "catalog DynamoDB_20120810.GetItem body");
    EXPECT_EQ(answer.headers.at("content-type"), "application/x-amz-json-1.0");
    EXPECT_EQ(answer.headers.at("x-amzn-requestid").size(), 36U);
    const auto post = ask(signed_request("x", "KNOWN", noon, "execute-api", "POST", "/ws/%40connections/a%3D?b=c"));
    EXPECT_EQ(post.body, "POST /ws/%40connections/a%3D b=c");
}

TEST_F(EndpointTest, KeepsAConnectionAliveForManyRequests) {
    Client client(endpoint_->url());
    std::string first_id;
    for (int i = 0; i < 3; ++i) {
        client.send(signed_request("n" + std::to_string(i)));
        const auto answer = client.receive();
        EXPECT_EQ(answer.body, "catalog DynamoDB_20120810.GetItem n" + std::to_string(i));
        EXPECT_NE(answer.headers.at("x-amzn-requestid"), first_id);
        first_id = answer.headers.at("x-amzn-requestid");
    }
    client.send(signed_request("one") + signed_request("two"));
    EXPECT_TRUE(client.receive().body.ends_with("one"));
    EXPECT_TRUE(client.receive().body.ends_with("two"));
}

// Between the pieces another caller is answered: the endpoint has read the first piece by then, and turns.
TEST_F(EndpointTest, ReadsARequestCutAtAnyByte) {
    const std::string request = signed_request("body");
    Client other(endpoint_->url());
    for (std::size_t cut = 1; cut < request.size(); cut += cut + 8 < request.size() ? 7 : 1) {
        Client client(endpoint_->url());
        client.send(request.substr(0, cut));
        other.send(signed_request("other"));
        ASSERT_EQ(other.receive().status, 200) << cut;
        client.send(request.substr(cut));
        ASSERT_EQ(client.receive().body, "catalog DynamoDB_20120810.GetItem body") << cut;
    }
}

TEST_F(EndpointTest, RefusesAnUnboundedChunkHeader) {
    Client client(endpoint_->url());
    client.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5;" + std::string(60'000, 'x'));
    EXPECT_EQ(client.receive().status, 400);
}

TEST_F(EndpointTest, SendsAnAnswerGivenOnAnotherThread) {
    EXPECT_EQ(ask(signed_request("slow")).body, "catalog DynamoDB_20120810.GetItem slow");
}

TEST_F(EndpointTest, RefusesInvalidSignaturesWithAwsErrors) {
    const auto error = [](const Answer& answer) {
        const auto json = boost::json::parse(answer.body);
        return std::string(json.at("__type").as_string());
    };
    const auto unsigned_request = ask(plain_request("X-Amz-Target: DynamoDB_20120810.GetItem\r\n"));
    EXPECT_EQ(unsigned_request.status, 400);
    EXPECT_EQ(error(unsigned_request), "com.amazon.coral.service#MissingAuthenticationTokenException");
    EXPECT_EQ(error(ask(signed_request("x", "UNKNOWN"))), "com.amazon.coral.service#UnrecognizedClientException");
    EXPECT_EQ(error(ask(signed_request("x", "KNOWN", noon - std::chrono::minutes{6}))),
              "com.amazon.coral.service#InvalidSignatureException");
    std::string tampered = signed_request("body");
    tampered.back() = 'Y';
    EXPECT_EQ(error(ask(tampered)), "com.amazon.coral.service#InvalidSignatureException");
}

TEST_F(EndpointTest, AnswersExecuteApiErrorsWith403) {
    const auto answer = ask(plain_request("", "/ws/@connections/a"));
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(answer.headers.at("x-amzn-errortype"), "MissingAuthenticationTokenException");
    EXPECT_EQ(ask(signed_request("x", "UNKNOWN", noon, "execute-api")).status, 403);
    EXPECT_EQ(ask(signed_request("x", "KNOWN", noon, "sqs")).status, 403);
}

TEST_F(EndpointTest, RefusesCredentialsOfAnotherRegionOrService) {
    const auto message = [](const Answer& answer) {
        return std::string(boost::json::parse(answer.body).at("message").as_string());
    };
    const std::string region = "Credential should be scoped to a valid region. ";
    const std::string dynamodb = "Credential should be scoped to correct service: 'dynamodb'. ";
    const auto elsewhere = ask(signed_request("x", "KNOWN", noon, "dynamodb", "POST", "/", "eu-central-1"));
    EXPECT_EQ(elsewhere.status, 400);
    EXPECT_NE(elsewhere.body.find("#InvalidSignatureException"), std::string::npos);
    EXPECT_EQ(message(elsewhere), region);
    for (const char* name : {"us-east-1", "EU-WEST-1", "eu-west-1a", "eu-west", "*", "aws-global", "local"})
        EXPECT_EQ(message(ask(signed_request("x", "KNOWN", noon, "dynamodb", "POST", "/", name))), region) << name;
    const auto connections =
        ask(signed_request("x", "KNOWN", noon, "execute-api", "POST", "/@connections/a", "us-east-1"));
    EXPECT_EQ(connections.status, 403);
    EXPECT_EQ(connections.headers.at("x-amzn-errortype"), "InvalidSignatureException");
    EXPECT_EQ(message(connections), region);
    EXPECT_EQ(message(ask(signed_request("x", "KNOWN", noon, "sqs"))),
              "Credential should be scoped to correct service: 'execute-api'. ");
}

// A page whose name was made to point at this machine asks by that name, and a browser marks what it sends.
TEST_F(EndpointTest, RefusesOtherHostsAndBrowsersDespiteValidSignatures) {
    const std::string good = signed_request("body");
    ASSERT_EQ(ask(good).status, 200);
    for (const char* host : {"127.0.0.1", "localhost", "rebound.example", "127.0.0.1:80", ""}) {
        std::string request = good;
        request.replace(request.find(authority()), authority().size(), host);
        EXPECT_NE(ask(request).body.find("AccessDeniedException"), std::string::npos) << host;
    }
    for (const char* header :
         {"Origin: http://evil.example", "Sec-Fetch-Site: cross-site", "sec-fetch-dest: image", "Host: 127.0.0.1"}) {
        std::string request = good;
        request.insert(request.find("\r\n") + 2, std::string(header) + "\r\n");
        EXPECT_NE(ask(request).body.find("AccessDeniedException"), std::string::npos) << header;
    }
}

TEST_F(EndpointTest, RefusesRevokedCredentials) {
    std::promise<void> dismissed;
    asio::post(network_, [&] {
        endpoint_->revoke_credentials("KNOWN");
        dismissed.set_value();
    });
    dismissed.get_future().wait();
    EXPECT_EQ(ask(signed_request("x")).status, 400);
}

TEST_F(EndpointTest, ClosesIdleAndUnfinishedConnections) {
    Client idle(endpoint_->url());
    Client half(endpoint_->url());
    half.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Le");
    EXPECT_TRUE(idle.closed());
    EXPECT_TRUE(half.closed());
}

TEST_F(EndpointTest, RefusesTooLargeAndMalformedRequests) {
    EXPECT_EQ(ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n").status, 413);
    EXPECT_EQ(ask("nonsense\r\n\r\n").status, 400);
    EXPECT_EQ(ask("GET / HTTP/1.1\r\nX: " + std::string(40'000, 'x') + "\r\n\r\n").status, 431);
}

TEST_F(EndpointTest, ClosesAfterTheAnswerWhenAsked) {
    Client client(endpoint_->url());
    std::string request = signed_request("x");
    request.insert(request.find("\r\n") + 2, "Connection: close\r\n");
    client.send(request);
    EXPECT_EQ(client.receive().status, 200);
    EXPECT_TRUE(client.closed());
}

TEST(DynamodbService, AddsCrc32AndAppliesGrantsOfTheCaller) {
    const TemporaryFolder folder;
    App app;
    app.tables.emplace("plain", Table{.name = "plain",
                                      .partition = {"id", AttributeType::string},
                                      .sort = {},
                                      .ttl = {},
                                      .stream = StreamView::none,
                                      .indexes = {}});
    auto tables = Tables::open(
        app, {.folder = folder.path(), .name_prefix = "t-", .region = "eu-west-1", .clock = system_clock()});
    ASSERT_TRUE(tables) << tables.error();
    const AwsService service = dynamodb_service(**tables, [](const std::string& principal) -> Authorize {
        return [reader = principal == "reader"](std::string_view action, std::string_view) {
            return reader && action == "dynamodb:GetItem";
        };
    });
    const auto ask = [&](std::string principal, std::string_view target) {
        std::promise<AwsAnswer> answer;
        service({.principal = std::move(principal),
                 .method = "POST",
                 .path = "/",
                 .query = "",
                 .target = target,
                 .body = R"({"TableName":"t-plain","Key":{"id":{"S":"a"}}})"},
                [&](AwsAnswer given) { answer.set_value(std::move(given)); });
        return answer.get_future().get();
    };
    const AwsAnswer got = ask("reader", "DynamoDB_20120810.GetItem");
    EXPECT_EQ(got.status, 200);
    EXPECT_EQ(got.body, "{}");
    ASSERT_EQ(got.headers.size(), 1U);
    EXPECT_EQ(got.headers[0], (sigv4::Header{"x-amz-crc32", "2745614147"}));
    EXPECT_NE(ask("stranger", "DynamoDB_20120810.GetItem").body.find("AccessDeniedException"), std::string::npos);
    EXPECT_NE(ask("reader", "Other.GetItem").body.find("UnknownOperationException"), std::string::npos);
}

}  // namespace
}  // namespace vitrine::host
