internal import Dispatch
package import Remediation

/// The store for several processes: a PostgreSQL database of version 14 or newer, every commit forced to the disk.
///
/// Each process has a few connections; statements that wait at the same time share a transaction. Everything lies in the schema `mulligan`.
package struct PostgresStore: RemediationStore {
    let address: PostgresAddress
    let errors: PostgresErrors
    let undecided = UndecidedFailures()
    /// Statements that write.
    let writing: PostgresLane
    /// Statements that only read: long ones must not make writers wait.
    let reading: PostgresLane
    let listener: PostgresListener
    let failuresPerPart: Int

    /// How a store uses its database.
    package struct Options: Sendable {
        /// The most connections that write.
        package var writers = 2
        /// The most connections that read.
        package var readers = 3
        /// The most writes that share a transaction.
        package var largestBatch = 64
        /// The most failures that are counted by minute in one part, but for those of one millisecond.
        package var failuresPerPart = CountingPace.failuresPerPart
        /// How long a statement waits for a server that does not answer, in seconds: a restart need not be seen by anybody.
        package var patienceSeconds = 8.0

        package init() {}
    }

    /// Connects, and brings the schema up to date.
    ///
    /// - Throws: `RemediationError` that names what is wrong with the database and what to do; never the password.
    package static func open(_ address: PostgresAddress, options: Options = Options()) async throws(RemediationError) -> PostgresStore {
        let result: Result<Void, any Error> = await withCheckedContinuation { continuation in
            DispatchQueue(label: "mulligan.store.open").async {
                continuation.resume(
                    returning: Result {
                        try PostgresMigrator().migrate(try PostgresConnection(address), address: address)
                    }
                )
            }
        }
        if case .failure(let error) = result { throw PostgresErrors(address: address).translate(error) }
        return PostgresStore(address, options: options)
    }

    private init(_ address: PostgresAddress, options: Options) {
        self.address = address
        errors = PostgresErrors(address: address)
        let patience = Duration.seconds(options.patienceSeconds)
        writing = PostgresLane(
            "writer",
            address: address,
            connections: options.writers,
            largestBatch: options.largestBatch,
            patience: patience
        )
        reading = PostgresLane("reader", address: address, connections: options.readers, largestBatch: 4, patience: patience)
        listener = PostgresListener(address)
        failuresPerPart = options.failuresPerPart
    }

    /// Runs a statement that writes; what has returned is durable.
    func write<Value: Sendable>(
        _ request: PostgresRequest,
        _ read: @escaping @Sendable (PostgresRows) throws -> Value
    ) async throws(RemediationError) -> Value {
        do {
            return try await writing.run(request, read)
        } catch {
            throw errors.translate(error)
        }
    }

    /// Runs `body` in a transaction of its own; what has returned is durable.
    func transaction<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws(RemediationError) -> Value {
        do {
            return try await writing.transaction(body)
        } catch {
            throw errors.translate(error)
        }
    }

    /// Runs a statement that reads.
    func read<Value: Sendable>(
        _ request: PostgresRequest,
        _ read: @escaping @Sendable (PostgresRows) throws -> Value
    ) async throws(RemediationError) -> Value {
        do {
            return try await reading.run(request, read)
        } catch {
            throw errors.translate(error)
        }
    }

    /// How many writes shared how many transactions since the store was opened.
    package var statistics: CommitStatistics { writing.statistics }

    private static let checking = PostgresStatement("health", "UPDATE health SET checks = checks + 1 WHERE id = 1")

    package func checkHealth() async throws(RemediationError) {
        try await write(Self.checking()) { _ in }
    }

    package func deliveryWakeUps() -> AsyncStream<Void> { listener.wakeUps() }

    package func close() async {
        await writing.close()
        await reading.close()
        listener.close()
    }
}
