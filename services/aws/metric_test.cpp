#include "services/aws/metric.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace shop::aws {
namespace {

TEST(AMetric, IsOneLineThatCloudWatchCountsAndALogReaderReads) {
    const vitrine::Instant now{vitrine::Milliseconds{1'795'359'845'678}};
    const Metric metric{"StockImbalance", 2, "The stock of {StockImbalance} products does not add up"};
    std::string line;
    const vitrine::Log log([&](vitrine::Level, std::string_view written) { line = written; }, vitrine::Level::verbose,
                           [now] { return now; });
    log.with({{"Function", "vitrine-dev-projector"}})
        .error(metric.message, properties_of(metric, "vitrine-dev-projector", now));
    EXPECT_EQ(boost::json::parse(line), boost::json::parse(R"({
        "@t": "2026-11-22T15:04:05.678Z", "@l": "Error",
        "@mt": "The stock of {StockImbalance} products does not add up",
        "Function": "vitrine-dev-projector", "FunctionName": "vitrine-dev-projector", "StockImbalance": 2,
        "_aws": {"Timestamp": 1795359845678, "CloudWatchMetrics": [
            {"Namespace": "Vitrine", "Dimensions": [["FunctionName"]],
             "Metrics": [{"Name": "StockImbalance", "Unit": "Count"}]}]}})"));
    EXPECT_EQ(line.find('\n'), std::string::npos);
}

}  // namespace
}  // namespace shop::aws
