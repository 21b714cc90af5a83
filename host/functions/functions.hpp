// The function service: pools of processes that speak Lambda's Runtime API.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "lib/time.hpp"

namespace vitrine::host {

// What came of one invocation.
struct Returned {
    std::string payload;  // JSON, as the function posted it
};
struct FunctionFailed {
    std::string type;     // errorType, or Runtime.ExitError, Runtime.InvalidEntrypoint, ...
    std::string message;  // for the log, never for a caller
};
struct FunctionTimedOut {};  // it was running and reached its timeout; its process is replaced
struct NotStarted {};        // no process came free in time, or the function cannot start: a 503 to callers
using InvokeResult = std::variant<Returned, FunctionFailed, FunctionTimedOut, NotStarted>;
using InvokeDone = std::function<void(InvokeResult)>;

struct Invocation {
    std::string function;
    std::string payload;   // the event, JSON
    std::string trace_id;  // W3C; handed to the function as Lambda-Runtime-Trace-Id `Root=1-8hex-24hex;Parent=...`
    std::string parent_span_id;
    std::function<void(pid_t)> taken = {};  // told the process that was given the event; may be empty
};

// All calls on the network thread; `done` is called there, exactly once, never before invoke returns.
class FunctionService {
public:
    virtual ~FunctionService() = default;
    virtual void invoke(Invocation invocation, InvokeDone done) = 0;
};

}  // namespace vitrine::host
