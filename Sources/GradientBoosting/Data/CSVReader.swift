internal import Foundation
public import FoundationEssentials

/// Reads a CSV file with a header into columns: RFC 4180 quotes, UTF-8, empty fields missing, rows of one length.
public struct CSVReader: Sendable {
    /// Columns to read as categories even where they look like numbers.
    public var categorical: Set<String> = []
    /// Columns to read as numbers even where they do not look like it, which then is an error.
    public var numeric: Set<String> = []
    /// The columns to read; nil reads all.
    public var wanted: Set<String>?
    /// The number of threads.
    public var threads: Int = 1

    /// Makes a reader.
    public init() {}

    /// Reads a file.
    ///
    /// - Throws: `BoostingError` for a file that cannot be read, a ragged row, an unknown column, or text among numbers, by row and column.
    public func read(path: String) throws(BoostingError) -> [FeatureColumn] {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
        } catch {
            throw BoostingError(.unreadableFile, "\(path) cannot be read; check the path and its permissions")
        }
        return try read(data)
    }

    /// Reads CSV text.
    ///
    /// - Throws: `BoostingError` as `read(path:)`.
    public func read(_ data: Data) throws(BoostingError) -> [FeatureColumn] {
        let result: Result<[FeatureColumn], BoostingError> = data.withUnsafeBytes { raw in
            let bytes = raw.bindMemory(to: UInt8.self)
            do throws(BoostingError) {
                return .success(try parse(bytes))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(BoostingError) -> [FeatureColumn] {
        guard let base = bytes.baseAddress, bytes.count > 0 else {
            throw BoostingError(.invalidTable, "the file is empty; its first line must name the columns")
        }
        var start = base
        var end = base + bytes.count
        if bytes.count >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF { start += 3 }
        while end > start, end[-1] == UInt8(ascii: "\n") || end[-1] == UInt8(ascii: "\r") { end -= 1 }
        var scanner = CSVScanner(cursor: start, end: end)
        var names: [String] = []
        var isLast = false
        while !isLast {
            let (field, last) = try scanner.text(row: 0, column: "header")
            names.append(field ?? "")
            isLast = last
        }
        try check(names)
        let body = scanner.cursor
        let kinds = try kinds(names, body: body, end: end)
        if body >= end { throw BoostingError(.invalidTable, "the file has a header and no rows") }

        let chunks = chunks(body: body, end: end)
        var counts = [Int](repeating: 0, count: chunks.count)
        let isQuoted = memchr(body, Int32(UInt8(ascii: "\"")), end - body) != nil
        if isQuoted {
            var counter = CSVScanner(cursor: body, end: end)
            while !counter.isAtEnd {
                counter.skipRow()
                counts[0] += 1
            }
        } else {
            counts.withUnsafeMutableBufferPointer { counts in
                nonisolated(unsafe) let counts = counts
                concurrently(chunks.count, threads: threads) { counts[$0] = lines(chunks[$0]) }
            }
        }
        let parts = CSVColumns(names: names, kinds: kinds, rowCount: counts.reduce(0, +))
        var failures = [BoostingError?](repeating: nil, count: chunks.count)
        failures.withUnsafeMutableBufferPointer { failures in
            nonisolated(unsafe) let failures = failures
            concurrently(chunks.count, threads: threads) { index in
                do throws(BoostingError) {
                    try parts.fill(
                        CSVScanner(cursor: chunks[index].lowerBound, end: chunks[index].upperBound),
                        firstRow: counts.prefix(index).reduce(0, +),
                        rows: counts[index]
                    )
                } catch {
                    failures[index] = error
                }
            }
        }
        if let failure = failures.compactMap({ $0 }).first { throw failure }
        return parts.columns()
    }

    private func check(_ names: [String]) throws(BoostingError) {
        var seen = Set<String>()
        for name in names where !seen.insert(name).inserted {
            throw BoostingError(.invalidTable, "the header names this column twice; rename one", column: name)
        }
        for name in categorical.union(numeric).union(wanted ?? []).sorted() where !seen.contains(name) {
            throw BoostingError(
                .invalidTable,
                "the file has no such column; its header names \(names.joined(separator: ", "))",
                column: name
            )
        }
    }

    /// What to read each column as: a column whose first rows hold text alone is categorical.
    private func kinds(
        _ names: [String],
        body: UnsafePointer<UInt8>,
        end: UnsafePointer<UInt8>
    ) throws(BoostingError) -> [CSVColumns.Kind] {
        var hasNumber = [Bool](repeating: false, count: names.count)
        var hasText = hasNumber
        var scanner = CSVScanner(cursor: body, end: end)
        var row = 0
        while !scanner.isAtEnd, row < 1000 {
            row += 1
            for (column, name) in names.enumerated() {
                let (field, isLast) = try scanner.text(row: row, column: name)
                if let field, !CSVColumns.isMissing(field) {
                    if CSVColumns.number(field) == nil { hasText[column] = true } else { hasNumber[column] = true }
                }
                if isLast { break }
            }
        }
        return names.enumerated().map { index, name in
            if let wanted, !wanted.contains(name) { return .skipped }
            if categorical.contains(name) { return .categorical }
            if numeric.contains(name) { return .numeric }
            return hasText[index] && !hasNumber[index] ? .categorical : .numeric
        }
    }

    /// Pieces of the body that begin at line starts; one piece where quotes could hide line ends.
    private func chunks(body: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) -> [Range<UnsafePointer<UInt8>>] {
        let size = end - body
        let wanted = min(threads * 4, size / 65536)
        if wanted < 2 || memchr(body, Int32(UInt8(ascii: "\"")), size) != nil { return [body..<end] }
        var pieces: [Range<UnsafePointer<UInt8>>] = []
        var start = body
        for piece in 1...wanted where start < end {
            var stop = piece == wanted ? end : max(start, body + size * piece / wanted)
            while stop < end, stop[-1] != UInt8(ascii: "\n") { stop += 1 }
            if stop > start { pieces.append(start..<stop) }
            start = stop
        }
        return pieces
    }

    private func lines(_ chunk: Range<UnsafePointer<UInt8>>) -> Int {
        var count = 0
        var at = chunk.lowerBound
        while at < chunk.upperBound {
            count += 1
            guard let next = memchr(at, Int32(UInt8(ascii: "\n")), chunk.upperBound - at) else { break }
            at = UnsafePointer(next.assumingMemoryBound(to: UInt8.self)) + 1
        }
        return count
    }
}
