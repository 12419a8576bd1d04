extension Predictor {
    /// Rows that are worked on together, so that their sums stay in the first-level cache.
    private static let blockRows = 2048

    /// The places of encoded columns, one a feature and all of one length, in this model's tables.
    public func bins(_ columns: [[Double]]) -> BinnedRows {
        precondition(columns.count == features.count, "there must be one column for each feature of the model")
        let rows = columns.first?.count ?? 0
        precondition(columns.allSatisfy { $0.count == rows }, "the columns must have one length")
        let places = [UInt16](unsafeUninitializedCapacity: rows * tables.count) { places, count in
            count = rows * tables.count
            for (index, column) in columns.enumerated() {
                let finder = features[index]
                for row in 0..<rows { places[index &* rows &+ row] = UInt16(truncatingIfNeeded: finder.place(column[row])) }
            }
            for index in 0..<pairs.count {
                let finder = pairs[index]
                let (first, second) = (columns[finder.features.first], columns[finder.features.second])
                let start = (features.count + index) * rows
                for row in 0..<rows { places[start &+ row] = UInt16(truncatingIfNeeded: finder.place(first[row], second[row])) }
            }
        }
        return BinnedRows(count: rows, places: places)
    }

    /// The scores of binned rows, the same bits as `score` of each row.
    public func scores(_ rows: BinnedRows) -> [Double] {
        precondition(rows.places.count == rows.count * tables.count, "the rows must be binned by this model")
        return [Double](unsafeUninitializedCapacity: rows.count) { scores, count in
            count = rows.count
            scores.initialize(repeating: model.baseScore)
            rows.places.withUnsafeBufferPointer { places in
                guard let places = places.baseAddress, let scores = scores.baseAddress else { return }
                var start = 0
                while start < rows.count {
                    let end = min(rows.count, start + Self.blockRows)
                    add(places + start, stride: rows.count, to: scores + start, end - start)
                    start = end
                }
            }
        }
    }

    /// The scores of encoded columns, the same bits as `score` of each row.
    public func scores(_ columns: [[Double]]) -> [Double] { scores(bins(columns)) }

    /// Adds all terms to a block of rows, four terms a sweep so that a sum is read and written a quarter as often.
    private func add(_ places: UnsafePointer<UInt16>, stride: Int, to scores: UnsafeMutablePointer<Double>, _ count: Int) {
        guard let tables = tables.baseAddress else { return }
        var term = 0
        while term + 4 <= self.tables.count {
            let (a, b, c, d) = (tables[term], tables[term + 1], tables[term + 2], tables[term + 3])
            let first = places + term * stride
            let (second, third, fourth) = (first + stride, first + 2 * stride, first + 3 * stride)
            for row in 0..<count {
                // One after the other: the sum of a row has the same bits however its terms are grouped.
                var sum = scores[row]
                sum += a[Int(first[row])]
                sum += b[Int(second[row])]
                sum += c[Int(third[row])]
                sum += d[Int(fourth[row])]
                scores[row] = sum
            }
            term += 4
        }
        while term < self.tables.count {
            let (table, own) = (tables[term], places + term * stride)
            for row in 0..<count { scores[row] += table[Int(own[row])] }
            term += 1
        }
    }
}
