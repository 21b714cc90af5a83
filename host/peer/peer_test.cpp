#include "host/peer/peer.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <csignal>

namespace vitrine::host {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

std::uint64_t inode_of(int descriptor) {
    struct stat status{};
    fstat(descriptor, &status);
    return status.st_ino;
}

struct PeerTest : testing::Test {
    asio::io_context network;
    tcp::acceptor listener{network, {asio::ip::address_v4::loopback(), 0}};
    tcp::socket client{network};
    tcp::socket accepted{network};

    void connect() {
        client.connect({asio::ip::address_v4::loopback(), listener.local_endpoint().port()});
        listener.accept(accepted);
    }
    [[nodiscard]] std::optional<Peer> peer() const {
        return peer_of(accepted.remote_endpoint(), accepted.local_endpoint());
    }
};

TEST_F(PeerTest, FindsThePeersSocketAndUser) {
    connect();
    const auto found = peer();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->user, geteuid());
    EXPECT_EQ(found->socket, inode_of(client.native_handle()));
}

TEST_F(PeerTest, FindsAnIpv4MappedPeer) {
    boost::system::error_code none;
    client.connect({asio::ip::make_address("::ffff:127.0.0.1"), listener.local_endpoint().port()}, none);
    if (none) GTEST_SKIP() << "this machine speaks no IPv6";
    listener.accept(accepted);
    const auto found = peer();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->socket, inode_of(client.native_handle()));
}

TEST_F(PeerTest, FindsNoPeerWithoutAConnection) {
    connect();
    const tcp::endpoint nobody(asio::ip::address_v4::loopback(), listener.local_endpoint().port());
    EXPECT_FALSE(peer_of(nobody, accepted.local_endpoint()));
    EXPECT_FALSE(peer_of({asio::ip::address_v6::loopback(), 1}, accepted.local_endpoint()));
}

// What was sent before can still be read; whose it was nobody knows.
TEST_F(PeerTest, FindsNoPeerAfterItsClose) {
    connect();
    client.close();
    EXPECT_FALSE(peer());
}

TEST_F(PeerTest, SocketBelongsToTheProcessThatOpenedItOnly) {
    connect();
    const std::uint64_t socket = inode_of(client.native_handle());
    EXPECT_TRUE(holds_socket(getpid(), socket));
    const pid_t stranger = fork();
    if (stranger == 0) {
        close(client.native_handle());
        pause();
        _exit(0);
    }
    // It has its copy until it has run so far.
    for (int look = 0; look < 10'000 && holds_socket(stranger, socket); ++look) usleep(1'000);
    EXPECT_FALSE(holds_socket(stranger, socket));
    kill(stranger, SIGKILL);
    waitpid(stranger, nullptr, 0);
    EXPECT_FALSE(holds_socket(stranger, socket)) << "a process that is gone";
}

TEST_F(PeerTest, SocketBelongsToAnAncestorOfItsProcess) {
    std::array<int, 2> number{};
    std::array<int, 2> end{};
    ASSERT_EQ(pipe(number.data()), 0);
    ASSERT_EQ(pipe(end.data()), 0);
    const auto port = listener.local_endpoint().port();
    const auto wait_for_end = [&] {
        char nothing = 0;
        static_cast<void>(!read(end[0], &nothing, 1));  // until the test closes its own
        _exit(0);
    };
    const pid_t child = fork();
    if (child == 0) {
        close(end[1]);
        if (fork() == 0) {
            asio::io_context own;
            tcp::socket socket(own);
            socket.connect({asio::ip::address_v4::loopback(), port});
            const std::uint64_t inode = inode_of(socket.native_handle());
            static_cast<void>(!write(number[1], &inode, sizeof inode));
            wait_for_end();
        }
        wait_for_end();
    }
    listener.accept(accepted);
    std::uint64_t socket = 0;
    ASSERT_EQ(read(number[0], &socket, sizeof socket), static_cast<ssize_t>(sizeof socket));
    const auto found = peer();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->socket, socket);
    EXPECT_TRUE(holds_socket(child, socket));
    for (const int descriptor : {number[0], number[1], end[0], end[1]}) close(descriptor);
    waitpid(child, nullptr, 0);
}

}  // namespace
}  // namespace vitrine::host
