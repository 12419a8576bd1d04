/// What a ladder is worth, what failing costs and how far it may go.
public struct LadderOptions: Sendable, Hashable {
    /// What a success is worth.
    public struct SuccessValue: Sendable, Hashable {
        /// USD, or nil where success is required.
        let usd: Double?

        /// A success is worth this many USD: the ladder stops where trying costs more than it can bring. At least 0.
        public static func usd(_ value: Double) -> SuccessValue { SuccessValue(usd: value) }
        /// A success is worth a million of the dearest attempts: the ladder stops only where nothing can help.
        public static let required = SuccessValue(usd: nil)
    }

    /// How uncertain cost is judged.
    public struct RiskAttitude: Sendable, Hashable {
        /// The quantile, or nil for the mean.
        let quantile: Double?

        /// The least expected cost.
        public static let mean = RiskAttitude(quantile: nil)
        /// The least upper quantile of the cost, above 0 and below 1; the mean decides between equals.
        public static func upperQuantile(_ level: Double) -> RiskAttitude { RiskAttitude(quantile: level) }
    }

    /// What a success is worth.
    public var successValue: SuccessValue
    /// USD charged for each failed attempt beside its resources; at least 0.
    public var failureCharge: Double
    /// The most attempts from now on, 0 to 64.
    public var maximumAttempts: Int
    /// The probability that an attempt fails whatever its configuration, 0 to below 1.
    public var irreducibleFailure: Double
    /// How uncertain cost is judged.
    public var risk: RiskAttitude

    /// Creates options.
    public init(
        successValue: SuccessValue = .required,
        failureCharge: Double = 0,
        maximumAttempts: Int = 5,
        irreducibleFailure: Double = 0,
        risk: RiskAttitude = .mean
    ) {
        self.successValue = successValue
        self.failureCharge = failureCharge
        self.maximumAttempts = maximumAttempts
        self.irreducibleFailure = irreducibleFailure
        self.risk = risk
    }

    func validate() throws(SearchError) {
        if let usd = successValue.usd, !(usd >= 0 && usd < .infinity) {
            throw SearchError(.invalidInput, "successValue is \(usd) USD; it must be finite and at least 0, or .required")
        }
        guard failureCharge >= 0, failureCharge < .infinity else {
            throw SearchError(.invalidInput, "failureCharge is \(failureCharge) USD; it must be finite and at least 0")
        }
        guard (0...64).contains(maximumAttempts) else {
            throw SearchError(.invalidInput, "maximumAttempts is \(maximumAttempts); it must be 0 to 64")
        }
        guard irreducibleFailure >= 0, irreducibleFailure < 1 else {
            throw SearchError(.invalidInput, "irreducibleFailure is \(irreducibleFailure); it must be at least 0 and below 1")
        }
        if let level = risk.quantile, !(level > 0 && level < 1) {
            throw SearchError(.invalidInput, "the risk quantile is \(level); it must lie between 0 and 1")
        }
    }
}
