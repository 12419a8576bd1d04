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
    ///
    /// - Parameter threads: The most threads to work on, at least 1; they change no bit.
    public func scores(_ columns: [[Double]], threads: Int = 1) -> [Double] {
        precondition(columns.count == features.count, "there must be one column for each feature of the model")
        let rows = columns.first?.count ?? 0
        precondition(columns.allSatisfy { $0.count == rows }, "the columns must have one length")
        return [Double](unsafeUninitializedCapacity: rows) { scores, count in
            count = rows
            scores.initialize(repeating: model.baseScore)
            guard let scores = scores.baseAddress else { return }
            concurrently((rows + Self.blockRows - 1) / Self.blockRows, threads: threads) { block in
                let start = block * Self.blockRows
                add(columns, start..<min(rows, start + Self.blockRows), to: scores + start)
            }
        }
    }

    /// Adds all terms of a block of rows, each in its turn, so that the sum of a row has the same bits as that of a single row.
    private func add(_ columns: [[Double]], _ rows: Range<Int>, to scores: UnsafeMutablePointer<Double>) {
        var feature = 0
        while feature < features.count {
            if feature + 1 < features.count, let first = cells[feature], let second = cells[feature + 1] {
                columns[feature].withUnsafeBufferPointer { a in
                    columns[feature + 1].withUnsafeBufferPointer { b in
                        guard let a = a.baseAddress, let b = b.baseAddress else { return }
                        Self.add(first, a + rows.lowerBound, second, b + rows.lowerBound, to: scores, rows.count)
                    }
                }
                feature += 2
                continue
            }
            columns[feature].withUnsafeBufferPointer { column in
                if let cells = cells[feature] {
                    for row in 0..<rows.count { scores[row] += cells.value(column[rows.lowerBound &+ row]) }
                } else {
                    let (finder, table) = (features[feature], tables[feature])
                    for row in 0..<rows.count { scores[row] += table[finder.place(column[rows.lowerBound &+ row])] }
                }
            }
            feature += 1
        }
        for index in 0..<pairs.count {
            let (finder, table) = (pairs[index], tables[features.count + index])
            columns[finder.features.first].withUnsafeBufferPointer { first in
                columns[finder.features.second].withUnsafeBufferPointer { second in
                    for row in 0..<rows.count {
                        scores[row] += table[finder.place(first[rows.lowerBound &+ row], second[rows.lowerBound &+ row])]
                    }
                }
            }
        }
    }

    /// Adds two features in one sweep, so that a sum is read and written half as often.
    private static func add(
        _ first: CellTable,
        _ a: UnsafePointer<Double>,
        _ second: CellTable,
        _ b: UnsafePointer<Double>,
        to scores: UnsafeMutablePointer<Double>,
        _ count: Int
    ) {
        var row = 0
        while row &+ 4 <= count {
            let four = UnsafeRawPointer(a + row).loadUnaligned(as: SIMD4<Double>.self)
            let others = UnsafeRawPointer(b + row).loadUnaligned(as: SIMD4<Double>.self)
            let (cells, otherCells) = (first.cells(four), second.cells(others))
            for lane in 0..<4 {
                let own = first.value(four[lane], in: cells[lane])
                scores[row &+ lane] = scores[row &+ lane] + own + second.value(others[lane], in: otherCells[lane])
            }
            row &+= 4
        }
        while row < count {
            scores[row] = scores[row] + first.value(a[row]) + second.value(b[row])
            row += 1
        }
    }

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
