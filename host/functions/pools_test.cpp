#include "host/functions/pools.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <csignal>
#include <set>

#include "host/functions/test_functions.hpp"

namespace vitrine::host {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

constexpr std::string_view echo = "def handle(event, headers): return json.dumps(event)";
constexpr std::string_view tell_pid = "def handle(event, headers): return str(os.getpid())";

class PoolsTest : public testing::Test {
protected:
    Function& declare(const std::string& name, std::string_view program) {
        write_program(folder.path() / name, program);
        Function& function = app.functions[name];
        function.name = name;
        function.code = folder.path() / name;
        function.timeout = 60s;
        return function;
    }
    Function& declare_python(const std::string& name, std::string_view body) {
        return declare(name, python_function(body));
    }

    Pools& pools() {
        if (!pools_) {
            const Log::Sink sink = [this](Level, std::string_view line) { log += std::string(line) + "\n"; };
            options.region = "eu-central-1";
            options.account = "000000000000";
            options.clock = system_clock();
            options.random = system_random();
            options.log = Log(sink, Level::debug, system_clock());
            options.lines = sink;
            options.environment = [](const Function& function) { return function.environment; };
            options.register_credentials = [this](const sigv4::Credentials& c, const std::string&) {
                registered.insert(c.access_key_id);
            };
            options.revoke_credentials = [this](const std::string& key) { registered.erase(key); };
            pools_ = std::make_unique<Pools>(network, app, options);
        }
        return *pools_;
    }

    void send(const std::string& function, std::string payload = "{}") {
        pools().invoke({function, std::move(payload), std::string(32, 'a'), std::string(16, 'b')},
                       [this](InvokeResult result) { results.push_back(std::move(result)); });
    }
    // The result of one event.
    InvokeResult invoke(const std::string& function, std::string payload = "{}") {
        results.clear();
        send(function, std::move(payload));
        EXPECT_TRUE(results.empty()) << "called back before invoke returned";
        EXPECT_TRUE(wait_for(1));
        return results.empty() ? InvokeResult{NotStarted{}} : results.front();
    }
    std::string returned(const std::string& function, std::string payload = "{}") {
        const InvokeResult result = invoke(function, std::move(payload));
        const auto* returned = std::get_if<Returned>(&result);
        return returned ? returned->payload : "no answer; the log says:\n" + log;
    }
    bool wait_for(std::size_t count) {
        return run_until(network, [&] { return results.size() >= count; });
    }
    bool logged(std::string_view text) {
        return run_until(network, [&] { return log.find(text) != std::string::npos; });
    }

    TemporaryFolder folder;
    boost::asio::io_context network;
    App app{.name = "demo"};
    PoolsOptions options{.log = Log::silent()};
    std::string log;
    std::set<std::string> registered;
    std::vector<InvokeResult> results;

private:
    std::unique_ptr<Pools> pools_;
};

TEST_F(PoolsTest, ReturnsTheFunctionsAnswer) {
    declare_python("echo", echo);
    EXPECT_EQ(returned("echo", R"({"a": "ü"})"), R"({"a": "\u00fc"})");
}

TEST_F(PoolsTest, SendsDeadlineArnAndTraceToTheRuntime) {
    declare_python("heads",
                   "def handle(event, headers): return json.dumps([headers['Lambda-Runtime-Invoked-Function-Arn'], "
                   "headers['Lambda-Runtime-Trace-Id'], int(headers['Lambda-Runtime-Deadline-Ms']) - time.time() * "
                   "1000 > 50000])");
    EXPECT_EQ(returned("heads"),
              R"(["arn:aws:lambda:eu-central-1:000000000000:function:demo-local-heads", )"
              R"("Root=1-aaaaaaaa-aaaaaaaaaaaaaaaaaaaaaaaa;Parent=bbbbbbbbbbbbbbbb;Sampled=1", true])");
}

TEST_F(PoolsTest, GivesEachProcessItsEnvironmentAndRevokesItsCredentialsAtItsEnd) {
    declare_python("env", "def handle(event, headers): return os.environ['GREETING'] + os.environ['AWS_ACCESS_KEY_ID']")
        .environment = {{"GREETING", "hello "}};
    const std::string answer = returned("env");
    ASSERT_THAT(registered, SizeIs(1));
    EXPECT_EQ(answer, "hello " + *registered.begin());
    pools().stop();
    EXPECT_TRUE(registered.empty());
}

TEST_F(PoolsTest, ReusesAWarmProcess) {
    declare_python("pid", tell_pid);
    const std::string first = returned("pid");
    EXPECT_EQ(returned("pid"), first);
}

TEST_F(PoolsTest, GrowsWithLoadUpToTheConcurrencyLimit) {
    declare_python("slow", "def handle(event, headers):\n    time.sleep(0.3)\n    return str(os.getpid())")
        .concurrency = 2;
    send("slow");
    const Pool& pool = pools().pool("slow");
    EXPECT_EQ(pool.processes(), 1U) << "one event needs one process";
    for (int i = 1; i < 6; ++i) send("slow");
    std::size_t max_processes = 0;
    ASSERT_TRUE(run_until(network, [&] {
        max_processes = std::max(max_processes, pool.processes());
        return results.size() == 6;
    }));
    EXPECT_EQ(max_processes, 2U);
    std::set<std::string> pids;
    for (const InvokeResult& result : results) pids.insert(std::get<Returned>(result).payload);
    EXPECT_THAT(pids, SizeIs(2));
}

TEST_F(PoolsTest, EndsIdleProcessesButOne) {
    options.times.idle = 50ms;
    // Nobody answers before three processes have an event.
    declare_python("slow",
                   "def handle(event, headers):\n"
                   "    open('up-%d' % os.getpid(), 'w').close()\n"
                   "    while sum(name.startswith('up-') for name in os.listdir('.')) < 3: time.sleep(0.01)\n"
                   "    return str(os.getpid())")
        .concurrency = 3;
    for (int i = 0; i < 3; ++i) send("slow");
    ASSERT_TRUE(wait_for(3));
    std::set<std::string> pids;
    for (const InvokeResult& result : results) pids.insert(std::get<Returned>(result).payload);
    ASSERT_THAT(pids, SizeIs(3));
    const Pool& pool = pools().pool("slow");
    ASSERT_TRUE(run_until(network, [&] { return pool.processes() == 1; }));
    const std::string last = std::to_string(pool.process_ids().front());
    EXPECT_THAT(pids, Contains(last));
    const auto idle_for_long = std::chrono::steady_clock::now() + 4 * options.times.idle;
    ASSERT_TRUE(run_until(network, [&] { return std::chrono::steady_clock::now() > idle_for_long; }));
    EXPECT_EQ(pool.processes(), 1U);
    EXPECT_EQ(returned("slow"), last);
}

TEST_F(PoolsTest, ReturnsAnErrorThatTheFunctionPosts) {
    declare_python("bad", "def handle(event, headers): raise ValueError('no such thing')");
    const InvokeResult result = invoke("bad");
    const auto* failed = std::get_if<FunctionFailed>(&result);
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->type, "ValueError");
    EXPECT_EQ(failed->message, "no such thing");
}

TEST_F(PoolsTest, FailsTheEventOfACrashedProcessAndReplacesIt) {
    declare_python("frail",
                   "def handle(event, headers):\n    if event.get('die'): os._exit(3)\n    return str(os.getpid())");
    const std::string first = returned("frail");
    const InvokeResult result = invoke("frail", R"({"die": true})");
    const auto* failed = std::get_if<FunctionFailed>(&result);
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->type, "Runtime.ExitError");
    EXPECT_EQ(failed->message, "exit status 3");
    const std::string second = returned("frail");
    EXPECT_THAT(second, testing::MatchesRegex("[0-9]+"));
    EXPECT_NE(second, first);
}

TEST_F(PoolsTest, TimesOutOneEventAndKillsItsProcessOnly) {
    declare_python("hang", "def handle(event, headers):\n    if event.get('hang'): time.sleep(1000)\n    return '1'")
        .timeout = 1s;
    ASSERT_EQ(returned("hang"), "1");
    EXPECT_TRUE(std::holds_alternative<FunctionTimedOut>(invoke("hang", R"({"hang": true})")));
    EXPECT_EQ(returned("hang"), "1");
}

TEST_F(PoolsTest, RefusesAnEventThatWaitsLongerThanTheQueueTimeout) {
    options.times.wait = 0ms;
    declare_python("busy", "def handle(event, headers):\n    time.sleep(event.get('for', 0))\n    return '1'").timeout =
        2s;
    ASSERT_TRUE(run_until(network, [&] { return returned("busy") == "1"; }));  // a slow start may cost some events
    results.clear();
    for (int i = 0; i < 3; ++i) send("busy", R"({"for": 1.8})");
    ASSERT_TRUE(wait_for(3));
    EXPECT_GE(std::ranges::count_if(results, [](const auto& r) { return std::holds_alternative<NotStarted>(r); }), 1);
}

TEST_F(PoolsTest, RefusesEventsAfterRepeatedFailedStarts) {
    options.times.min_backoff = 10ms;
    declare("dead", "#!/bin/sh\necho broken >&2\necho x >> starts\nexit 1\n");
    EXPECT_TRUE(std::holds_alternative<NotStarted>(invoke("dead")));
    EXPECT_THAT(log, HasSubstr("broken"));
    const auto starts = [&] { return std::filesystem::file_size(folder.path() / "dead/starts") / 2; };
    EXPECT_EQ(starts(), 3U);
    EXPECT_TRUE(std::holds_alternative<NotStarted>(invoke("dead")));
    EXPECT_LE(starts(), 4U);
}

TEST_F(PoolsTest, RefusesEventsWithoutABootstrap) {
    options.times.min_backoff = 1ms;
    declare("gone", "");
    std::filesystem::remove(folder.path() / "gone/bootstrap");
    EXPECT_TRUE(std::holds_alternative<NotStarted>(invoke("gone")));
    EXPECT_THAT(log, HasSubstr("No such file or directory"));
}

TEST_F(PoolsTest, LogsTheTypeOfAnInitError) {
    options.times.min_backoff = 1ms;
    declare("init", R"(#!/usr/bin/python3 -IS
import http.client, os
api = http.client.HTTPConnection(os.environ['AWS_LAMBDA_RUNTIME_API'])
api.request('POST', '/2018-06-01/runtime/init/error', '{"errorType":"Config.Missing","errorMessage":"no table"}')
api.getresponse().read()
os._exit(1)
)");
    EXPECT_TRUE(std::holds_alternative<NotStarted>(invoke("init")));
    EXPECT_THAT(log, HasSubstr("Config.Missing: no table"));
}

TEST_F(PoolsTest, KillsAProcessThatExceedsTheInitTimeout) {
    options.times.init = 100ms;
    options.times.min_backoff = 1ms;
    declare("mute", "#!/bin/sh\nsleep 1000\n");
    EXPECT_TRUE(std::holds_alternative<NotStarted>(invoke("mute")));
    EXPECT_THAT(log, HasSubstr("did not ask for an event within 100ms"));
}

TEST_F(PoolsTest, FailsTheEventOfAResponseAbove6MB) {
    declare_python("large", "def handle(event, headers): return 'x' * event.get('size', 1)");
    const InvokeResult result = invoke("large", R"({"size": 7000000})");
    const auto* failed = std::get_if<FunctionFailed>(&result);
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->type, "Function.ResponseSizeTooLarge");
    EXPECT_EQ(returned("large", R"({"size": 6000000})").size(), 6'000'000U);
}

TEST_F(PoolsTest, ReturnsTheRightAnswerToEachOfManyEvents) {
    declare_python("echo", echo).concurrency = 2;
    std::set<std::string> answers;
    for (int i = 0; i < 200; ++i) {
        pools().invoke({"echo", std::to_string(i), "", ""}, [&, i](InvokeResult result) {
            EXPECT_EQ(std::get<Returned>(result).payload, std::to_string(i));
            answers.insert(std::to_string(i));
        });
    }
    EXPECT_TRUE(run_until(network, [&] { return answers.size() == 200; }));
}

char state_of(pid_t pid) {
    std::ifstream file(fmt::format("/proc/{}/stat", pid));
    std::string text;
    std::getline(file, text);
    const auto name_end = text.rfind(')');
    return name_end == std::string::npos ? '?' : text.at(name_end + 2);
}

TEST_F(PoolsTest, FreezesProcessesBetweenEvents) {
    options.freeze = true;
    declare_python("pid", tell_pid);
    const pid_t pid = std::stoi(returned("pid"));
    EXPECT_TRUE(run_until(network, [&] { return state_of(pid) == 'T'; }));
    EXPECT_EQ(returned("pid"), std::to_string(pid));
    EXPECT_TRUE(run_until(network, [&] { return state_of(pid) == 'T'; }));
}

TEST_F(PoolsTest, ReplacesProcessesOfAChangedBootstrapWhenWatching) {
    options.watch = true;
    declare_python("swap", "def handle(event, headers): return 'old'");
    ASSERT_EQ(returned("swap"), "old");
    std::filesystem::remove(folder.path() / "swap/bootstrap");
    write_program(folder.path() / "swap", python_function("def handle(event, headers): return 'new'"));
    EXPECT_EQ(returned("swap"), "new");
}

// The test stands for whatever else runs on the machine: it knows the port, and is no child of the function's process.
TEST_F(PoolsTest, RuntimeApiRejectsOtherProcesses) {
    declare_python("echo", "def handle(event, headers): return os.environ['AWS_LAMBDA_RUNTIME_API']");
    const std::string address = returned("echo");
    const auto port = static_cast<std::uint16_t>(std::stoi(address.substr(address.find(':') + 1)));
    boost::asio::ip::tcp::socket other(network);
    other.connect({boost::asio::ip::address_v4::loopback(), port});
    const std::string next = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: " + address + "\r\n\r\n";
    boost::asio::write(other, boost::asio::buffer(next));
    std::string told;
    bool closed = false;
    boost::asio::async_read(other, boost::asio::dynamic_buffer(told), [&](auto, auto) { closed = true; });
    EXPECT_TRUE(run_until(network, [&] { return closed; }));
    EXPECT_EQ(told, "");
    EXPECT_THAT(log, HasSubstr("a process that is not the function's own"));
    EXPECT_EQ(returned("echo"), address) << "the event went to the function all the same";
}

TEST_F(PoolsTest, RuntimeApiServesDescendantsOfTheProcess) {
    declare("shell", R"(#!/bin/bash
child=$(cat <<'END'
import http.client, os
api = http.client.HTTPConnection(os.environ['AWS_LAMBDA_RUNTIME_API'])
api.request('GET', '/2018-06-01/runtime/invocation/next')
answer = api.getresponse()
answer.read()
request = answer.headers['Lambda-Runtime-Aws-Request-Id']
api.request('POST', '/2018-06-01/runtime/invocation/' + request + '/response', '"from a child"')
api.getresponse().read()
END
)
while :; do python3 -c "$child"; done
)");
    EXPECT_EQ(returned("shell"), "\"from a child\"");
}

TEST_F(PoolsTest, LogsOutputOfAFunctionWithItsName) {
    declare_python("talk", "def handle(event, headers):\n    print('plain words', flush=True)\n    return '1'");
    ASSERT_EQ(returned("talk"), "1");
    EXPECT_TRUE(logged("plain words"));
    EXPECT_THAT(log, HasSubstr(R"("Function":"talk")"));
}

TEST_F(PoolsTest, RefusesEventsOfUndeclaredFunctions) {
    EXPECT_TRUE(std::holds_alternative<NotStarted>(invoke("nobody")));
}

TEST_F(PoolsTest, StopFailsPendingEventsAndKillsProcesses) {
    declare_python("hang", "def handle(event, headers):\n    print('in', flush=True)\n    time.sleep(1000)");
    send("hang");
    send("hang");
    ASSERT_TRUE(logged(R"(in")"));
    const auto pids = pools().pool("hang").process_ids();
    ASSERT_THAT(pids, SizeIs(1));
    pools().stop();
    ASSERT_THAT(results, SizeIs(2));
    EXPECT_TRUE(std::holds_alternative<FunctionFailed>(results[0]));
    EXPECT_TRUE(std::holds_alternative<NotStarted>(results[1]));
    EXPECT_EQ(kill(pids[0], 0), -1);
}

}  // namespace
}  // namespace vitrine::host
