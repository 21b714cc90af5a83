// Metrics as lines of the log: CloudWatch's embedded metric format, and CLEF at the same time.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/time.hpp"
#include "services/aws/environment.hpp"

namespace shop::aws {

// One count of a metric in the namespace Vitrine, by FunctionName; alarms of infra/stack/watch.tf name the same.
struct Metric {
    std::string_view name;  // PascalCase
    std::int64_t count = 0;
    std::string_view message;  // what it means to a reader; CLEF's template, in which the name may stand in braces
};

// Without '\n'.
[[nodiscard]] std::string metric_line(const Environment& environment, vitrine::Instant now, const Metric& metric);
// Onto standard error, whatever LOG_LEVEL says: an alarm waits for it.
void count_metric(const Environment& environment, vitrine::Instant now, const Metric& metric);

}  // namespace shop::aws
