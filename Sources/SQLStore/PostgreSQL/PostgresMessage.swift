/// What is sent as one statement: a request, or several that share it because it takes rows.
struct PostgresMessage: Sendable {
    /// The most bytes of several requests that share a statement: the server holds them several times while it works on them.
    static let largest = 4 << 20

    let statement: PostgresStatement
    /// The parameters, or the rows of a statement that takes some.
    private(set) var rows: [[PostgresValue]]
    /// The places of its requests in the batch.
    private(set) var places: [Int]
    private var size: Int

    init(_ request: PostgresRequest, place: Int = 0) {
        statement = request.statement
        rows = [request.values]
        places = [place]
        size = Self.size(of: request)
    }

    /// What a batch sends: the fewest messages, each at the place of its first request.
    static func messages(of batch: [PostgresRequest]) -> [PostgresMessage] {
        var messages: [PostgresMessage] = []
        var shared: [String: Int] = [:]
        for (place, request) in batch.enumerated() {
            if let index = shared[request.statement.name], messages[index].take(request, place: place) { continue }
            if request.statement.input != nil { shared[request.statement.name] = messages.count }
            messages.append(PostgresMessage(request, place: place))
        }
        return messages
    }

    /// Whether there was room for one more request of the same statement.
    private mutating func take(_ request: PostgresRequest, place: Int) -> Bool {
        let size = size + Self.size(of: request)
        guard size <= Self.largest else { return false }
        self.size = size
        rows.append(request.values)
        places.append(place)
        return true
    }

    private static func size(of request: PostgresRequest) -> Int {
        request.statement.input == nil ? 0 : request.values.reduce(0) { $0 + $1.size }
    }
}
