#include "services/aws/signed_request.hpp"

namespace shop::aws {
namespace {

void append_headers(std::string& out, const std::vector<vitrine::sigv4::Header>& headers) {
    for (const auto& [name, value] : headers) {
        out += name;
        out += ": ";
        out += value;
        out += "\r\n";
    }
}

}  // namespace

std::string signed_head(vitrine::sigv4::Signer& signer, const EndpointUrl& endpoint, Outgoing outgoing,
                        vitrine::Instant now) {
    std::string path = endpoint.path;
    path += outgoing.path;
    outgoing.headers.emplace_back("Host", endpoint.authority);
    const auto signature =
        signer.sign({outgoing.method, path, "", outgoing.headers, outgoing.body, outgoing.body_hash}, now);
    std::string out;
    out.reserve(768);
    out += outgoing.method;
    out += ' ';
    out += path;
    out += " HTTP/1.1\r\n";
    append_headers(out, outgoing.headers);
    append_headers(out, signature);
    out += "Content-Length: ";
    out += std::to_string(outgoing.body.size());
    out += "\r\n\r\n";
    return out;
}

}  // namespace shop::aws
