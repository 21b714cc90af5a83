#include "services/aws/metric.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace shop::aws {

std::string metric_line(const Environment& environment, vitrine::Instant now, const Metric& metric) {
    const boost::json::value line{
        {"@t", vitrine::rfc3339(now)},
        {"@l", "Error"},
        {"@mt", metric.message},
        {"Function", environment.function_name},
        {"FunctionName", environment.function_name},
        {metric.name, metric.count},
        {"_aws",
         {{"Timestamp", now.time_since_epoch().count()},
          {"CloudWatchMetrics",
           {{{"Namespace", "Vitrine"},
             {"Dimensions", boost::json::array{boost::json::array{"FunctionName"}}},
             {"Metrics", boost::json::array{{{"Name", metric.name}, {"Unit", "Count"}}}}}}}}},
    };
    return boost::json::serialize(line);
}

void count_metric(const Environment& environment, vitrine::Instant now, const Metric& metric) {
    const std::string line = metric_line(environment, now, metric) + '\n';
    // A line that cannot be written is lost: telling of trouble never makes more.
    if (write(STDERR_FILENO, line.data(), line.size()) < 0) return;
}

}  // namespace shop::aws
