internal import Remediation

extension CompiledPack {
    /// Every rule that holds for what a scanner found and what stands beside the log.
    func findings(in scanner: LogScanner, evidence: FailureEvidence, pod: PodEvidence) -> [RuleFinding] {
        var candidates: [Int: Candidate] = [:]
        var parts: [UncaughtException.Part: [Int]] = [:]
        for pattern in scanner.touched {
            let hits = scanner.hits[pattern].hits
            switch roles[pattern] {
            case .any(let rule):
                candidates[rule, default: Candidate()].any += accepted(hits, rule: rule, using: scanner.matchData)
            case .all(let rule, let position):
                let accepted = accepted(hits, rule: rule, using: scanner.matchData)
                if !accepted.isEmpty { candidates[rule, default: Candidate()].all[position] = accepted }
            case .unless(let rule):
                candidates[rule, default: Candidate()].isRefused = true
            case .traceback(let part):
                parts[part] = hits.map(\.sequence)
            case .attemptStart, .recovery:
                break
            }
        }
        let exception = UncaughtException(starts: parts[.start] ?? [], links: parts[.link] ?? [], mistakes: parts[.mistake] ?? [])
        let stated = StatedEvidence(evidence, pod: pod)
        var findings: [RuleFinding] = []
        for index in candidates.keys.sorted() {
            guard let candidate = candidates[index] else { continue }
            let rule = rules[index]
            guard candidate.holds(for: rule), rule.requires.hold(for: stated) else { continue }
            findings.append(finding(index, rule, candidate, evidence, scanner, exception))
        }
        for index in evidenceOnly where rules[index].requires.hold(for: stated) {
            if candidates[index]?.isRefused == true { continue }
            let rule = rules[index]
            findings.append(RuleFinding(index: index, rule: rule, hits: [], attemptStart: 0, weight: rule.rule.weight))
        }
        return findings
    }

    /// What was found of one rule's patterns.
    private struct Candidate {
        var any: [Hit] = []
        var all: [Int: [Hit]] = [:]
        var isRefused = false

        func holds(for compiled: CompiledRule) -> Bool {
            !isRefused && compiled.rule.hasPatterns && (compiled.rule.any.isEmpty || !any.isEmpty)
                && all.count == compiled.rule.all.count
        }
    }

    /// The hits whose line none of the rule's `unless-line` patterns matches.
    private func accepted(_ hits: [Hit], rule: Int, using data: PerlMatchData) -> [Hit] {
        let refusals = lineParts[rule].unlessLine
        guard !refusals.isEmpty else { return hits }
        return hits.filter { hit in
            hit.line.bytes.withUnsafeBufferPointer { text in refusals.allSatisfy { $0.firstMatch(in: text, using: data) == nil } }
        }
    }

    private func finding(
        _ index: Int,
        _ compiled: CompiledRule,
        _ candidate: Candidate,
        _ evidence: FailureEvidence,
        _ scanner: LogScanner,
        _ exception: UncaughtException
    ) -> RuleFinding {
        let hits = candidate.any.isEmpty ? candidate.all.keys.sorted().flatMap { candidate.all[$0] ?? [] } : candidate.any
        var weight = compiled.rule.weight
        let failureClass = compiled.rule.failureClass
        if hits.allSatisfy(\.line.isRetry), ["network", "platform"].contains(failureClass.category) {
            weight -= 10
        }
        if let severity = hits.map(\.line.severity).max() { weight -= severity.penalty(at: compiled.rule.weight) }
        let isRecovered =
            RecoveryMarkers.apply(to: failureClass)
            && hits.allSatisfy { $0.line.number != nil && $0.sequence < scanner.recovery }
        if isRecovered || exception.survived(hits, of: failureClass) { weight -= RecoveryMarkers.penalty }
        if let engine = evidence.engine?.lowercased(), engine == compiled.rule.engine || engine.hasPrefix(compiled.rule.engine + "-") {
            weight += 2
        }
        return RuleFinding(index: index, rule: compiled, hits: hits, attemptStart: scanner.attemptStart, weight: max(1, weight))
    }
}
