#include "host/cli/port_owner.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace vitrine::host {
namespace {

using boost::asio::ip::tcp;

TEST(PortOwner, FindsTheListeningProcess) {
    boost::asio::io_context network;
    const tcp::acceptor acceptor(network, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    const auto owner = owner_of_port(acceptor.local_endpoint().port());
    ASSERT_TRUE(owner);
    EXPECT_EQ(owner->pid, getpid());
    EXPECT_FALSE(owner->program.empty());
}

TEST(PortOwner, FindsNoOwnerOfAFreePort) {
    boost::asio::io_context network;
    tcp::acceptor acceptor(network, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
    const std::uint16_t port = acceptor.local_endpoint().port();
    acceptor.close();
    EXPECT_FALSE(owner_of_port(port));
}

}  // namespace
}  // namespace vitrine::host
