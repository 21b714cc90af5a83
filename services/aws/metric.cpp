#include "services/aws/metric.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace shop::aws {

vitrine::Properties properties_of(const Metric& metric, const std::string& function_name, vitrine::Instant now) {
    using boost::json::array;
    const boost::json::value format{{"Timestamp", now.time_since_epoch().count()},
                                    {"CloudWatchMetrics",
                                     {{{"Namespace", "Vitrine"},
                                       {"Dimensions", array{array{"FunctionName"}}},
                                       {"Metrics", array{{{"Name", metric.name}, {"Unit", "Count"}}}}}}}};
    return {{"FunctionName", std::string_view(function_name)},
            {metric.name, metric.count},
            {"_aws", vitrine::Json{boost::json::serialize(format)}}};
}

void count_metric(const Environment& environment, vitrine::Instant now, const Metric& metric) {
    Environment outspoken = environment;
    outspoken.log_level = vitrine::Level::verbose;
    function_log(outspoken).error(metric.message, properties_of(metric, environment.function_name, now));
}

}  // namespace shop::aws
