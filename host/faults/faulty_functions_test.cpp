#include "host/faults/faulty_functions.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <csignal>

namespace vitrine::host {
namespace {

// Functions whose every event is served by a real process, which does nothing.
class RealFunctions : public FunctionService {
public:
    explicit RealFunctions(boost::asio::io_context& io) : network(io) {}
    ~RealFunctions() override {
        for (const pid_t process : processes) {
            ::kill(process, SIGKILL);
            ::waitpid(process, nullptr, 0);
        }
    }
    RealFunctions(const RealFunctions&) = delete;
    RealFunctions& operator=(const RealFunctions&) = delete;

    void invoke(Invocation invocation, InvokeDone done) override {
        payloads.push_back(invocation.payload);
        const pid_t process = ::fork();
        if (process == 0) {
            while (true) ::pause();
        }
        processes.push_back(process);
        boost::asio::post(network, [taken = invocation.taken, done = std::move(done), process, result = answer] {
            if (taken) taken(process);
            done(result);
        });
    }
    // Whether the last process was killed, once it is known to be.
    bool killed() {
        const pid_t process = std::exchange(processes.back(), 0);
        processes.pop_back();
        int status = 0;
        if (::waitpid(process, &status, WNOHANG) == 0) {
            ::kill(process, SIGTERM);
            ::waitpid(process, &status, 0);
        }
        return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    }

    boost::asio::io_context& network;
    InvokeResult answer = Returned{"1"};
    std::vector<std::string> payloads;
    std::vector<pid_t> processes;
};

class FaultyService : public ::testing::Test {
protected:
    template <typename Service, typename... More>
    InvokeResult invoke(const FaultRule& rule, std::string payload, More... more) {
        Faults faults({.seed = 1, .rules = {rule}}, Log::silent());
        Service service(served_, network_, faults, more...);
        std::optional<InvokeResult> result;
        service.invoke({"worker", std::move(payload), "", ""}, [&](InvokeResult got) { result = std::move(got); });
        EXPECT_FALSE(result) << "answered before invoke returned";
        network_.restart();
        network_.run();
        EXPECT_TRUE(result) << "never answered";
        return result.value_or(NotStarted{});
    }

    boost::asio::io_context network_;
    RealFunctions served_{network_};
    std::string batch_ = R"({"Records":[{"eventSourceARN":"arn:aws:dynamodb:r:0:table/t-things/stream/x"}]})";
};

TEST_F(FaultyService, KillsTheProcessOfAnInvocation) {
    invoke<FaultyFunctions>({.part = Part::functions, .kind = FaultKind::kill, .when = When::before}, "{}");
    EXPECT_TRUE(served_.killed());
}

TEST_F(FaultyService, DropsTheAnswerOfAProcessKilledAfterwards) {
    const auto result =
        invoke<FaultyFunctions>({.part = Part::functions, .kind = FaultKind::kill, .when = When::after}, "{}");
    EXPECT_TRUE(std::holds_alternative<FunctionFailed>(result));
    EXPECT_TRUE(served_.killed());
}

TEST_F(FaultyService, DoesNotKillAProcessThatFinishedEarlier) {
    const Delay late{std::chrono::milliseconds{5}, std::chrono::milliseconds{5}};
    const auto result = invoke<FaultyFunctions>(
        {.part = Part::functions, .kind = FaultKind::kill, .when = When::during, .delay = late}, "{}");
    EXPECT_TRUE(std::holds_alternative<Returned>(result));
    EXPECT_FALSE(served_.killed());
}

TEST_F(FaultyService, FailsABatchBeforeOrAfterDelivery) {
    const FaultRule before{.part = Part::batches, .kind = FaultKind::fail, .tables = {"things"}};
    EXPECT_TRUE(std::holds_alternative<FunctionFailed>(invoke<FaultyBatches>(before, batch_, "t-")));
    EXPECT_TRUE(served_.payloads.empty());
    FaultRule after = before;
    after.when = When::after;
    EXPECT_TRUE(std::holds_alternative<FunctionFailed>(invoke<FaultyBatches>(after, batch_, "t-")));
    EXPECT_EQ(served_.payloads.size(), 1U);
}

TEST_F(FaultyService, RepeatsADeliveryUnlessItFailed) {
    const FaultRule repeat{.part = Part::batches, .kind = FaultKind::repeat};
    EXPECT_TRUE(std::holds_alternative<Returned>(invoke<FaultyBatches>(repeat, batch_, "t-")));
    EXPECT_EQ(served_.payloads, (std::vector<std::string>{batch_, batch_}));
    served_.answer = FunctionFailed{"Unhandled", "it would not"};
    EXPECT_TRUE(std::holds_alternative<FunctionFailed>(invoke<FaultyBatches>(repeat, batch_, "t-")));
    EXPECT_EQ(served_.payloads.size(), 3U);
}

TEST_F(FaultyService, IgnoresBatchesOfOtherTables) {
    const FaultRule other{.part = Part::batches, .kind = FaultKind::fail, .tables = {"others"}};
    EXPECT_TRUE(std::holds_alternative<Returned>(invoke<FaultyBatches>(other, batch_, "t-")));
}

TEST_F(FaultyService, SkipsInvocationsOfAStoppedSchedule) {
    invoke<FaultySchedules>({.part = Part::schedules, .kind = FaultKind::stop, .functions = {"worker"}}, "{}");
    EXPECT_TRUE(served_.payloads.empty());
}

}  // namespace
}  // namespace vitrine::host
