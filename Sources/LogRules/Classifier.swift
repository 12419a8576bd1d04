package import Remediation

/// Names the root cause of a failure by the rules of a pack; safe to use from many threads at once.
package final class Classifier: Sendable {
    /// The pack that decides.
    package let pack: RulePack
    let compiled: CompiledPack
    private let scanners: IdlePool<LogScanner>

    /// Compiles `pack`.
    ///
    /// - Throws: `RuleError` naming the file, the line and the pattern that does not compile.
    package init(_ pack: RulePack) throws(RuleError) {
        self.pack = pack
        let compiled = try CompiledPack(pack)
        self.compiled = compiled
        scanners = IdlePool { try? LogScanner(compiled) }
    }

    /// What the evidence says; `other.unknown` where no rule holds.
    package func classify(_ evidence: FailureEvidence) -> Classification {
        classify(evidence) { scanner in
            var log = evidence.log
            log.withUTF8 { scanner.scan($0) }
        }
    }

    /// What a log says that is read piece by piece: memory stays flat at any size.
    ///
    /// - Parameter evidence: what stands beside the log; its own `log` is not looked at.
    /// - Parameter read: fills the buffer with the next bytes and says how many; 0 ends the log.
    package func classify(
        _ evidence: FailureEvidence,
        reading read: (UnsafeMutableRawBufferPointer) throws -> Int
    ) rethrows -> Classification {
        try classify(evidence) { scanner in
            var buffer = [UInt8](repeating: 0, count: LogScanner.blockSize)
            var kept = 0
            var isAtEnd = false
            while !isAtEnd {
                // The buffer is filled before it is scanned: blocks then end where they would end in a log read at once, and the
                // answer does not depend on how the pieces came.
                var filled = kept
                while filled < buffer.count {
                    let count = try buffer.withUnsafeMutableBytes { try read(UnsafeMutableRawBufferPointer(rebasing: $0[filled...])) }
                    if count <= 0 {
                        isAtEnd = true
                        break
                    }
                    filled += min(count, buffer.count - filled)
                }
                let used = buffer.withUnsafeBufferPointer { bytes -> Int in
                    let end = isAtEnd ? filled : LogScanner.lineBound(in: bytes, from: 0, before: filled)
                    scanner.scan(UnsafeBufferPointer(rebasing: bytes[..<end]))
                    return end
                }
                kept = filled - used
                buffer.withUnsafeMutableBytes { bytes in
                    UnsafeMutableRawBufferPointer(rebasing: bytes[..<kept]).copyMemory(
                        from: UnsafeRawBufferPointer(rebasing: bytes[used..<filled])
                    )
                }
            }
        }
    }

    private func classify(_ evidence: FailureEvidence, scan: (LogScanner) throws -> Void) rethrows -> Classification {
        let classification = try scanners.borrow { scanner in
            scanner.begin()
            let pod = PodEvidence(evidence.podStatus)
            let aside = (evidence.schedulerState.map { [$0] } ?? []) + pod.messages
            if !aside.isEmpty { scanner.scanAside(aside.joined(separator: "\n")) }
            try scan(scanner)
            let findings = compiled.findings(in: scanner, evidence: evidence, pod: pod)
            return self.classification(of: findings, scanner: scanner)
        }
        return classification ?? unknown(because: "there was no memory for matching")
    }

    private func unknown(because reason: String) -> Classification {
        Classification(failureClass: .unknown, retryable: .unknown, confidence: 0, reasons: [reason], packVersion: pack.version)
    }

    private func classification(of findings: [RuleFinding], scanner: LogScanner) -> Classification {
        let (sorted, reasons) = compiled.order.sort(findings)
        guard let primary = sorted.first else { return unknown(because: "No rule holds.") }
        let rule = primary.rule
        let (retryable, guardReason) = StopGuard.retryability(of: sorted)
        return Classification(
            failureClass: rule.failureClass,
            retryable: retryable,
            confidence: confidence(of: sorted),
            rule: rule.id,
            lines: primary.lines,
            matches: sorted.map { RuleMatch(rule: $0.rule.id, failureClass: $0.rule.failureClass, lines: $0.lines, bytes: $0.bytes) },
            facts: FactReader.facts(of: sorted, compiled: compiled, using: scanner.matchData),
            reasons: reasons + (guardReason.map { [$0] } ?? []),
            backoffSeconds: rule.retryable == .sameConfiguration
                ? rule.backoffSeconds ?? Backoff.seconds(for: rule.failureClass) : rule.backoffSeconds,
            exhausted: rule.failureClass.exhausted,
            packVersion: pack.version
        )
    }

    /// The rule's precision as measured, under a Beta prior that its weight sets; less when another class is nearly as well shown.
    private func confidence(of sorted: [RuleFinding]) -> Double {
        guard let primary = sorted.first else { return 0 }
        let prior = 0.35 + 0.6 * Double(primary.weight) / 100
        var confidence = RulePrecision.expected(pack.precision[primary.rule.id], prior: min(prior, 0.93))
        let rival = sorted.dropFirst().first { $0.rule.failureClass != primary.rule.failureClass && $0.isNewest }
        if let rival, rival.weight >= primary.weight { confidence *= 0.9 }
        return (confidence * 1000).rounded() / 1000
    }
}
