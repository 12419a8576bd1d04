/// One configuration a retry ladder may try.
public struct LadderRung: Sendable, Hashable {
    /// The value of every knob.
    public let values: [Double]
    /// P(success) of a first attempt here, before any failure is known, 0 to 1; it includes irreducible failures.
    public let successProbability: Double
    /// Money of an attempt that succeeds, USD, at least 0.
    public let costIfSuccess: Double
    /// Money of an attempt that fails, USD, at least 0, without the charge for failing.
    public let costIfFailure: Double

    /// Creates a rung.
    public init(values: [Double], successProbability: Double, costIfSuccess: Double, costIfFailure: Double) {
        self.values = values
        self.successProbability = successProbability
        self.costIfSuccess = costIfSuccess
        self.costIfFailure = costIfFailure
    }

    var isValid: Bool {
        successProbability >= 0 && successProbability <= 1 && costIfSuccess >= 0 && costIfSuccess < .infinity
            && costIfFailure >= 0 && costIfFailure < .infinity
    }
}
