/// Reading and writing RFC 3339 to the letter: Foundation's style moves 30 February to March, and years before 1582 by days.
extension Timestamp {
    /// RFC 3339 in UTC with milliseconds: `2026-11-21T08:45:00.123Z`.
    package var formatted: String {
        let (day, millisecond) = milliseconds.quotientAndRemainder(flooredBy: 86_400_000)
        let date = CalendarDate(dayNumber: day)
        let second = millisecond / 1_000
        let isPlain = (0...9_999).contains(date.year)
        let text = String(unsafeUninitializedCapacity: 24) { utf8 in
            var count = 0
            func add(_ number: Int64, digits: Int, _ mark: Unicode.Scalar) {
                var left = number
                for place in stride(from: count + digits - 1, through: count, by: -1) {
                    utf8[place] = UInt8(ascii: "0") + UInt8(left % 10)
                    left /= 10
                }
                utf8[count + digits] = UInt8(ascii: mark)
                count += digits + 1
            }
            if isPlain { add(date.year, digits: 4, "-") }
            add(date.month, digits: 2, "-")
            add(date.day, digits: 2, "T")
            add(second / 3_600, digits: 2, ":")
            add(second / 60 % 60, digits: 2, ":")
            add(second % 60, digits: 2, ".")
            add(millisecond % 1_000, digits: 3, "Z")
            return count
        }
        // What an offset moves out of the years that the format has.
        return isPlain ? text : "\(date.year)-\(text)"
    }

    /// Parses RFC 3339 with any offset, with or without fractional seconds; nil when `text` is not a date. A leap second counts as the
    /// first of the next minute.
    package init?(parsing text: String) {
        var reader = DigitReader(text)
        guard let year = reader.number(of: 4), reader.take("-"), let month = reader.number(of: 2, in: 1...12), reader.take("-"),
            let day = reader.number(of: 2, in: 1...CalendarDate.days(of: month, in: year)), reader.take("Tt "),
            let hour = reader.number(of: 2, in: 0...23), reader.take(":"), let minute = reader.number(of: 2, in: 0...59), reader.take(":"),
            let second = reader.number(of: 2, in: 0...60), let millisecond = reader.fraction(), let offset = reader.offset(), reader.isAtEnd
        else { return nil }
        let days = CalendarDate(year: year, month: month, day: day).dayNumber
        self.init(milliseconds: ((days * 24 + hour) * 60 + minute - offset) * 60_000 + second * 1_000 + millisecond)
    }
}

/// Reads a text of digits and marks from its front.
private struct DigitReader {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) { rest = Array(text.utf8)[...] }

    var isAtEnd: Bool { rest.isEmpty }

    /// The number in the next `count` digits.
    mutating func number(of count: Int, in range: ClosedRange<Int64> = 0...9_999) -> Int64? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        rest = rest.dropFirst(count)
        let number = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        return range.contains(number) ? number : nil
    }

    /// Whether the next character is one of `marks`; it is read then.
    mutating func take(_ marks: String) -> Bool {
        guard let next = rest.first, marks.utf8.contains(next) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Milliseconds, 0 without a fraction; rounded. nil for a point without digits.
    mutating func fraction() -> Int64? {
        guard take(".") else { return 0 }
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        // The fourth digit rounds; what follows is less than a clock knows.
        let padded = (0..<4).reduce(Int64(0)) { value, place in
            value * 10 + (place < digits.count ? Int64(digits[digits.startIndex + place] - UInt8(ascii: "0")) : 0)
        }
        return (padded + 5) / 10
    }

    /// The offset from UTC in minutes.
    mutating func offset() -> Int64? {
        if take("Zz") { return 0 }
        let sign: Int64 = rest.first == UInt8(ascii: "-") ? -1 : 1
        guard take("+-"), let hours = number(of: 2, in: 0...23), take(":"), let minutes = number(of: 2, in: 0...59) else { return nil }
        return sign * (hours * 60 + minutes)
    }
}

/// A date of the proleptic Gregorian calendar.
private struct CalendarDate {
    let year: Int64
    let month: Int64
    let day: Int64

    init(year: Int64, month: Int64, day: Int64) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The date `dayNumber` days after 1970-01-01. The year begins in March here, so that the leap day is its last: H. Hinnant,
    /// "chrono-compatible low-level date algorithms".
    init(dayNumber: Int64) {
        let (era, dayOfEra) = (dayNumber + 719_468).quotientAndRemainder(flooredBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shifted + 2) / 5 + 1
        month = shifted < 10 ? shifted + 3 : shifted - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01.
    var dayNumber: Int64 {
        let (era, yearOfEra) = (month <= 2 ? year - 1 : year).quotientAndRemainder(flooredBy: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    static func days(of month: Int64, in year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Int64 {
    /// The quotient rounded down and the remainder, which is never negative.
    fileprivate func quotientAndRemainder(flooredBy divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
