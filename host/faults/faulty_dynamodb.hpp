// The tables' service with faults in front of it: answers as DynamoDB gives them when it is busy, overloaded or broken,
// late ones, and none at all. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
#pragma once

#include <boost/asio/io_context.hpp>
#include <string>

#include "host/endpoint/endpoint.hpp"
#include "host/faults/faults.hpp"

namespace vitrine::host {

// `network` and `faults` must outlive the service. `name_prefix`: of the tables' names in requests.
[[nodiscard]] AwsService faulty_dynamodb(AwsService real, boost::asio::io_context& network, Faults& faults,
                                         std::string name_prefix);

// The tables that a request names, without their prefix, in its order; empty where it names none.
[[nodiscard]] std::vector<std::string> tables_of(std::string_view body, std::string_view name_prefix);

}  // namespace vitrine::host
