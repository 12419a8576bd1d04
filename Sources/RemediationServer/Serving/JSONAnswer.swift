internal import HTTPTypes
internal import Hummingbird
internal import JSONText
internal import NIOCore

extension Response {
    /// An answer of `value` as JSON with sorted keys, so that the same value is the same text.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok, type: String = "application/json") throws -> Response {
        Response(
            status: status,
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: try JSONText.bytes(of: value)))
        )
    }

    /// An answer of `text`.
    static func text(_ text: String, status: HTTPResponse.Status = .ok, type: String) -> Response {
        Response(status: status, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// An answer that sends the browser to `path`.
    static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }
}
