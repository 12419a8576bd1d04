#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// What kind of network an IP address is of, by IANA's registries of special addresses.
enum AddressKind: Hashable, Sendable {
    /// Of the Internet.
    case global
    /// Of this machine.
    case loopback
    /// Of a private network (RFC 1918, RFC 4193) or a carrier's (RFC 6598).
    case privateNetwork
    /// Of the link, of many, of none: nothing that a request is meant for.
    case special

    /// The kind of a `sockaddr`.
    init(_ address: UnsafeRawPointer) {
        switch Int32(address.loadUnaligned(as: sockaddr.self).sa_family) {
        case AF_INET:
            var value = address.loadUnaligned(as: sockaddr_in.self).sin_addr
            self = withUnsafeBytes(of: &value) { AddressKind(v4: Array($0)) }
        case AF_INET6:
            var value = address.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            self = withUnsafeBytes(of: &value) { AddressKind(v6: Array($0)) }
        default: self = .special
        }
    }

    /// The kind of four bytes in network order.
    init(v4 bytes: [UInt8]) {
        self =
            switch (bytes[0], bytes[1], bytes[2]) {
            case (127, _, _): .loopback
            case (10, _, _), (172, 16...31, _), (192, 168, _), (100, 64...127, _): .privateNetwork
            case (0, _, _), (169, 254, _), (224...255, _, _), (192, 0, 0): .special
            default: .global
            }
    }

    /// The kind of sixteen bytes in network order; addresses that stand for IPv4 ones are of their kind.
    init(v6 bytes: [UInt8]) {
        let isZeroTo10 = bytes[..<10].allSatisfy { $0 == 0 }
        if isZeroTo10, bytes[10] == 0xff, bytes[11] == 0xff {
            self.init(v4: Array(bytes[12...]))
        } else if bytes[..<12] == [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0] {
            self.init(v4: Array(bytes[12...]))
        } else if bytes[..<2] == [0x20, 0x02] {
            self.init(v4: Array(bytes[2..<6]))
        } else if bytes[..<15].allSatisfy({ $0 == 0 }) {
            self = bytes[15] == 1 ? .loopback : .special
        } else if bytes[0] & 0xfe == 0xfc {
            self = .privateNetwork
        } else if bytes[0] == 0xfe || bytes[0] == 0xff || isZeroTo10 {
            self = .special
        } else {
            self = .global
        }
    }
}
