#include "host/peer/peer.hpp"

#include <arpa/inet.h>
#include <dirent.h>
#include <fmt/format.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine::host {

namespace {

using boost::asio::ip::tcp;

std::uint32_t in_network_order(const tcp::endpoint& end) {
    return htonl(end.address().to_v4().to_uint());
}

// One socket by its two ends: a look into a hash table. https://man7.org/linux/man-pages/man7/sock_diag.7.html
// An IPv6 socket that speaks IPv4 is found by the same question.
std::optional<Peer> ask_kernel(const tcp::endpoint& local, const tcp::endpoint& remote) {
    struct {
        nlmsghdr head;
        inet_diag_req_v2 what;
    } question{};
    question.head.nlmsg_len = sizeof question;
    question.head.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    question.head.nlmsg_flags = NLM_F_REQUEST;
    question.what.sdiag_family = AF_INET;
    question.what.sdiag_protocol = IPPROTO_TCP;
    question.what.idiag_states = ~0U;
    question.what.id.idiag_sport = htons(local.port());
    question.what.id.idiag_dport = htons(remote.port());
    question.what.id.idiag_src[0] = in_network_order(local);
    question.what.id.idiag_dst[0] = in_network_order(remote);
    question.what.id.idiag_cookie[0] = question.what.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;

    const int link = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (link < 0) return std::nullopt;
    struct {
        nlmsghdr head;
        inet_diag_msg found;
        std::array<char, 512> more;
    } answer{};
    const bool sent = send(link, &question, sizeof question, 0) == static_cast<ssize_t>(sizeof question);
    const ssize_t got = sent ? recv(link, &answer, sizeof answer, 0) : -1;
    close(link);
    constexpr auto whole = static_cast<ssize_t>(NLMSG_LENGTH(sizeof(inet_diag_msg)));
    if (got < whole || answer.head.nlmsg_type != SOCK_DIAG_BY_FAMILY) return std::nullopt;
    // Where there is no such connection, a listener at the same port is found. A socket that was closed has no inode
    // any more, and its user is root.
    if (answer.found.id.idiag_dport != htons(remote.port()) || answer.found.idiag_inode == 0) return std::nullopt;
    return Peer{answer.found.idiag_uid, answer.found.idiag_inode};
}

// A line: slot, local end, remote end, state, queues, timer, retransmits, user, timeout, inode. The table is walked
// whole, which takes milliseconds: for kernels that answer no questions.
std::optional<Peer> look_up(const char* table, std::string_view local, std::string_view remote) {
    std::ifstream file(table);
    for (std::string line; std::getline(file, line);) {
        std::istringstream fields(line);
        std::string skipped, from, to;
        Peer peer{};
        fields >> skipped >> from >> to;
        if (!from.ends_with(local) || !to.ends_with(remote)) continue;
        for (int i = 0; i < 4; ++i) fields >> skipped;
        if (fields >> peer.user >> skipped >> peer.socket && peer.socket != 0) return peer;
    }
    return std::nullopt;
}

// As /proc/net/tcp has it; in tcp6 the same stands at the end of a mapped address.
std::string proc_form(const tcp::endpoint& end) {
    return fmt::format("{:08X}:{:04X}", in_network_order(end), end.port());
}

bool each_entry(const std::string& folder, const std::function<bool(const char* name)>& visit) {
    const std::unique_ptr<DIR, int (*)(DIR*)> open(opendir(folder.c_str()), closedir);
    if (!open) return false;
    while (const dirent* entry = readdir(open.get()))
        if (entry->d_name[0] != '.' && visit(entry->d_name)) return true;
    return false;
}

void add_children(pid_t process, std::vector<pid_t>& to) {
    const std::string threads = fmt::format("/proc/{}/task/", process);
    each_entry(threads, [&](const char* thread) {
        std::ifstream file(threads + thread + "/children");
        for (pid_t child = 0; file >> child;) to.push_back(child);
        return false;
    });
}

}  // namespace

std::optional<Peer> peer_of(const tcp::endpoint& theirs, const tcp::endpoint& ours) {
    if (!theirs.address().is_v4() || !ours.address().is_v4()) return std::nullopt;
    if (auto found = ask_kernel(theirs, ours)) return found;
    if (ask_kernel(ours, theirs)) return std::nullopt;  // it answers questions: theirs is closed
    const std::string local = proc_form(theirs);
    const std::string remote = proc_form(ours);
    auto found = look_up("/proc/net/tcp", local, remote);
    return found ? found : look_up("/proc/net/tcp6", local, remote);
}

bool has_socket(pid_t process, std::uint64_t socket) {
    const std::string link = fmt::format("socket:[{}]", socket);
    const std::string folder = fmt::format("/proc/{}/fd/", process);
    return each_entry(folder, [&](const char* name) {
        std::array<char, 64> target{};
        const ssize_t size = readlink((folder + name).c_str(), target.data(), target.size());
        return size > 0 && std::string_view(target.data(), static_cast<std::size_t>(size)) == link;
    });
}

bool holds_socket(pid_t process, std::uint64_t socket) {
    constexpr std::size_t max_processes = 256;  // processes looked at
    std::vector<pid_t> family{process};
    for (std::size_t at = 0; at < family.size() && at < max_processes; ++at) {
        if (has_socket(family[at], socket)) return true;
        add_children(family[at], family);
    }
    return false;
}

}  // namespace vitrine::host
