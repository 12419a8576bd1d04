/// The values of a numeric feature over an even grid of cells, none of which holds more than one threshold: a value takes one
/// multiplication, one comparison and one look-up, without a search.
///
/// The cell of a value never falls as the value grows, so thresholds of earlier cells lie below it and those of later ones
/// above. The last cell takes what lies above all thresholds, and NaN.
struct CellTable: BitwiseCopyable {
    /// The most cells: what of them is in use has to stay in the second-level cache.
    static let limit = 4096
    /// Numbers from here on have no fraction: adding it rounds to a whole number, which then stands in the lowest bits.
    private static let whole = 0x1p52

    private let scale: Double
    private let shift: Double
    private let top: Double
    /// The threshold of each cell, infinite where it has none.
    private let cuts: UnsafePointer<Double>
    /// The values of each cell, up to its threshold and above.
    private let values: UnsafePointer<Double>

    /// Lays out the values of steps between ascending thresholds; nil where no grid of few cells tells the thresholds apart.
    ///
    /// - Parameters:
    ///   - thresholds: Ascending and finite.
    ///   - steps: One more than thresholds.
    ///   - missing: The value of NaN.
    init?(thresholds: [Double], steps: [Double], missing: Double, in store: FlatStore) {
        let low = thresholds.first ?? 0
        let width = (thresholds.last ?? 0) - low
        guard width.isFinite, let last = steps.last else { return nil }
        var cells = 1
        while cells < Self.limit {
            cells *= 2
            // Half a cell keeps the lowest threshold from the edge of the first.
            let scale = width > 0 ? Double(cells - 2) / width : 1
            let shift = Self.whole + 0.5 - low * scale
            guard scale.isFinite, abs(low * scale) < 0x1p40 else { return nil }
            let top = Self.whole + Double(cells)
            let places = thresholds.map { Self.cell($0, scale, shift, top) }
            if zip(places, places.dropFirst()).contains(where: { $0 == $1 }) { continue }
            if let highest = places.last, highest >= cells { continue }
            var cuts = [Double](repeating: .infinity, count: cells + 1)
            var values: [Double] = []
            var step = 0
            for cell in 0..<cells {
                values.append(steps[step])
                if step < places.count, places[step] == cell {
                    cuts[cell] = thresholds[step]
                    step += 1
                }
                values.append(steps[step])
            }
            cuts[cells] = -.infinity
            values += [missing, last]
            self.scale = scale
            self.shift = shift
            self.top = top
            self.cuts = store.keep(cuts)
            self.values = store.keep(values)
            return
        }
        return nil
    }

    /// Rounding is monotone in every step, and so is their sequence.
    private static func cell(_ value: Double, _ scale: Double, _ shift: Double, _ top: Double) -> Int {
        let place = value * scale + shift
        // The order of the comparisons takes NaN to the top.
        let floored = whole > place ? whole : place
        return Int(UInt32(truncatingIfNeeded: (floored < top ? floored : top).bitPattern))
    }

    /// The cells of four values in the low halves of the result, each the same as `cell`; comparisons of vectors never branch.
    @inline(__always)
    func cells(_ values: SIMD4<Double>) -> SIMD4<UInt64> {
        var place = values * scale + shift
        let (whole, top) = (SIMD4(repeating: Self.whole), SIMD4(repeating: top))
        place.replace(with: whole, where: place .< whole)
        place.replace(with: top, where: .!(place .< top))
        return unsafeBitCast(place, to: SIMD4<UInt64>.self)
    }

    /// The feature's value for a number whose cell is known.
    @inline(__always)
    func value(_ value: Double, in cell: UInt64) -> Double {
        let cell = Int(UInt32(truncatingIfNeeded: cell))
        return values[cell &* 2 &+ (cuts[cell] < value ? 1 : 0)]
    }

    /// The feature's value for a number.
    func value(_ value: Double) -> Double { self.value(value, in: UInt64(Self.cell(value, scale, shift, top))) }
}
