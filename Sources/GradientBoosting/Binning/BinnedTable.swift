/// Rows as one byte a feature, column by column; immutable once made.
final class BinnedTable: @unchecked Sendable {
    let features: [FeatureBins]
    let rowCount: Int
    private let storage: UnsafeMutablePointer<UInt8>

    /// Bins `rows` of a table (all if nil), a thread a feature.
    init(table: FeatureTable, features: [FeatureBins], rows: [Int]?, threads: Int) {
        self.features = features
        rowCount = rows?.count ?? table.rowCount
        let rowCount = self.rowCount
        let storage = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, rowCount * features.count))
        self.storage = storage
        concurrently(features.count, threads: threads) { index in
            let feature = features[index]
            let target = storage + index * rowCount
            switch table.columns[index].values {
            case .numeric(let values): Self.fill(target, rowCount, feature, values, rows)
            case .categorical(let values):
                var codes: [String: Int] = [:]
                for (code, category) in feature.categories.enumerated() { codes[category] = code }
                let other = feature.hasOtherBin ? feature.count - 1 : feature.missing
                for position in 0..<rowCount {
                    let value = values[rows?[position] ?? position]
                    target[position] = UInt8(value.map { codes[$0] ?? other } ?? feature.missing)
                }
            }
        }
    }

    /// The given rows of another table.
    init(_ other: BinnedTable, rows: [Int], threads: Int) {
        features = other.features
        rowCount = rows.count
        let storage = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, rows.count * other.features.count))
        self.storage = storage
        concurrently(other.features.count, threads: threads) { feature in
            let source = other.bins(feature)
            let target = storage + feature * rows.count
            for (position, row) in rows.enumerated() { target[position] = source[row] }
        }
    }

    deinit { storage.deallocate() }

    /// The bins of a feature, one byte a row.
    func bins(_ feature: Int) -> UnsafePointer<UInt8> { UnsafePointer(storage + feature * rowCount) }

    private static func fill(
        _ target: UnsafeMutablePointer<UInt8>,
        _ count: Int,
        _ feature: FeatureBins,
        _ values: [Double],
        _ rows: [Int]?
    ) {
        let missing = UInt8(feature.missing)
        GridSearch(feature.thresholds, cells: 1024).withSearch { search in
            values.withUnsafeBufferPointer { values in
                if let rows {
                    for position in 0..<count {
                        let value = values[rows[position]]
                        target[position] = value.isNaN ? missing : UInt8(truncatingIfNeeded: search.bin(value))
                    }
                } else {
                    for position in 0..<count {
                        let value = values[position]
                        target[position] = value.isNaN ? missing : UInt8(truncatingIfNeeded: search.bin(value))
                    }
                }
            }
        }
    }
}
