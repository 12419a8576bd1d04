internal import ArgumentParser
internal import Foundation
internal import LogRules
internal import Remediation
internal import RemediationEngine

/// `mulligan classify`: names the root cause of failures, one JSON line each.
struct ClassifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify",
        abstract: "Name the root cause of failed jobs.",
        discussion: """
            Reads JSON lines {"id","log","exitCode"?,"signal"?,"engine"?,"schedulerState"?,"podStatus"?} from files or standard input \
            and writes one line of JSON for each. With --text the input is one plain log of any size.

            EXAMPLES
              mulligan classify failures.jsonl
              mulligan classify --text driver.log
              kubectl logs job/etl | mulligan classify --text --exit-code 137 --engine kubernetes
            """
    )

    @OptionGroup var rules: RulesOptions

    @OptionGroup var opinion: SecondOpinionOptions

    @Flag(help: "The input is a plain log, not JSON lines.")
    var text = false

    @Option(help: "With --text: the engine or scheduler.")
    var engine: String?

    @Option(help: "With --text: the exit status.")
    var exitCode: Int?

    @Option(help: "With --text: the scheduler's word.")
    var schedulerState: String?

    @Argument(help: "Files to read (default: standard input).", completion: .file())
    var files: [String] = []

    func run() throws {
        let classifier = try rules.classifier()
        let opinion = try secondOpinion()
        let names = files.isEmpty ? ["-"] : files
        for name in names {
            let handle = try open(name)
            if text {
                try classifyText(classifier, opinion, handle, id: name)
            } else {
                try classifyLines(classifier, opinion, handle, name: name)
            }
        }
    }

    private func open(_ name: String) throws -> FileHandle {
        if name == "-" { return .standardInput }
        guard let handle = FileHandle(forReadingAtPath: name) else {
            throw CommandFailure.data("\(name) cannot be read; check the path and its permissions")
        }
        return handle
    }

    private func secondOpinion() throws -> SecondOpinion? {
        do {
            return try opinion.load()
        } catch {
            throw CommandFailure.data("\(error)")
        }
    }

    private func classifyText(_ classifier: Classifier, _ opinion: SecondOpinion?, _ handle: FileHandle, id: String) throws {
        let evidence = FailureEvidence(log: "", engine: engine, exitCode: exitCode, schedulerState: schedulerState)
        let descriptor = handle.fileDescriptor
        // The second opinion looks at the end of the log alone, so memory stays flat.
        var tail: [UInt8] = []
        let result = classifier.classify(evidence) { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            while true {
                let count = read(descriptor, base, buffer.count)
                if count < 0, errno == EINTR { continue }
                let kept = Swift.max(0, count)
                if opinion != nil {
                    tail += buffer[..<kept].suffix(LogWords.window)
                    if tail.count > 4 * LogWords.window { tail.removeFirst(tail.count - LogWords.window) }
                }
                return kept
            }
        }
        let completed = opinion?.complete(result, of: String(decoding: tail, as: UTF8.self)) ?? result
        try ClassificationLine(id: .string(id), classification: completed).write()
    }

    private func classifyLines(_ classifier: Classifier, _ opinion: SecondOpinion?, _ handle: FileHandle, name: String) throws {
        let decoder = JSONDecoder()
        var number = 0
        for line in LineReader(handle) {
            number += 1
            if line.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) { continue }
            do {
                let failure = try decoder.decode(ClassifyInput.self, from: line)
                let result = classifier.classify(failure.evidence)
                let completed = opinion?.complete(result, of: failure.evidence.log) ?? result
                try ClassificationLine(id: failure.id, classification: completed).write()
            } catch let error as DecodingError {
                let place = name == "-" ? "" : "\(name): "
                throw CommandFailure.data("\(place)\(RemediationError(error, line: number))")
            }
        }
    }
}
