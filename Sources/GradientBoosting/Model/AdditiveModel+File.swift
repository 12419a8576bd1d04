public import FoundationEssentials

extension AdditiveModel {
    /// The model as JSON; every number is finite and reads back to the same bits.
    ///
    /// - Throws: `BoostingError` if a number is not finite.
    public func json() throws(BoostingError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try encoder.encode(self)
        } catch {
            throw BoostingError(.invalidModel, "the model holds a number that is not finite: \(error)")
        }
    }

    /// Reads a model from JSON and checks it.
    ///
    /// - Throws: `BoostingError` for a newer version, a broken schema or tables that do not fit together.
    public init(json: Data) throws(BoostingError) {
        struct Header: Decodable { var formatVersion: Int }
        let decoder = JSONDecoder()
        do {
            let version = try decoder.decode(Header.self, from: json).formatVersion
            guard version >= 1, version <= Self.currentFormatVersion else {
                throw BoostingError(
                    .unsupportedVersion,
                    "the model has format version \(version) and this program reads 1 to \(Self.currentFormatVersion); update the program"
                )
            }
            self = try decoder.decode(AdditiveModel.self, from: json)
        } catch let error as BoostingError {
            throw error
        } catch {
            throw BoostingError(.invalidModel, "this is not a model file: \(error)")
        }
        try check()
    }

    /// Writes the model to a file, all or nothing.
    ///
    /// - Throws: `BoostingError` if the file cannot be written.
    public func write(path: String) throws(BoostingError) {
        let data = try json()
        do {
            try WholeFile.write(data, to: path)
        } catch {
            throw BoostingError(.unreadableFile, "cannot write the model to \(path): \(error)")
        }
    }

    /// Reads a model from a file.
    ///
    /// - Throws: `BoostingError` if the file cannot be read or is not a model.
    public init(path: String) throws(BoostingError) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw BoostingError(.unreadableFile, "the model \(path) cannot be read; check the path and its permissions")
        }
        try self.init(json: data)
    }

    /// The most values of a feature and cells of a pair: their places take two bytes.
    static let mostValues = 65_000

    /// Refuses tables that do not fit together.
    func check() throws(BoostingError) {
        var names = Set<String>()
        for feature in features {
            func require(_ holds: Bool, _ message: String) throws(BoostingError) {
                if !holds { throw BoostingError(.invalidModel, message, column: feature.name) }
            }
            try require(names.insert(feature.name).inserted, "the feature appears twice")
            let expected = feature.kind == .numeric ? feature.thresholds.count + 1 : feature.categories.count
            try require(feature.values.count == expected, "has \(feature.values.count) values where \(expected) belong")
            try require(expected <= Self.mostValues, "has \(expected) values where \(Self.mostValues) are the most")
            try require(feature.weights.count == expected, "has \(feature.weights.count) weights where \(expected) belong")
            try require(
                zip(feature.thresholds, feature.thresholds.dropFirst()).allSatisfy { $0 < $1 },
                "has thresholds that do not ascend"
            )
            try require(Set(feature.categories).count == feature.categories.count, "lists a category twice")
            try require(feature.missingValue.isFinite && feature.otherValue.isFinite, "has a value that is not finite")
            try require(feature.standardErrors.map { $0.count == expected } ?? true, "has standard errors that do not fit its values")
        }
        if let calibration {
            let ascends = zip(calibration.scores, calibration.scores.dropFirst()).allSatisfy { $0 < $1 }
            if calibration.scores.count != calibration.probabilities.count || !ascends {
                throw BoostingError(.invalidModel, "the isotonic curve's scores do not ascend or do not fit its probabilities")
            }
        }
        for pair in pairs {
            func require(_ holds: Bool, _ message: String) throws(BoostingError) {
                if !holds { throw BoostingError(.invalidModel, message, column: pair.name) }
            }
            let (cells, overflow) = pair.first.count.multipliedReportingOverflow(by: pair.second.count)
            try require(cells <= Self.mostValues, "has \(cells) cells where \(Self.mostValues) are the most")
            try require(!overflow && pair.values.count == cells && pair.weights.count == cells, "has tables of another size than its axes")
            try require(pair.standardErrors.map { $0.count == cells } ?? true, "has standard errors that do not fit its values")
            for axis in [pair.first, pair.second] {
                try require(zip(axis.thresholds, axis.thresholds.dropFirst()).allSatisfy { $0 < $1 }, "has thresholds that do not ascend")
                let groups = axis.groups + (axis.otherGroup.map { [$0] } ?? [])
                try require(groups.allSatisfy { (0..<axis.count).contains($0) }, "has a group outside its table")
                try require(axis.groups.isEmpty ? axis.count == axis.thresholds.count + 2 : true, "has bins that do not fit its thresholds")
                let feature = features.first { $0.name == axis.name }
                try require(
                    feature?.kind == .numeric ? axis.groups.isEmpty : axis.groups.count == feature?.categories.count,
                    "has an axis of another kind than its feature"
                )
            }
        }
    }
}
