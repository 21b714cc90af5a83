// Asio's TLS, compiled once for this program.
#include <boost/asio/ssl/impl/src.hpp>
