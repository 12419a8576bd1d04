internal import Remediation

/// Facts that lines of a category hold whatever rule matched them: sizes, times, addresses, identifiers of containers and executors.
///
/// A rule's own extractions go first; these fill in what it does not name.
struct CommonFacts: Sendable {
    /// One fact, and the categories where its pattern means what it says; nil for all.
    private struct Source {
        let categories: Set<String>?
        let fact: String
        let unit: FactExtraction.Unit
        let pattern: String
    }

    /// A size with its unit, or a bare count of bytes.
    private static let size = #"(?<value>\d+(?:[.,]\d+)*) ?(?<unit>[KMGTkmgt]i?(?:[Bb](?:ytes?)?)?\b|megabytes|gigabytes|bytes|B\b)"#
    /// A time with its unit, or on a clock.
    private static let time =
        #"(?<value>\d+(?::\d\d){1,2}|\d+(?:\.\d+)?) ?(?<unit>ms\b|millis(?:econds?)?\b|s\b|sec(?:ond)?s?\b|m\b|min(?:ute)?s?\b|h\b|hours?\b)"#
    private static let network: Set<String> = ["network", "platform", "shuffle"]
    private static let memory: Set<String> = ["memory", "disk"]

    private static let sources: [Source] = [
        Source(categories: nil, fact: "container", unit: .text, pattern: #"\b(?<value>container_(?:e\d+_)?\d{6,}_\d+_\d+_\d+)\b"#),
        Source(
            categories: ["memory", "cpu_time", "platform", "shuffle", "network"],
            fact: "executor",
            unit: .text,
            pattern: #"(?i)\bexecutor (?:with id )?(?<value>\d+)\b"#
        ),
        Source(
            categories: nil,
            fact: "jobId",
            unit: .text,
            pattern: #"\b(?:StepId=|JOB |STEP |(?=(?:application|job)_\d{6,}_))(?<value>\w+(?:\.\w+)*)"#
        ),
        Source(
            categories: memory,
            fact: "usedBytes",
            unit: .bytes,
            pattern: #"(?i)(?:current usage:?|peak usage:?|process memory:?|\bused[:=]?|\busing|(?=\d[\d.,]* ?[KMGT]?i?B of \d)) ?"# + size
        ),
        Source(
            categories: memory,
            fact: "limitBytes",
            unit: .bytes,
            pattern: #"(?i)(?:\blimit(?: of| is)?[:=]?|\bmax(?:imum)?[:=]?|capacity(?: of)?[:=]?|\d ?[KMGT]i?B? of|\d B of) \(?"# + size
        ),
        Source(
            categories: memory,
            fact: "requestedBytes",
            unit: .bytes,
            pattern:
                #"(?i)(?:tried to allocate|unable to (?:allocate|acquire)|failed to (?:allocate(?: a page)?|map)|attempt(?:ed)? to allocate(?: chunk of)?|trying to allocate|cannot allocate(?: vector of size)?|out of memory allocating) \(?"#
                + size
        ),
        Source(
            categories: ["cpu_time", "network"],
            fact: "limitSeconds",
            unit: .seconds,
            pattern:
                #"(?i)(?:time(?:d)? ?-?out(?:s)?(?: of| after| in|=|:)?|limit(?: of)?:?|exceed(?:s|ed|ing)?(?: the)?(?: \w+){0,3}|within|after|deadline(?: of)?) \(?"#
                + time
        ),
        Source(
            categories: network,
            fact: "address",
            unit: .text,
            pattern:
                #"(?|(?<value>(?:[\w-]+(?:\.[\w-]+)*/)?\d{1,3}(?:\.\d{1,3}){3}:\d{2,5})\b|\b(?:to|host|server at|tcp|refused:?) "?(?<value>[A-Za-z][\w.-]*:\d{2,5})\b)"#
        ),
        Source(
            categories: network,
            fact: "host",
            unit: .text,
            pattern:
                #"(?:\bhost=|host name |UnknownHostException: |resolve host:? |server at |on host:? |\bhost )['"]?(?<value>[A-Za-z0-9][\w-]*(?:\.[\w-]+)+)"#
        ),
        Source(
            categories: ["throttling", "platform", "network"],
            fact: "retryAfterSeconds",
            unit: .seconds,
            pattern:
                #"(?i)(?|\bretry[-_ ]?after['"]?(?: of)?[:= ]+['"]?(?<value>\d+(?:\.\d+)?) ?(?<unit>ms|s|m|h)?\b|(?:try again|retry|reset)s? in (?<value>\d+(?:\.\d+)?) ?(?<unit>ms|milliseconds|s|m|h))"#
        ),
        Source(
            categories: ["data", "code"],
            fact: "missingPath",
            unit: .text,
            pattern: #"\b(?<value>(?:s3[an]?|gs|hdfs|abfss?|wasbs?|file|dbfs)://?[^\s'",;)\]]+)"#
        ),
    ]

    /// A compiled source.
    struct Entry: Sendable {
        let categories: Set<String>?
        let extraction: FactExtraction
        let pattern: PerlPattern
    }

    let entries: [Entry]

    /// - Throws: `RuleError` if a built-in pattern does not compile.
    init() throws(RuleError) {
        var entries: [Entry] = []
        for source in Self.sources {
            entries.append(
                Entry(
                    categories: source.categories,
                    extraction: FactExtraction(fact: source.fact, pattern: RulePattern(source.pattern), unit: source.unit),
                    pattern: try PerlPattern(source.pattern)
                )
            )
        }
        self.entries = entries
    }
}
