import Foundation
import Remediation
import SQLStore

// Rows a second of the SQLite store's hot path beside plain SQLite, in one run on one disk.
//
//     swift run -c release --package-path Benchmarks/store StoreBenchmark [rows] [directory]

let rows = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8_000
let parent = CommandLine.arguments.dropFirst(2).first ?? NSTemporaryDirectory()
let directory = parent + "/store-benchmark-\(ProcessInfo.processInfo.processIdentifier)"
try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(atPath: directory) }

let workload = Workload()
let bytes = workload.body.utf8.count
print("\(rows) failures of \(bytes) bytes of JSON and \(workload.log.utf8.count) of log; synchronous=FULL, WAL; rows/s and processor time")

let plain = PlainSQLite(directory: directory, body: workload.body + workload.log)
let oneRow = try plain.insert(rows: rows / 4, perTransaction: 1)
report("SQLite in C, one table, one row a transaction", oneRow)
let many = try plain.insert(rows: rows, perTransaction: 500)
report("SQLite in C, one table, 500 rows a transaction", many)
let grdb = try await plain.insertByGRDB(rows: rows / 4, callers: 64)
report("GRDB, one table, one row a transaction, 64 callers", grdb)

var rates: [String: Double] = [:]
for (callers, batch) in [(1, 512), (64, 1), (64, 512), (256, 512)] {
    let count = min(callers, batch) == 1 ? rows / 4 : rows
    let name = "\(callers) caller\(callers == 1 ? "" : "s")" + (batch == 1 ? ", one write a transaction" : "")
    let store = try SQLiteStore(path: directory + "/store-\(callers)-\(batch).db", largestBatch: batch)
    let accept = try await rate(count, callers: callers) { try await workload.accept($0, in: store) }
    rates["accept \(callers) \(batch)"] = accept
    report("accept, \(name)", accept, store: store)
    let decide = try await rate(count, callers: callers) { try await workload.decide($0, in: store) }
    rates["decide \(callers) \(batch)"] = decide
    report("decide, \(name)", decide, store: store)
    let reading = try await rate(count, callers: callers) { _ = try await store.failure(id: Workload.id($0)) }
    report("failure(id:), \(name)", reading)
    let page = try await rate(100, callers: 1) { _ in _ = try await store.failures(FailureFilter(), page: PageRequest()) }
    report("a page of 50 failures, 1 caller", page)
    let both = try await rate(count, callers: callers) { number in
        try await workload.accept(rows + number, in: store)
        try await workload.decide(rows + number, in: store)
    }
    rates["both \(callers) \(batch)"] = both
    report("accept, then decide, \(name)", both, store: store)
    await store.close()
}

for call in ["accept", "decide", "both"] {
    let grouped = rates["\(call) 64 512"] ?? 0
    let single = rates["\(call) 64 1"] ?? 1
    print("ratio: \(call), 64 callers, group commit to one write a transaction: \(format(grouped / single))")
}
print("ratio: accept, 64 callers, to SQLite in C, one row a transaction: \(format((rates["accept 64 512"] ?? 0) / oneRow))")
print("ratio: accept, 64 callers, to SQLite in C, 500 rows a transaction: \(format((rates["accept 64 512"] ?? 0) / many))")

/// The processor time of the last measurement, of all threads, in microseconds a row.
nonisolated(unsafe) var lastProcessorMicroseconds = 0.0

func report(_ name: String, _ rate: Double, store: SQLiteStore? = nil) {
    let padded = name.padding(toLength: 60, withPad: " ", startingAt: 0)
    let processor = "\(Int(lastProcessorMicroseconds)) us".padding(toLength: 9, withPad: " ", startingAt: 0)
    let batch = store.map { $0.statistics }.map { "  \(format(Double($0.writes) / Double(max(1, $0.transactions)))) writes a transaction" }
    print("\(padded) \(String(Int(rate)).padding(toLength: 8, withPad: " ", startingAt: 0)) \(processor)\(batch ?? "")")
}

func format(_ value: Double) -> String { String(format: "%.1f", value) }

/// How often a second `body` runs, with `callers` tasks that take turns.
func rate(_ count: Int, callers: Int, _ body: @escaping @Sendable (Int) async throws -> Void) async throws -> Double {
    let (clock, processor) = (ContinuousClock(), processorMicroseconds())
    let start = clock.now
    try await withThrowingTaskGroup(of: Void.self) { group in
        for caller in 0..<callers {
            group.addTask {
                for number in stride(from: caller, to: count, by: callers) { try await body(number) }
            }
        }
        try await group.waitForAll()
    }
    lastProcessorMicroseconds = (processorMicroseconds() - processor) / Double(count)
    return Double(count) / ((clock.now - start) / .seconds(1))
}

/// The processor time of this process so far.
func processorMicroseconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) * 1e6 }
