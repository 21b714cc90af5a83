// Metrics as events of the log: CloudWatch's embedded metric format.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
#pragma once

#include <cstdint>
#include <string>

#include "lib/log.hpp"
#include "lib/time.hpp"
#include "services/aws/environment.hpp"

namespace shop::aws {

// One count of a metric in the namespace Vitrine, by FunctionName; alarms of infra/stack/watch.tf name the same.
struct Metric {
    std::string name;  // PascalCase
    std::int64_t count = 0;
    std::string message;  // what it means to a reader: a template, in which the name may stand in braces
};

// The properties that make an event of the log a count of this metric.
[[nodiscard]] vitrine::Properties properties_of(const Metric& metric, const std::string& function_name,
                                                vitrine::Instant now);
// Writes it to the function's log as an error, whatever LOG_LEVEL is: an alarm counts it.
void count_metric(const Environment& environment, vitrine::Instant now, const Metric& metric);

}  // namespace shop::aws
