// The bodies of Boost.Asio and Beast, compiled here alone (BOOST_*_SEPARATE_COMPILATION).
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
