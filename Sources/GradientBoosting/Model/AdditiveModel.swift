/// A collapsed model: a base score, one effect a feature and one a pair, summed.
public struct AdditiveModel: Codable, Sendable, Equatable {
    /// The version of the file format that this code writes and the newest it reads.
    public static let currentFormatVersion = 1

    /// The version of the file format.
    public let formatVersion: Int
    /// What was minimised, which says what a score means.
    public let objective: Objective
    /// The score before any effect.
    public let baseScore: Double
    /// The effects in the order of the encoded row.
    public let features: [FeatureEffect]
    /// The pairwise effects.
    public let pairs: [PairEffect]
    /// Maps from scores to honest probabilities, where held-out rows were there to fit them.
    public let calibration: Calibration?
    /// The places of each pair's features in the encoded row.
    let pairPlaces: [FeaturePair]

    private enum CodingKeys: String, CodingKey {
        case formatVersion, objective, baseScore, features, pairs, calibration
    }

    /// Makes a model of the current format; a pair whose features are not among `features` adds nothing.
    public init(
        objective: Objective,
        baseScore: Double,
        features: [FeatureEffect],
        pairs: [PairEffect] = [],
        calibration: Calibration? = nil
    ) {
        self.calibration = calibration
        formatVersion = Self.currentFormatVersion
        self.objective = objective
        self.baseScore = baseScore
        self.features = features
        (self.pairs, pairPlaces) = Self.placed(pairs, features)
    }

    /// Reads a model; `init(json:)` also checks it.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        formatVersion = try container.decode(Int.self, forKey: .formatVersion)
        objective = try container.decode(Objective.self, forKey: .objective)
        baseScore = try container.decode(Double.self, forKey: .baseScore)
        features = try container.decode([FeatureEffect].self, forKey: .features)
        calibration = try container.decodeIfPresent(Calibration.self, forKey: .calibration)
        let pairs = try container.decodeIfPresent([PairEffect].self, forKey: .pairs) ?? []
        (self.pairs, pairPlaces) = Self.placed(pairs, features)
    }

    private static func placed(_ pairs: [PairEffect], _ features: [FeatureEffect]) -> ([PairEffect], [FeaturePair]) {
        var places: [String: Int] = [:]
        for (place, feature) in features.enumerated() { places[feature.name] = place }
        var kept: [PairEffect] = []
        var keptPlaces: [FeaturePair] = []
        for pair in pairs {
            guard let first = places[pair.first.name], let second = places[pair.second.name] else { continue }
            kept.append(pair)
            keptPlaces.append(FeaturePair(first: first, second: second))
        }
        return (kept, keptPlaces)
    }

    /// The names of the features in the order of the encoded row.
    public var featureNames: [String] { features.map(\.name) }

    /// The place of a feature in the encoded row.
    public func index(of name: String) -> Int? { features.firstIndex { $0.name == name } }

    /// The score of an encoded row: numbers as they are, categories by `code`, NaN for missing.
    public func score(_ row: UnsafeBufferPointer<Double>) -> Double {
        precondition(row.count == features.count, "the row must have one value for each feature of the model")
        var sum = baseScore
        for index in features.indices { sum += features[index].effect(row[index]) }
        for index in pairs.indices { sum += pairs[index].effect(row[pairPlaces[index].first], row[pairPlaces[index].second]) }
        return sum
    }

    /// The score of an encoded row: numbers as they are, categories by `code`, NaN for missing.
    public func score(_ row: [Double]) -> Double { row.withUnsafeBufferPointer { score($0) } }

    /// The prediction for an encoded row: a probability under log loss, a value otherwise.
    public func predict(_ row: UnsafeBufferPointer<Double>) -> Double { objective.value(score(row)) }

    /// The prediction for an encoded row: a probability under log loss, a value otherwise.
    public func predict(_ row: [Double]) -> Double { row.withUnsafeBufferPointer { predict($0) } }

    /// The calibrated prediction for an encoded row; as `predict` where the model has no calibration.
    public func predict(_ row: [Double], calibration method: Calibration.Method) -> Double { value(score(row), calibration: method) }

    /// What a score stands for: a probability under log loss, a value otherwise.
    public func value(_ score: Double, calibration method: Calibration.Method = .none) -> Double {
        if let calibration, method != .none { return calibration.probability(score, method: method) }
        return objective.value(score)
    }

    /// The standard error of a row's score, from the standard errors of its effects as if they were independent; nil without bags.
    public func standardError(_ row: [Double]) -> Double? {
        var variance = 0.0
        for (feature, value) in zip(features, row) {
            guard let errors = feature.standardErrors else { return nil }
            if let bin = feature.bin(value) { variance += errors[bin] * errors[bin] }
        }
        for (pair, place) in zip(pairs, pairPlaces) {
            guard let errors = pair.standardErrors else { return nil }
            guard let first = pair.first.bin(row[place.first]), let second = pair.second.bin(row[place.second]) else { continue }
            let error = errors[first * pair.second.count + second]
            variance += error * error
        }
        return variance.squareRoot()
    }

    /// The number that stands for a category in an encoded row; NaN if missing, -1 if training did not list it.
    public func code(_ category: String?, feature: Int) -> Double {
        guard let category else { return .nan }
        return features[feature].categories.firstIndex(of: category).map(Double.init) ?? -1
    }

    /// What each feature and pair adds to the score of an encoded row; with the base score they sum to the score exactly.
    public func contributions(_ row: [Double]) -> [Contribution] {
        addends(row).enumerated().map { Contribution(name: termName($0), value: $1) }
    }

    /// What adds or takes most, the strongest first; those that add nothing are left out.
    ///
    /// - Parameter most: The most that are wanted.
    public func contributions(_ row: [Double], most: Int) -> [Contribution] {
        let addends = addends(row)
        func isStronger(_ left: Int, than right: Int) -> Bool {
            let (a, b) = (abs(addends[left]), abs(addends[right]))
            return a != b ? a > b : termName(left) < termName(right)
        }
        // Few of many are wanted: their places among each other are found, and no others'.
        var strongest: [Int] = []
        for index in addends.indices where addends[index] != 0 {
            var place = strongest.count
            while place > 0, isStronger(index, than: strongest[place - 1]) { place -= 1 }
            guard place < most else { continue }
            if strongest.count == most { strongest.removeLast() }
            strongest.insert(index, at: place)
        }
        return strongest.map { Contribution(name: termName($0), value: addends[$0]) }
    }

    /// What each term adds, features before pairs.
    private func addends(_ row: [Double]) -> [Double] {
        var addends: [Double] = []
        addends.reserveCapacity(features.count + pairs.count)
        for index in features.indices { addends.append(features[index].effect(row[index])) }
        for index in pairs.indices {
            addends.append(pairs[index].effect(row[pairPlaces[index].first], row[pairPlaces[index].second]))
        }
        return addends
    }

    /// The name of a term, features before pairs.
    private func termName(_ index: Int) -> String {
        index < features.count ? features[index].name : pairs[index - features.count].name
    }
}
