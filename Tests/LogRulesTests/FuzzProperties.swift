import Remediation

@testable import LogRules

/// What must hold for any input whatever: the fuzzer looks for one that breaks it, and the tests keep what it found worth keeping.
///
/// The first byte of an input says what the rest is: a log, text for the normaliser, or a rule file.
struct FuzzProperties: Sendable {
    let classifier: Classifier

    /// The property that does not hold for `input`; nil when all do.
    func broken(by input: UnsafeBufferPointer<UInt8>) -> String? {
        guard let kind = input.first else { return nil }
        let rest = UnsafeBufferPointer(rebasing: input.dropFirst())
        return switch kind % 3 {
        case 0: brokenClassification(rest)
        case 1: brokenNormalisation(rest)
        default: brokenRule(rest)
        }
    }

    /// Reading in pieces is reading at once; lines exist, and their bytes stand in them; a cause has a rule.
    private func brokenClassification(_ log: UnsafeBufferPointer<UInt8>) -> String? {
        let whole = read(log, piece: log.count + 1)
        let piece = 1 + Int(log.first ?? 0)
        if read(log, piece: piece) != whole { return "pieces of \(piece) bytes give another answer" }
        let lineCount = log.count { $0 == 10 } + 1
        for match in whole.matches {
            guard let lines = match.lines else { continue }
            if lines.first < 1 || lines.last > lineCount { return "\(match.rule) stands in line \(lines.last) of \(lineCount)" }
            guard let bytes = match.bytes, bytes.end <= log.count else { return "\(match.rule) stands outside the log" }
            if log[..<bytes.start].count(where: { $0 == 10 }) + 1 != lines.first { return "\(match.rule) does not begin in its line" }
            if log[bytes.start..<bytes.end].contains(10) { return "\(match.rule) does not end in its line" }
        }
        if !(0...1).contains(whole.confidence) { return "the confidence is \(whole.confidence)" }
        if (whole.rule == nil) != (whole.failureClass == .unknown) { return "a class without a rule, or a rule without a class" }
        let text = String(decoding: log, as: UTF8.self)
        let redacted = LogRedactor.shared.redact(text)
        if LogRedactor.shared.redact(redacted) != redacted { return "redacting twice differs from redacting once" }
        return nil
    }

    private func read(_ log: UnsafeBufferPointer<UInt8>, piece: Int) -> Classification {
        var position = 0
        return classifier.classify(FailureEvidence(log: "")) { buffer in
            let count = min(piece, buffer.count, log.count - position)
            buffer.copyMemory(from: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: log[position..<(position + count)])))
            position += count
            return count
        }
    }

    /// The added line ends ascend, are line ends, and are all that was added.
    private func brokenNormalisation(_ text: UnsafeBufferPointer<UInt8>) -> String? {
        var normalizer = LogNormalizer()
        guard normalizer.normalize(text) else { return nil }
        let (output, added) = (normalizer.output, normalizer.addedLineEnds)
        if zip(added, added.dropFirst()).contains(where: { $0 >= $1 }) { return "added line ends do not ascend" }
        if added.contains(where: { !output.indices.contains($0) || output[$0] != 10 }) { return "an added line end is none" }
        let kept = output.count { $0 == 10 } - added.count
        if kept != text.count(where: { $0 == 10 }) { return "a line end was lost or came by itself" }
        return nil
    }

    /// A rule file is read or refused; what is read can be linted.
    private func brokenRule(_ file: UnsafeBufferPointer<UInt8>) -> String? {
        guard let rule = try? Rule(yaml: String(decoding: file, as: UTF8.self), file: "linux/disk-full.yaml") else { return nil }
        _ = RulePack(rules: [rule], version: "x").lint()
        return nil
    }
}
