package import FoundationEssentials
package import ModelLifecycle
internal import Remediation
package import RetryForecast

/// The conversation of `mulligan advise`: one JSON line in, at most one out.
package struct AdviceConversation {
    /// Lines refused so far.
    package private(set) var errors = 0
    private var advisor: Advisor
    /// What was learnt, as a data set for a refit.
    package private(set) var site = SiteTrace()
    private let keepsSite: Bool
    /// What each ask took in seconds from question to ladder, without reading and writing JSON; empty where nobody times.
    package private(set) var times: [Double] = []
    private let isTimed: Bool
    private var book: HistoryBook
    private var lineNumber = 0
    private let decoder = JSONDecoder()
    private let encoder: JSONEncoder

    /// A line read in one pass: the word that names its kind, then the rest.
    private enum Event: Decodable {
        case attempt(Attempt)
        case ask(AdviceRequest)
        case other(String?)

        private enum CodingKeys: String, CodingKey { case event }

        init(from decoder: any Decoder) throws {
            switch try decoder.container(keyedBy: CodingKeys.self).decodeIfPresent(String.self, forKey: .event) {
            case "attempt": self = .attempt(try Attempt(from: decoder))
            case "ask": self = .ask(try AdviceRequest(from: decoder))
            case let other: self = .other(other)
            }
        }
    }

    /// The answer's form, fixed by the protocol.
    private struct Answer: Encodable {
        struct Rung: Encodable {
            var memoryBytes: Int64
            var cpus: Double
            var memoryOverheadBytes: Int64?
            var diskBytes: Int64?
            var timeLimitSeconds: Double?
            var concurrency: Int?
            var successProbability: Double
            var expectedCostUSD: Double
        }
        var id: String?
        var action: String
        var ladder: [Rung]
        var reason: String

        init(_ advice: Advice) {
            id = advice.id
            action = advice.action.rawValue
            ladder = advice.ladder.map {
                Rung(
                    memoryBytes: $0.resources.memoryBytes,
                    cpus: $0.resources.cpus,
                    memoryOverheadBytes: $0.resources.memoryOverheadBytes,
                    diskBytes: $0.resources.diskBytes,
                    timeLimitSeconds: $0.resources.timeLimitSeconds,
                    concurrency: $0.resources.concurrency,
                    successProbability: $0.successProbability,
                    expectedCostUSD: $0.expectedCostUSD
                )
            }
            reason = advice.reason
        }
    }

    private struct Refusal: Encodable {
        var id: String?
        var error: String
    }

    /// A conversation that starts without history.
    ///
    /// - Parameters:
    ///   - keepsSite: Whether what is learnt is kept as a data set too.
    ///   - isTimed: Whether it is noted what each ask takes.
    package init(advisor: Advisor, keepsSite: Bool = false, isTimed: Bool = false) {
        self.advisor = advisor
        self.keepsSite = keepsSite
        self.isTimed = isTimed
        book = HistoryBook(couplesTime: advisor.options.couplesTime)
        encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    /// Answers with `model` from now on.
    package mutating func adopt(_ model: ForecastModel) {
        advisor = Advisor(model: model, priceList: advisor.priceList, options: advisor.options)
    }

    /// The line that answers `line`, with its newline; nil where nothing is to be said.
    package mutating func answer(to line: String) -> Data? {
        lineNumber += 1
        let data = Data(line.utf8)
        if line.allSatisfy(\.isWhitespace) { return nil }
        do {
            switch try decoder.decode(Event.self, from: data) {
            case .attempt(let attempt):
                book.learn(attempt)
                if keepsSite { site.add(attempt) }
                return nil
            case .ask(let request):
                guard isTimed else { return write(Answer(advisor.advise(request, history: book, withFront: false))) }
                // With the front, which the answer does not carry: features, forecast, search and ladder.
                let start = ContinuousClock.now
                let advice = advisor.advise(request, history: book)
                times.append((ContinuousClock.now - start) / .seconds(1))
                return write(Answer(advice))
            case .other(let other):
                throw RemediationError(
                    .invalidInput,
                    other.map { "\"\($0.prefix(40))\" is no event; write \"attempt\" or \"ask\"" }
                        ?? "is missing; write \"attempt\" or \"ask\"",
                    field: "event"
                )
            }
        } catch {
            errors += 1
            return write(Refusal(id: id(in: data), error: Self.describe(error, line: lineNumber)))
        }
    }

    private func id(in data: Data) -> String? {
        struct Named: Decodable { var id: String? }
        return (try? decoder.decode(Named.self, from: data))?.id
    }

    private static func describe(_ error: any Error, line: Int) -> String {
        switch error {
        case let error as DecodingError: return RemediationError(error, line: line).description
        case var error as RemediationError:
            error.line = line
            return error.description
        default: return "line \(line): the JSON cannot be read"
        }
    }

    private func write(_ value: some Encodable) -> Data? {
        guard var data = try? encoder.encode(value) else { return nil }
        data.append(0x0A)
        return data
    }
}
