import Remediation
import Testing

@testable import RemediationEngine

@Suite struct AttemptTailTests {
    private func stretch(_ rows: ClosedRange<Int64>) -> RecordedAttempts {
        RecordedAttempts(
            items: rows.map { .init(id: "id \($0)", attempt: attempt($0)) },
            identifiers: Dictionary(uniqueKeysWithValues: rows.map { ($0, "id \($0)") }),
            last: rows.upperBound,
            isEnd: true
        )
    }

    private func attempt(_ number: Int64) -> Attempt {
        Attempt(job: "etl", runId: "\(number)", requested: Resources(memoryBytes: 1 << 30), result: .succeeded, runSeconds: 1)
    }

    @Test func ownAttemptsAreLeftToTheirProcess() {
        var tail = AttemptTail()
        tail.willRecord("id 2")
        let first = tail.take(stretch(1...3))
        #expect(first == [attempt(1), attempt(3)])
        let second = tail.take(stretch(1...4))
        #expect(second == [attempt(4)])
    }

    @Test func aWriteWhoseAnswerWasLostIsLearntOnce() {
        var tail = AttemptTail()
        tail.willRecord("id 1")
        let passedOver = tail.take(stretch(1...1))
        #expect(passedOver.isEmpty)
        // It was stored and passed over, and its process was told that it was not.
        let wasStored = tail.didNotLearn("id 1")
        #expect(wasStored)
        tail.willRecord("id 2")
        // This one has not been seen yet: the next look finds it, or it was never stored.
        let isSeen = tail.didNotLearn("id 2")
        #expect(!isSeen)
        let found = tail.take(stretch(1...2))
        #expect(found == [attempt(2)])
    }

    @Test func whatIsGivenUpBetweenQuestionAndAnswerIsLearntAtTheNextLook() {
        var tail = AttemptTail()
        tail.willRecord("id 1")
        let question = tail.known
        #expect(question == ["id 1"])
        let wasStored = tail.didNotLearn("id 1")
        #expect(!wasStored)
        let answer = RecordedAttempts(items: [], identifiers: [1: "id 1"], last: 1, isEnd: true)
        let passedOver = tail.take(answer)
        #expect(passedOver.isEmpty)
        let found = tail.take(stretch(1...1))
        #expect(found == [attempt(1)])
    }

    @Test func looksGoOnForAWhileForWhatBecomesVisibleLate() {
        var tail = AttemptTail()
        var looks: [Bool] = []
        for isNew in [true, false, false, false, false] { looks.append(tail.wantsLook(somethingIsNew: isNew)) }
        #expect(looks == [true, true, true, true, false])
        _ = tail.take(stretch(10...12))
        #expect(tail.position == 12)
        let late = tail.take(stretch(9...12))
        #expect(late == [attempt(9)])
    }
}
