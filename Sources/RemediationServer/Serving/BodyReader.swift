internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import NIOFoundationEssentialsCompat
internal import Remediation

/// Reads bodies within their limits of size, and decodes them; `BodyDeadline` holds them to their time.
struct BodyReader: Sendable {
    /// The longest body that is read in one pass, in bytes: it takes copies, which longer ones are not to have (`BodyBudget`).
    private static let longestPlain = 1 << 20

    /// The bytes of the body.
    ///
    /// - Throws: `RemediationError.tooLarge` beyond `limit` bytes, `invalidInput` for text in UTF-16, `RequestTimeout` when the client is too
    ///   slow.
    func bytes(of request: Request, limit: Int) async throws -> ByteBuffer {
        // Nothing is ever decompressed here: a few bytes could stand for any number.
        if let encoding = request.headers[.contentEncoding], encoding.lowercased() != "identity" {
            throw UnsupportedMediaType(given: "Content-Encoding \(encoding.prefix(40))")
        }
        if let text = request.headers[.contentLength], let length = Int(text), length > limit { throw tooLarge(limit) }
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw tooLarge(limit)
        }
        // Neither JSON nor a form has one, but text in UTF-16 does: the decoder would read that, and nothing here has counted its values.
        guard !buffer.withUnsafeReadableBytes({ $0.contains(0) }) else {
            throw RemediationError(.invalidInput, "the body holds a byte that is zero; send UTF-8")
        }
        return buffer
    }

    /// The JSON value of the body.
    ///
    /// - Throws: `UnsupportedMediaType`, or `RemediationError` that names the field at fault.
    func json<Value: Decodable>(_ type: Value.Type, of request: Request, limit: Int) async throws -> Value {
        try Self.requireJSON(request)
        return try Self.decode(type, from: try await bytes(of: request, limit: limit))
    }

    /// The JSON value of the body; nil when there is no body.
    ///
    /// - Throws: `UnsupportedMediaType`, or `RemediationError` that names the field at fault.
    func optionalJSON<Value: Decodable>(_ type: Value.Type, of request: Request, limit: Int) async throws -> Value? {
        let buffer = try await bytes(of: request, limit: limit)
        guard buffer.readableBytes > 0 else { return nil }
        try Self.requireJSON(request)
        return try Self.decode(type, from: buffer)
    }

    static func decode<Value: Decodable>(_ type: Value.Type, from buffer: ByteBuffer) throws -> Value {
        guard buffer.readableBytes > 0 else { throw RemediationError(.invalidInput, "the body is empty; send a JSON object") }
        // Takes nothing that is not UTF-8.
        if buffer.readableBytes <= longestPlain, let plain = Value.self as? any PlainReadable.Type,
            let value = plain.init(plain: Array(buffer.readableBytesView)) as? Value
        {
            return value
        }
        do {
            try buffer.withUnsafeReadableBytes { bytes in _ = try UTF8Span(validating: bytes.bindMemory(to: UInt8.self).span) }
        } catch let error as UTF8.ValidationError {
            throw RemediationError(
                .invalidInput,
                "the body is not UTF-8: byte \(error.byteOffsets.lowerBound) cannot be read; replace it by U+FFFD"
            )
        }
        do {
            return try JSONDecoder().decode(
                type,
                from: buffer.getData(at: buffer.readerIndex, length: buffer.readableBytes, byteTransferStrategy: .noCopy) ?? Data()
            )
        } catch let error as DecodingError {
            throw RemediationError(error)
        }
    }

    private static func requireJSON(_ request: Request) throws {
        let text = request.headers[.contentType] ?? ""
        if text == "application/json" { return }
        let essence = (text.split(separator: ";", maxSplits: 1).first.map(String.init) ?? "").trimmingBlanks.lowercased()
        guard essence == "application/json" || (essence.hasPrefix("application/") && essence.hasSuffix("+json")) else {
            throw UnsupportedMediaType(given: essence)
        }
    }

    private func tooLarge(_ limit: Int) -> RemediationError {
        RemediationError(
            .tooLarge,
            "the body is larger than the limit of \(limit) bytes (\(HumanUnits.bytes(Int64(limit)))); send the last part of the log, where the cause is, and cut the rest"
        )
    }
}

/// A client that took too long to send its body.
struct RequestTimeout: Error {
    let seconds: Double
}

/// A body of a type that is not read here.
struct UnsupportedMediaType: Error {
    let given: String
}
