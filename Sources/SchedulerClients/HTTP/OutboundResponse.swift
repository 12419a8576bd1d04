internal import CCurl

/// What a scheduler answered.
package struct OutboundResponse: Hashable, Sendable {
    /// The status code, from 100 to 999.
    package var status: Int
    /// Header fields by lower-case name; a repeated field is joined by `, `.
    package var headers: [String: String]
    /// The body, or its beginning.
    package var body: [UInt8]
    /// Whether the body went on beyond the transport's cap.
    package var isTruncated: Bool

    /// An answer.
    package init(status: Int, headers: [String: String] = [:], body: [UInt8] = [], isTruncated: Bool = false) {
        self.status = status
        self.headers = headers
        self.body = body
        self.isTruncated = isTruncated
    }

    /// Whether the status is 2xx.
    package var isSuccess: Bool { (200...299).contains(status) }

    /// Whether the same request may be answered better later: 408, 425, 429 and every 5xx.
    package var isTransient: Bool { status == 408 || status == 425 || status == 429 || (500...599).contains(status) }

    /// How long `Retry-After` asks to wait, in seconds from `now` (seconds since the Unix epoch); from 0 to one day.
    package func retryAfterSeconds(now: Double) -> Double? {
        guard let text = headers["retry-after"] else { return nil }
        let seconds: Double
        if let delay = Int(text) {
            seconds = Double(delay)
        } else {
            // libcurl reads the three forms of an HTTP date; -1 is its word for "not a date".
            let moment = curl_getdate(text, nil)
            guard moment != -1 else { return nil }
            seconds = Double(moment) - now
        }
        return min(max(seconds, 0), 86_400)
    }
}
