import Remediation
import RemediationEngine
import Testing

@Suite struct TriageTests {
    private func classification(
        _ failureClass: FailureClass,
        _ retryable: Retryability? = nil,
        confidence: Double = 0.9,
        learned: Bool = false,
        backoff: Double? = nil
    ) -> Classification {
        Classification(
            failureClass: failureClass,
            retryable: retryable ?? failureClass.retryability,
            confidence: confidence,
            backoffSeconds: backoff,
            exhausted: failureClass.exhausted,
            learned: learned
        )
    }

    @Test func theClassDecidesTheKindOfAnswer() {
        let triage = Triage()
        guard case .stop = triage.verdict(on: classification(.userException), attempt: 1) else { return #expect(Bool(false)) }
        guard case .resize(.memory, _) = triage.verdict(on: classification(.containerLimit), attempt: 1) else {
            return #expect(Bool(false))
        }
        guard case .resize(.timeLimit, _) = triage.verdict(on: classification(.timeoutWalltime), attempt: 1) else {
            return #expect(Bool(false))
        }
        guard case .review = triage.verdict(on: classification(.unknown), attempt: 1) else { return #expect(Bool(false)) }
        guard case .retryUnchanged = triage.verdict(on: classification(.nodeLost), attempt: 1) else { return #expect(Bool(false)) }
    }

    @Test func theLearnedOpinionNeverStopsAJobForGood() {
        for failureClass in FailureClass.all {
            let verdict = Triage().verdict(on: classification(failureClass, .no, learned: true), attempt: 1)
            if case .stop = verdict { Issue.record("\(failureClass) was stopped on a learned opinion") }
        }
    }

    @Test func thinEvidenceIsForAPerson() {
        for failureClass in FailureClass.all {
            guard case .review = Triage().verdict(on: classification(failureClass, confidence: 0.3), attempt: 1) else {
                Issue.record("\(failureClass) was acted upon at a confidence of 0.3")
                continue
            }
        }
    }

    @Test func pausesDoubleUpToTheCap() {
        var pauses = [Double]()
        for attempt in [1, 2, 3, 20, 1_000] {
            if case .retryUnchanged(let pause, _) = Triage().verdict(on: classification(.nodeLost), attempt: attempt) {
                pauses.append(pause)
            }
        }
        #expect(pauses == [30, 60, 120, 1_800, 1_800])
        guard case .retryUnchanged(let pause, _) = Triage().verdict(on: classification(.rateLimited, backoff: 7_200), attempt: 3) else {
            return #expect(Bool(false))
        }
        // What the service itself asked for outlasts our cap.
        #expect(pause == 7_200)
    }
}
