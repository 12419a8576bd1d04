internal import Remediation

/// Cleans the lines that Hyperscan picked: what would cost too much on every line is cheap on these few.
struct LineCleaner: Sendable {
    private let prefix: PerlPattern
    private let decoyLine: PerlPattern
    private let decoyPart: PerlPattern
    private let retry: PerlPattern
    private let sourceLocation: PerlPattern
    private let cause: PerlPattern
    private let level: PerlPattern

    /// What may stand before a message: stamps, levels, loggers, ranks, container streams, JSON wrappers, colour codes that lost their escape.
    static let prefixPattern = #"""
        ^(?:[\s>|*#]+|\[?\d{4}[-/.]\d\d[-/.]\d\d(?:[T_-]|,? +)\d\d[:.]\d\d[:.]\d\d(?:[.,]\d+)?\s?(?:Z|UTC|[+-]\d\d:?\d\d)?\]?\s*[:,-]?|\[?\d\d[/-]\d\d[/-]\d\d(?:\d\d)? \d\d:\d\d:\d\d(?:[.,]\d+)?\]?|\d\d:\d\d:\d\d(?:[.,]\d+)?|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)?,? ?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d+ \d\d:\d\d:\d\d(?: \d{4})?|std(?:out|err) [FP] |\[?(?i:trace|debug|info|notice|warn|warning|error|fatal|critical|severe|panic)(?:/[\w-]+)?\s*\]?(?=[\s:,|\]-])\s*[:|-]?|\{[\w.]+:\d+\}|\[(?:[\w.$ :#/-]{1,80})\]:?|\[\d+,\d+\]<std(?:out|err)>:|\[rank ?\d+\]:|(?:rank )?\d{1,4}: |\(\w[^()]* pid=\d+[^()]*\)|\{?"(?:log|message|msg|event|error)": ?"|"|[\w$]+(?:\.[\w$]+){2,}(?: ?\([^)]*\))?: (?=\S)|\x1b?\[\d{0,3}(?:;\d+)*m|-\s)+
        """#

    /// Lines that only quote: crash-file event logs, shell traces, scheduler directives, echoed code.
    static let decoyLinePattern = #"""
        ^(?:Event: \d+\.\d+ |\+{1,3} \S|#(?:BSUB|SBATCH|PBS|\$) |\s*(?:raise|throw new|except|logger\.\w+\(|log\.\w+\(|print\() ?\w)
        """#

    /// Parts that are settings and not events.
    static let decoyPartPattern = #"""
        -XX:[+-]?\w+(?:=(?:'[^']*'|"[^"]*"|[^\s"',]+(?: %p)?))?|"?-D[\w.]+=[^\s"]*|--conf[= ]"?[\w.]+=[^\s"]*|\b(?:spark|hive|mapreduce|mapred|yarn|dfs|fs|io|hadoop|tez|flink|taskmanager|jobmanager|parquet|hbase)\.[\w.-]+ ?= ?[^\s,;]+|"Killed": ?false|OOMKilled"?: ?false|oom[_-]kill(?:er)?[_ ]?(?:disabled|adj|score)\w*
        """#

    /// The last level word of the prefix, or the level member of a JSON line. Airflow logs all that a task prints at INFO, behind the
    /// name of a source file in braces: that says nothing.
    static let levelPattern = #"""
        ^(?:.{0,200}(?<!\} )(?<!\}\} )\b(?<level>(?i:trace|debug|info|notice|warn|warning|error|fatal|critical|severe|panic))\b(?!=)|.*"(?:level|levelname|severity|log\.level|log_level)": ?"(?<member>\w+)")
        """#

    /// - Throws: `RuleError` if a built-in pattern does not compile.
    init() throws(RuleError) {
        prefix = try PerlPattern(Self.prefixPattern)
        decoyLine = try PerlPattern(Self.decoyLinePattern)
        decoyPart = try PerlPattern(Self.decoyPartPattern)
        retry = try PerlPattern(
            #"(?i)\b(?:retry(?:ing)?|retries left|try(?:ing)? again in|will (?:be )?retr(?:y|ied)|re-?attempting|giving it another)\b|\b(?:attempt|try) \d+ ?(?:of|/|out of) ?\d+"#
        )
        sourceLocation = try PerlPattern(#"^\s*(?:[|\]\[\w,.: -]{0,60}\s)?File "[^"]+", line \d+"#)
        level = try PerlPattern(Self.levelPattern)
        cause = try PerlPattern(#"^Caused by: "#)
    }

    /// The part of a line that is looked at: all of it, or of a very long one what stands around the hit.
    static func window(of range: Range<Int>, around hit: Int) -> Range<Int> {
        let limit = 4096
        guard range.count > limit else { return range }
        return max(range.lowerBound, min(hit, range.upperBound) - limit / 2)..<min(range.upperBound, hit + limit / 2)
    }

    /// The line with bounds `range` in `block`, cleaned; nil when it only quotes.
    ///
    /// - Parameter hit: the offset just after a match: of a very long line the part around it is kept.
    func clean(
        _ block: UnsafeBufferPointer<UInt8>,
        line range: Range<Int>,
        hit: Int,
        number: Int?,
        place: ByteRange? = nil,
        using data: PerlMatchData
    ) -> CleanLine? {
        let window = Self.window(of: range, around: hit)
        var bytes = Array(block[window])
        let isWhole = window.lowerBound == range.lowerBound
        var prefixLength = 0
        var isRetry = false
        var isCause = false
        var severity = LineSeverity.stated
        let isDecoy = bytes.withUnsafeMutableBufferPointer { buffer -> Bool in
            let text = UnsafeBufferPointer(buffer)
            if isWhole {
                prefixLength = prefix.firstMatch(in: text, using: data)?.end ?? 0
                let message = UnsafeBufferPointer(rebasing: text[prefixLength...])
                if decoyLine.firstMatch(in: message, using: data) != nil || decoyLine.firstMatch(in: text, using: data) != nil {
                    return true
                }
                if followsSourceLocation(block, range, using: data) { return true }
                isCause = cause.firstMatch(in: message, using: data) != nil
                severity = self.severity(of: text, prefixLength: prefixLength, using: data)
            }
            var start = 0
            while let part = decoyPart.firstMatch(in: text, from: start, using: data), part.end > part.start {
                for index in part.start..<part.end { buffer[index] = 32 }
                start = part.end
            }
            isRetry = retry.firstMatch(in: text, using: data) != nil
            return false
        }
        if isDecoy { return nil }
        return CleanLine(
            bytes: bytes,
            prefixLength: prefixLength,
            number: number,
            place: place,
            isRetry: isRetry,
            severity: severity,
            isCause: isCause
        )
    }

    /// The level that the line states; a JSON line's member is looked for in the whole line, others in the prefix alone.
    private func severity(of text: UnsafeBufferPointer<UInt8>, prefixLength: Int, using data: PerlMatchData) -> LineSeverity {
        let isJSON = text.first == UInt8(ascii: "{")
        guard isJSON || prefixLength > 0 else { return .stated }
        let searched = isJSON ? text : UnsafeBufferPointer(rebasing: text[..<prefixLength])
        guard level.firstMatch(in: searched, using: data) != nil,
            let word = level.group("member", in: searched, using: data) ?? level.group("level", in: searched, using: data)
        else { return .stated }
        return LineSeverity(level: word)
    }

    /// Whether the line before is `File "x.py", line N`: then this one is the source code there, and not what happened.
    private func followsSourceLocation(_ block: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, using data: PerlMatchData) -> Bool {
        guard range.lowerBound >= 2 else { return false }
        // A traceback's source line is indented: all others need no look back.
        let first = block[range.lowerBound]
        guard first == 32 || first == 9 || first == UInt8(ascii: "[") || first == UInt8(ascii: "|") else { return false }
        var start = range.lowerBound - 1
        let floor = max(0, range.lowerBound - 400)
        while start > floor, block[start - 1] != Byte.lineFeed { start -= 1 }
        return sourceLocation.firstMatch(in: UnsafeBufferPointer(rebasing: block[start..<(range.lowerBound - 1)]), using: data) != nil
    }
}
