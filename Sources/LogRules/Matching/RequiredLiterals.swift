/// Finds, for a regular expression, texts of which every match contains at least one, without regard to case.
///
/// Hyperscan then only looks for plain texts, which compile in a moment and scan fast; PCRE2 decides on the lines where one was
/// found. Every choice of elements is correct; the rarest is the fastest, so words of everyday logs count little.
struct RequiredLiterals {
    /// One top-level branch of an expression.
    struct Branch {
        /// The branch as an expression of its own, without case flags.
        var text: String
        /// The texts, in lower case; nil when there is no useful set.
        var literals: [String]?
    }

    /// The branches of `pattern`, each with its texts.
    static func branches(of pattern: String) -> [Branch] {
        let bytes = Array(pattern.replacing("(?i)", with: "").utf8)
        var parser = RequiredLiterals(bytes: bytes)
        var branches: [Branch] = []
        /// The whole expression as it is, where it is not understood.
        let whole = Branch(text: String(decoding: bytes, as: UTF8.self), literals: nil)
        while true {
            let start = parser.position
            let found = parser.sequence()
            // What goes on behind the end was not understood either.
            guard parser.isUnderstood, parser.position <= bytes.count else { return [whole] }
            let text = String(decoding: bytes[start..<parser.position], as: UTF8.self)
            branches.append(Branch(text: text, literals: found.required.flatMap(useful)))
            if parser.peek() == UInt8(ascii: "|") {
                parser.position += 1
            } else if parser.position < bytes.count {
                return [whole]
            } else {
                return branches
            }
        }
    }

    /// Texts that are long and rare enough to look for, else nil.
    private static func useful(_ found: Literals) -> [String]? {
        let unique = Set(found)
        guard !unique.isEmpty, unique.count <= most, unique.allSatisfy({ score($0) >= threshold }) else { return nil }
        let texts = unique.map { String(decoding: $0, as: UTF8.self) }.sorted()
        // Where one holds another, that is found too.
        return texts.filter { text in !texts.contains { $0 != text && text.contains($0) } }
    }

    /// Under this score a text stands in too many ordinary lines. Measured: trying a few patterns in vain on every line costs less
    /// than expressions in the automaton.
    private static let threshold = 2.5

    private typealias Literals = [[UInt8]]

    /// What is known of the texts that a part of an expression matches.
    private struct Found {
        /// Each of them contains one of these; nil when there is no such set.
        var required: Literals?
        /// They are these and no others; nil when they are too many or not fixed.
        var exact: Literals?
    }

    /// The most texts that are put together from parts one after another.
    private static let mostTexts = 32
    /// The most texts of a set.
    private static let most = 80
    /// The fewest bytes of a text.
    private static let shortest = 3
    /// A score from which on what follows is not put together with it: it is rare enough, and each text takes its place in the automaton.
    private static let rareEnough = 12.0

    private let bytes: [UInt8]
    private var position = 0
    /// False from the first construct on of which it is not known what it matches, or where it ends.
    private var isUnderstood = true

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private func peek(_ offset: Int = 0) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    /// `a|b|c`: a match contains a text of one of the branches, so each branch must have some.
    private mutating func alternatives() -> Found {
        var all = Found(required: [], exact: [])
        while true {
            let branch = sequence()
            all.required = branch.required.flatMap { texts in all.required.map { $0 + texts } }
            all.exact = branch.exact.flatMap { texts in all.exact.map { $0 + texts } }.flatMap { $0.count <= Self.mostTexts ? $0 : nil }
            guard peek() == UInt8(ascii: "|") else { return all }
            position += 1
        }
    }

    /// Elements one after another: a match contains a text of each, so the best set will do.
    private mutating func sequence() -> Found {
        var best: Literals?
        var exact: Literals? = [[]]
        // What a match holds right before the place that is looked at: one of these.
        var run: Literals = [[]]
        func consider(_ candidate: Literals?) {
            guard let candidate, !candidate.isEmpty, candidate.allSatisfy({ $0.count >= Self.shortest }) else { return }
            if let known = best, Self.score(known) >= Self.score(candidate) { return }
            best = candidate
        }
        func endRun() {
            consider(run)
            run = [[]]
        }
        func extend(by texts: Literals) {
            guard texts.count > 1 else {
                run = run.map { $0 + (texts.first ?? []) }
                exact = exact?.map { $0 + (texts.first ?? []) }
                return
            }
            exact = exact.flatMap { Self.product($0, texts) }
            if Self.score(run) < Self.rareEnough, let longer = Self.product(run, texts) {
                run = longer
            } else {
                endRun()
                run = texts
            }
        }
        while let byte = peek(), byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
            let element = element(byte)
            let repeats = quantifier()
            let isOptional = !repeats.isOnce && repeats.isAtMostOnce
            switch element {
            case .nothing:
                break
            case .text(let found) where found.exact != nil && (repeats.isOnce || isOptional):
                if repeats.isOnce, (found.exact?.count ?? 0) > 1 { consider(found.required) }
                extend(by: (found.exact ?? []) + (isOptional ? [[]] : []))
            case .text(let found):
                // In `ab+c` the run `ab` holds, and a new one begins after it.
                if repeats.isAtLeastOnce, let texts = found.exact, texts.count == 1 { run = run.map { $0 + texts[0] } }
                endRun()
                if repeats.isAtLeastOnce { consider(found.required) }
                exact = nil
            case .other:
                endRun()
                exact = nil
            }
        }
        endRun()
        return Found(required: best, exact: exact)
    }

    /// Every text of the first with every one of the second behind it; nil when they would be too many.
    private static func product(_ first: Literals, _ second: Literals) -> Literals? {
        guard first.count * second.count <= mostTexts else { return nil }
        return first.flatMap { start in second.map { start + $0 } }
    }

    private enum Element {
        static func character(_ byte: UInt8) -> Element { .text(Found(required: [[byte]], exact: [[byte]])) }

        /// A character, or a group.
        case text(Found)
        /// Takes no part in the text: an anchor, a flag.
        case nothing
        /// A class or anything else that is no fixed text.
        case other
    }

    private mutating func element(_ byte: UInt8) -> Element {
        position += 1
        switch byte {
        case UInt8(ascii: "("): return group()
        case UInt8(ascii: "["): return characterClass()
        case Byte.backslash: return escape()
        case UInt8(ascii: "^"), UInt8(ascii: "$"): return .nothing
        case UInt8(ascii: "."): return .other
        default: return byte < 128 ? .character(Self.lowercase(byte)) : .other
        }
    }

    private mutating func group() -> Element {
        var isLookaround = false
        if peek() == UInt8(ascii: "*") { isUnderstood = false }
        if peek() == UInt8(ascii: "?") {
            position += 1
            let (kind, next) = (peek(), peek(1))
            position += 1
            switch (kind, next) {
            case (UInt8(ascii: ":"), _), (UInt8(ascii: ">"), _): break
            case (UInt8(ascii: "="), _), (UInt8(ascii: "!"), _): isLookaround = true
            case (UInt8(ascii: "<"), UInt8(ascii: "=")), (UInt8(ascii: "<"), UInt8(ascii: "!")):
                isLookaround = true
                position += 1
            case (UInt8(ascii: "<"), _), (UInt8(ascii: "P"), UInt8(ascii: "<")):
                while let byte = peek(), byte != UInt8(ascii: ">") { position += 1 }
                position += 1
            case (UInt8(ascii: "i"), UInt8(ascii: ")")):
                position += 1
                return .nothing
            case (UInt8(ascii: "i"), UInt8(ascii: ":")): position += 1
            default: isUnderstood = false
            }
        }
        let inner = alternatives()
        position += 1
        return isLookaround ? .nothing : .text(inner)
    }

    /// A class of one letter in both cases is that letter.
    private mutating func characterClass() -> Element {
        var members: Set<UInt8> = []
        var isPlain = true
        if peek() == UInt8(ascii: "^") {
            isPlain = false
            position += 1
        }
        var isFirst = true
        while let byte = peek(), isFirst || byte != UInt8(ascii: "]") {
            isFirst = false
            position += 1
            if byte == UInt8(ascii: "["), let next = peek(), ":.=".utf8.contains(next) { isUnderstood = false }
            if byte == Byte.backslash {
                isPlain = false
                if peek() == UInt8(ascii: "Q") { isUnderstood = false }
                position += 1
            } else if byte == UInt8(ascii: "-") || byte >= 128 {
                isPlain = false
            } else {
                members.insert(Self.lowercase(byte))
            }
        }
        position += 1
        if isPlain, members.count == 1, let only = members.first { return .character(only) }
        return .other
    }

    private mutating func escape() -> Element {
        guard let byte = peek() else { return .other }
        position += 1
        switch byte {
        case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "A"), UInt8(ascii: "z"), UInt8(ascii: "Z"): return .nothing
        case UInt8(ascii: "x"):
            guard let high = peek().flatMap(Self.hexValue), let low = peek(1).flatMap(Self.hexValue) else {
                isUnderstood = false
                return .other
            }
            position += 2
            let value = high * 16 + low
            return value < 128 ? .character(Self.lowercase(value)) : .other
        default:
            let isLetterOrDigit = (97...122).contains(byte | 0x20) || (48...57).contains(byte)
            // Others quote what follows, refer back, or take an argument.
            if isLetterOrDigit, !"dDwWsShHvVRtnrfea".utf8.contains(byte) { isUnderstood = false }
            return isLetterOrDigit || byte >= 128 ? .other : .character(byte)
        }
    }

    private mutating func quantifier() -> (isOnce: Bool, isAtLeastOnce: Bool, isAtMostOnce: Bool) {
        var result = (isOnce: true, isAtLeastOnce: true, isAtMostOnce: true)
        switch peek() {
        case UInt8(ascii: "*"):
            result = (false, false, false)
            position += 1
        case UInt8(ascii: "?"):
            result = (false, false, true)
            position += 1
        case UInt8(ascii: "+"):
            result = (false, true, false)
            position += 1
        case UInt8(ascii: "{"):
            guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "}")) else { return result }
            let counts = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
            // Anything else in braces stands for itself; without the first number it depends on the version.
            guard counts.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ",") }) else { return result }
            guard let minimum = counts.split(separator: ",", omittingEmptySubsequences: false).first.flatMap({ Int($0) }) else {
                isUnderstood = false
                return result
            }
            result = (false, minimum > 0, false)
            position = end + 1
        default:
            return result
        }
        if peek() == UInt8(ascii: "?") || peek() == UInt8(ascii: "+") { position += 1 }
        return result
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }

    /// How rare the most frequent of the texts is likely to be.
    private static func score(_ literals: Literals) -> Double {
        literals.map(score).min() ?? 0
    }

    private static func score(_ literal: [UInt8]) -> Double {
        var rare = 0.0
        for word in literal.split(whereSeparator: { !((97...122).contains($0) || (48...57).contains($0)) })
        where !commonWords.contains(Array(word)) {
            // Digits are everywhere: stamps, counts, ports.
            for byte in word { rare += (48...57).contains(byte) ? 0.4 : 1 }
        }
        return 2 * rare + Double(literal.count) / 2
    }

    /// Words, and ends of words, that stand in ordinary lines of logs.
    private static let commonWords = Set(
        """
        task tasks block blocks file files info data the executor container error errors failed fail failure exception job \
        jobs stage from with for and not is was has been to in of on at no by connection server client memory host node worker \
        time timeout timed out line value start starting started finished received sending sent size bytes status state \
        session user users request response read write path name table column code exit exited process processes run running \
        stopped stopping stop cancelled canceled killed kill database query service warn warning debug http https java org \
        apache spark com writing reading shuffle driver application output input removed remove removing variable variables \
        partition partitions found backend expired module modules interrupted interrupt available detected config \
        configuration broken waiting missing required option options parameter set unset invalid unknown unsupported bad could \
        can cannot unable find open load version package access denied permission resource resources limit exceeded exceed key \
        token are were will be that this it as an or if then than into over after before because due result results test tests \
        build command script program python returned return signal term int fault ult iled rror ection ilure xception huffle \
        ariable var max min total used free cpu disk network socket port address url image pod pods pull event events log logs \
        message messages added deleted created create new old first last next end current previous all any only id type class \
        method function object array list map string number count rate metrics group cluster master leader follower replica \
        inf queue topic offset record records row rows schema field fields index document documents page pages closed close \
        closing opened opening lost lose attempt attempts retry retries retrying lease lock locked unlock wait
        """.split(separator: " ").map { Array($0.utf8) }
    )
}
