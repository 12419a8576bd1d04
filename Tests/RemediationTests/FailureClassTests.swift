import Remediation
import Testing

@Suite struct FailureClassTests {
    @Test func theTaxonomyIsWhole() {
        #expect(FailureClass.all.count == 46)
        #expect(Set(FailureClass.all).count == 46)
        #expect(FailureClass(rawValue: "memory.executor_oom") == .executorOOM)
        #expect(FailureClass(rawValue: "memory.nonsense") == nil)
    }

    @Test func resourcesGoWithTheClassesThatExhaustThem() {
        for failureClass in FailureClass.all where failureClass.exhausted != nil {
            #expect(failureClass.retryability == .changedConfiguration)
        }
        #expect(FailureClass.containerLimit.isMemory)
        #expect(!FailureClass.gpuOOM.isMemory)
    }

    @Test func aStateNeverFollowsAFinalOne() {
        for state in RecommendationState.allCases where !state.isFinal {
            for earlier in state.predecessors { #expect(!earlier.isFinal || earlier == .rejected) }
        }
    }
}
