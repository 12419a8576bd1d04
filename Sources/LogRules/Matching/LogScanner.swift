internal import CHyperscan
internal import Remediation

/// Scans one log, block by block, in constant memory; reused for log after log, by one thread at a time.
final class LogScanner {
    /// The size of a block, in bytes: it fits in the second-level cache, so the passes over it after the first are cheap.
    static let blockSize = 128 << 10

    let compiled: CompiledPack
    let matchData: PerlMatchData
    private let scratch: HyperscanScratch
    private let blockHits: BlockHits
    private var normalizer = LogNormalizer()
    private var budget: PatternBudget
    /// The line on which each pattern was last tried, so that two texts on one line try it once.
    private let triedAt: UnsafeMutablePointer<Int>
    /// The patterns of each expression, one after another, and where those of an expression begin: flat, for the inner loop.
    private let candidates: UnsafeMutablePointer<Int32>
    private let firstCandidate: UnsafeMutablePointer<Int>
    private(set) var hits: [PatternHits]
    private(set) var touched: [Int] = []
    private var linesBefore = 0
    private var bytesBefore = 0
    /// How many bytes of the log as it was given stand before the block.
    private var originalBytesBefore = 0
    private var isLog = true
    /// The place of the last line that begins a second or later attempt; 0 when none does.
    private(set) var attemptStart = 0
    /// The place of the last line that says that what went wrong before was survived; 0 when none does.
    private(set) var recovery = 0

    /// - Throws: `RuleError` when there is no memory.
    init(_ compiled: CompiledPack) throws(RuleError) {
        self.compiled = compiled
        scratch = try HyperscanScratch(for: compiled.index.database)
        matchData = try PerlMatchData()
        blockHits = BlockHits(expressionCount: compiled.index.patterns.count)
        budget = PatternBudget(patternCount: compiled.roles.count)
        triedAt = .allocate(capacity: compiled.roles.count)
        triedAt.initialize(repeating: -1, count: compiled.roles.count)
        let lists = compiled.index.patterns
        candidates = .allocate(capacity: lists.reduce(0) { $0 + $1.count })
        firstCandidate = .allocate(capacity: lists.count + 1)
        var next = 0
        for (expression, list) in lists.enumerated() {
            (firstCandidate + expression).initialize(to: next)
            for pattern in list {
                (candidates + next).initialize(to: pattern)
                next += 1
            }
        }
        (firstCandidate + lists.count).initialize(to: next)
        hits = Array(repeating: PatternHits(), count: compiled.roles.count)
    }

    deinit {
        triedAt.deallocate()
        candidates.deallocate()
        firstCandidate.deallocate()
    }

    /// Forgets the last log.
    func begin() {
        for pattern in touched { hits[pattern].removeAll() }
        touched.removeAll(keepingCapacity: true)
        linesBefore = 0
        originalBytesBefore = 0
        // Places go on counting: a place of the last log is none of this one.
        bytesBefore += 1
        attemptStart = 0
        recovery = 0
        isLog = true
    }

    /// Scans text beside the log, such as the messages of a pod's status: its hits have no line numbers.
    func scanAside(_ text: String) {
        isLog = false
        var text = text
        text.withUTF8 { scan($0) }
        isLog = true
    }

    /// Scans the whole of `bytes`, or one part of a log that ends at a line's end.
    func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
        var start = 0
        while start < bytes.count {
            var end = min(bytes.count, start + Self.blockSize)
            // A full block ends with a line even when it is the last: a reader of pieces does not know that nothing follows.
            if end - start == Self.blockSize { end = Self.lineBound(in: bytes, from: start, before: end) }
            scanBlock(UnsafeBufferPointer(rebasing: bytes[start..<end]))
            start = end
        }
    }

    /// The offset after the last line end before `end`; `end` itself when one line fills the block.
    static func lineBound(in bytes: UnsafeBufferPointer<UInt8>, from start: Int, before end: Int) -> Int {
        var index = end
        while index > start {
            if bytes[index - 1] == Byte.lineFeed { return index }
            index -= 1
        }
        return end
    }

    private func scanBlock(_ original: UnsafeBufferPointer<UInt8>) {
        if normalizer.normalize(original) {
            normalizer.output.withUnsafeBufferPointer { match($0, added: normalizer.addedLineEnds, offsets: normalizer.offsets) }
            bytesBefore += normalizer.output.count
        } else {
            match(original, added: [], offsets: OffsetMap())
            bytesBefore += original.count
        }
        if isLog {
            linesBefore += LineCounter.count(in: original, 0..<original.count)
            originalBytesBefore += original.count
        }
    }

    private func match(_ block: UnsafeBufferPointer<UInt8>, added: [Int], offsets: OffsetMap) {
        guard let base = block.baseAddress, !block.isEmpty else { return }
        blockHits.begin(block)
        let context = Unmanaged.passUnretained(blockHits).toOpaque()
        base.withMemoryRebound(to: CChar.self, capacity: block.count) { text in
            _ = hs_scan(
                compiled.index.database.pointer,
                text,
                UInt32(block.count),
                0,
                scratch.pointer,
                { expression, _, end, _, context in
                    if let context { Unmanaged<BlockHits>.fromOpaque(context).takeUnretainedValue().report(Int(expression), end: Int(end)) }
                    return 0
                },
                context
            )
        }
        guard !blockHits.entries.isEmpty else { return }
        blockHits.sort()
        verify(Block(bytes: block, added: added, offsets: offsets))
    }

    /// A block while its hits are verified: it numbers lines, walking forwards.
    private struct Block {
        let bytes: UnsafeBufferPointer<UInt8>
        let added: [Int]
        let offsets: OffsetMap
        private var counted = 0
        private var lines = 0
        private var addedIndex = 0

        init(bytes: UnsafeBufferPointer<UInt8>, added: [Int], offsets: OffsetMap) {
            self.bytes = bytes
            self.added = added
            self.offsets = offsets
        }

        /// How many lines of the original stand before the line that begins at `start`.
        mutating func originalLines(before start: Int) -> Int {
            if start < counted { (counted, lines, addedIndex) = (0, 0, 0) }
            lines += LineCounter.count(in: bytes, counted..<start)
            counted = start
            while addedIndex < added.count, added[addedIndex] < start { addedIndex += 1 }
            return lines - addedIndex
        }
    }

    /// Lets PCRE2 decide on each line where Hyperscan found something.
    private func verify(_ block: Block) {
        var block = block
        var line = Line(range: 0..<0)
        budget.begin()
        for entry in blockHits.entries {
            let position = entry.end - 1
            if line.range.isEmpty || !(line.range.contains(position) || position == line.range.upperBound) {
                line = Line(range: Self.lineRange(in: block.bytes, around: position))
            }
            let place = bytesBefore + line.range.lowerBound
            for position in firstCandidate[entry.expression]..<firstCandidate[entry.expression + 1] {
                let pattern = Int(candidates[position])
                guard triedAt[pattern] != place else { continue }
                triedAt[pattern] = place
                if budget.isOpen(pattern) {
                    if accept(pattern, on: &line, end: entry.end, in: &block) { budget.matched(pattern) }
                } else {
                    budget.postpone(pattern, PatternBudget.Candidate(range: line.range, end: entry.end))
                }
            }
        }
        for pattern in budget.tails.keys.sorted() {
            var found: [(Line, Int)] = []
            for candidate in budget.tail(of: pattern) where found.count < PatternBudget.last {
                let line = Line(range: candidate.range)
                if matchesRaw(pattern, line, end: candidate.end, in: block) { found.append((line, candidate.end)) }
            }
            for (line, end) in found.reversed() {
                var line = line
                _ = accept(pattern, on: &line, end: end, in: &block)
            }
        }
    }

    /// A line of a block, cleaned when first needed.
    private struct Line {
        let range: Range<Int>
        var clean: CleanLine?
        var isCleaned = false

        init(range: Range<Int>) {
            self.range = range
        }
    }

    /// Whether a pattern may match the line as it is: cheap, and nearly always the answer.
    private func matchesRaw(_ pattern: Int, _ line: Line, end: Int, in block: Block) -> Bool {
        if compiled.isAnchored[pattern] { return true }
        let window = LineCleaner.window(of: line.range, around: end)
        return compiled.patterns[pattern].firstMatch(in: UnsafeBufferPointer(rebasing: block.bytes[window]), using: matchData) != nil
    }

    /// Records a hit if the pattern matches the clean line.
    private func accept(_ pattern: Int, on line: inout Line, end: Int, in block: inout Block) -> Bool {
        guard matchesRaw(pattern, line, end: end, in: block) else { return false }
        if !line.isCleaned {
            line.isCleaned = true
            let number = isLog ? linesBefore + block.originalLines(before: line.range.lowerBound) + 1 : nil
            line.clean = compiled.cleaner.clean(
                block.bytes,
                line: line.range,
                hit: end,
                number: number,
                place: isLog ? place(of: line.range, in: block) : nil,
                using: matchData
            )
        }
        guard let clean = line.clean, let column = column(of: compiled.patterns[pattern], in: clean) else { return false }
        let place = bytesBefore + line.range.lowerBound
        if case .attemptStart = compiled.roles[pattern], !hits[pattern].isEmpty {
            // One banner is how every log begins; from the second of its kind on, a new attempt begins.
            attemptStart = max(attemptStart, place)
        }
        if case .recovery = compiled.roles[pattern] { recovery = max(recovery, place) }
        if hits[pattern].isEmpty { touched.append(pattern) }
        hits[pattern].append(Hit(line: clean, column: column, sequence: place))
        return true
    }

    /// Where the line stands in the log as it was given.
    private func place(of line: Range<Int>, in block: Block) -> ByteRange {
        let bytes = block.offsets.original(line)
        return ByteRange(start: originalBytesBefore + bytes.lowerBound, end: originalBytesBefore + bytes.upperBound)
    }

    /// Where the pattern matches the line: from the start of the message, or anywhere in the line with its prefix.
    private func column(of pattern: PerlPattern, in line: CleanLine) -> Int? {
        line.bytes.withUnsafeBufferPointer { text in
            if let match = pattern.firstMatch(in: text, using: matchData) { return match.start }
            guard line.prefixLength > 0, line.prefixLength < text.count else { return nil }
            let message = UnsafeBufferPointer(rebasing: text[line.prefixLength...])
            return pattern.firstMatch(in: message, using: matchData).map { $0.start + line.prefixLength }
        }
    }

    private static func lineRange(in block: UnsafeBufferPointer<UInt8>, around position: Int) -> Range<Int> {
        var start = position
        while start > 0, block[start - 1] != Byte.lineFeed { start -= 1 }
        var end = position
        while end < block.count, block[end] != Byte.lineFeed { end += 1 }
        return start..<max(end, start)
    }
}
