internal import CCurl
internal import Foundation
internal import Remediation

/// One request under way: its easy handle and what has arrived so far. Lives on the loop's thread alone.
final class CurlTransfer {
    let id: UInt64
    let handle: UnsafeMutableRawPointer
    private let target: OutboundTarget
    private let options: HTTPTransportOptions
    private let completion: @Sendable (CurlLoop.Result) -> Void
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var headers: [String: String] = [:]
    private var headerBytes = 0
    private var body: [UInt8] = []
    private var isTruncated = false
    /// Whether a socket was refused because of the address that the host's name stands for.
    private var isAddressRefused = false

    /// A transfer ready to be added to the multi handle; nil when libcurl refuses an option.
    init?(_ submission: CurlLoop.Submission, _ options: HTTPTransportOptions) {
        guard let handle = curl_easy_init() else { return nil }
        self.handle = handle
        self.options = options
        id = submission.id
        target = submission.target
        completion = submission.completion
        guard configure(submission.request) else { return nil }
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(headerList)
    }

    /// Hands the result to whoever waits.
    func finish(_ result: CurlLoop.Result) {
        completion(result)
    }

    /// What libcurl's `code` and the collected parts amount to.
    func result(_ code: CURLcode) -> CurlLoop.Result {
        // A body beyond the cap ends the transfer early, yet the scheduler has answered and may have acted: its status counts.
        guard code == CURLE_OK || (isTruncated && code == CURLE_WRITE_ERROR) else { return .failure(error(code)) }
        var status = 0
        _ = mulligan_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return .success(OutboundResponse(status: status, headers: headers, body: body, isTruncated: isTruncated))
    }

    private func error(_ code: CURLcode) -> SchedulerError {
        let origin = target.origin
        return switch code {
        case CURLE_OPERATION_TIMEDOUT:
            SchedulerError(
                "\(origin) did not answer in time (\(options.connectTimeoutSeconds) s to connect, \(options.totalTimeoutSeconds) s in all)",
                isTransient: true
            )
        case CURLE_COULDNT_CONNECT where isAddressRefused:
            SchedulerError(
                "the address of \(origin) may not be reached; see outbound in docs/policy.md, and check what its name stands for",
                isTransient: false
            )
        case CURLE_COULDNT_CONNECT:
            SchedulerError("\(origin) refused the connection or cannot be reached; is it running?", isTransient: true)
        case CURLE_COULDNT_RESOLVE_HOST:
            SchedulerError("the host name of \(origin) cannot be resolved; check the URL and the DNS", isTransient: true)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY:
            SchedulerError("\(origin) does not speak HTTP; check the port and whether it wants https", isTransient: true)
        case CURLE_URL_MALFORMAT:
            SchedulerError("the URL of \(origin) cannot be used; check its host, port and path", isTransient: false)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE:
            SchedulerError("the certificate of \(origin) is not trusted; name its authority's file in the configuration", isTransient: true)
        default:
            SchedulerError("\(origin): \(String(cString: curl_easy_strerror(code)))", isTransient: true)
        }
    }

    private func configure(_ request: OutboundRequest) -> Bool {
        let context = Unmanaged.passUnretained(self).toOpaque()
        var codes = [
            mulligan_curl_set_pointer(handle, CURLOPT_PRIVATE, context),
            mulligan_curl_set_string(handle, CURLOPT_URL, request.url),
            mulligan_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https"),
            mulligan_curl_set_string(handle, CURLOPT_PROXY, options.proxy ?? ""),
            mulligan_curl_set_string(handle, CURLOPT_USERAGENT, "mulligan"),
            // Time-outs by signal would hit other threads.
            mulligan_curl_set_long(handle, CURLOPT_NOSIGNAL, 1),
            mulligan_curl_set_long(handle, CURLOPT_FOLLOWLOCATION, 0),
            mulligan_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(options.connectTimeoutSeconds)),
            mulligan_curl_set_long(handle, CURLOPT_TIMEOUT_MS, Self.milliseconds(options.totalTimeoutSeconds)),
            mulligan_curl_set_write(handle, Self.receiveBody, context),
            mulligan_curl_set_header_write(handle, Self.receiveHeader, context),
            mulligan_curl_set_open_socket(handle, Self.openSocket, context),
        ]
        if let file = options.certificateAuthorityFile {
            codes.append(mulligan_curl_set_string(handle, CURLOPT_CAINFO, file))
        }
        if request.method == .get {
            codes.append(mulligan_curl_set_long(handle, CURLOPT_HTTPGET, 1))
        } else {
            codes.append(mulligan_curl_set_string(handle, CURLOPT_CUSTOMREQUEST, request.method.rawValue))
            codes.append(
                request.body.withUnsafeBytes { mulligan_curl_copy_body(handle, $0.baseAddress ?? UnsafeRawPointer(context), $0.count) }
            )
        }
        // No `Expect: 100-continue`: servers that do not know it cost a second.
        let lines =
            ["Expect:"] + request.headers.sorted { $0.key < $1.key }.map { $0.value.isEmpty ? "\($0.key);" : "\($0.key): \($0.value)" }
        for line in lines {
            guard let list = curl_slist_append(headerList, line) else { return false }
            headerList = list
        }
        codes.append(mulligan_curl_set_headers(handle, headerList))
        return codes.allSatisfy { $0 == CURLE_OK }
    }

    private static func milliseconds(_ seconds: Double) -> Int {
        // Zero would mean "no limit" to libcurl.
        Int(min(max(seconds, 0.001), 86_400) * 1_000)
    }

    // MARK: What arrives

    private static let largestHeaderBytes = 65_536

    private static let receiveBody: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
        guard let bytes = $0, let context = $3 else { return 0 }
        let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        let chunk = UnsafeRawBufferPointer(start: bytes, count: $1 * $2)
        let room = max(0, transfer.options.maximumResponseBytes - transfer.body.count)
        transfer.body.append(contentsOf: chunk.prefix(room))
        guard chunk.count <= room else {
            transfer.isTruncated = true
            return 0
        }
        return chunk.count
    }

    /// Looks at the address that is about to be connected to: what a name stands for can change between a check and its use.
    private static let openSocket:
        @convention(c) (UnsafeMutableRawPointer?, curlsocktype, UnsafeMutablePointer<curl_sockaddr>?) -> curl_socket_t = {
            guard let context = $0, let address = $2 else { return -1 }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
            let policy = transfer.options.outbound
            let isAllowed = withUnsafePointer(to: &address.pointee.addr) { policy.admits(AddressKind(UnsafeRawPointer($0))) }
            guard isAllowed else {
                transfer.isAddressRefused = true
                return -1
            }
            return socket(address.pointee.family, address.pointee.socktype, address.pointee.protocol)
        }

    private static let receiveHeader: @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int = {
        guard let bytes = $0, let context = $3 else { return 0 }
        let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
        let chunk = UnsafeRawBufferPointer(start: bytes, count: $1 * $2)
        transfer.headerBytes += chunk.count
        guard transfer.headerBytes <= largestHeaderBytes else { return 0 }
        let line = String(decoding: chunk, as: UTF8.self)
        if line.hasPrefix("HTTP/") {
            // A new answer begins: what came before was a 100 Continue.
            transfer.headers = [:]
        } else if let colon = line.firstIndex(of: ":") {
            let name = line[..<colon].lowercased()
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespacesAndNewlines)
            transfer.headers[name] = transfer.headers[name].map { "\($0), \(value)" } ?? value
        }
        return chunk.count
    }
}
