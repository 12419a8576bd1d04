package import GradientBoosting

/// The models of a forecast with what is needed to use them: one JSON file.
package struct ForecastModel: Codable, Sendable, Equatable {
    /// The version of the file's layout that this program writes, and the newest that it reads.
    package static let currentFormatVersion = 1

    /// Where a model comes from.
    package struct Provenance: Codable, Sendable, Equatable {
        /// The data sets it was trained on.
        package var datasets: [String]
        /// Runs and rows trained on.
        package var runs: Int
        package var rows: Int
        /// The seed of every random draw.
        package var seed: UInt64

        /// A provenance.
        package init(datasets: [String], runs: Int, rows: Int, seed: UInt64) {
            self.datasets = datasets
            self.runs = runs
            self.rows = rows
            self.seed = seed
        }
    }

    /// The version of the file's layout.
    package var formatVersion = ForecastModel.currentFormatVersion
    /// The version of the feature list that the models were trained on.
    package var featureListVersion = ForecastFeature.listVersion
    /// Log-odds of success.
    package let success: AdditiveModel
    /// The weight of a wide tail that is mixed in, so that a surprise is never impossible; from 0 to 1.
    package var tailWeight: Double
    /// The share of failures with a memory class that more memory does not cure, from 0 to below 1.
    package var irreducibleFailure: Double
    /// What is believed of the share of parallel work of a job that has not shown its own.
    package var parallelShare: ParallelShare
    /// Where it comes from.
    package var provenance: Provenance
    /// The numbers of `success`, laid out for questions.
    let tables: ScoreTables

    private enum CodingKeys: String, CodingKey {
        case formatVersion, featureListVersion, success, tailWeight, irreducibleFailure, parallelShare, provenance
    }

    /// Reads a model; `init(json:name:)` also checks it.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            success: try container.decode(AdditiveModel.self, forKey: .success),
            tailWeight: try container.decode(Double.self, forKey: .tailWeight),
            irreducibleFailure: try container.decode(Double.self, forKey: .irreducibleFailure),
            parallelShare: try container.decodeIfPresent(ParallelShare.self, forKey: .parallelShare) ?? .declared,
            provenance: try container.decode(Provenance.self, forKey: .provenance)
        )
        formatVersion = try container.decode(Int.self, forKey: .formatVersion)
        featureListVersion = try container.decode(Int.self, forKey: .featureListVersion)
    }

    /// A model of the current format.
    package init(
        success: AdditiveModel,
        tailWeight: Double = 0.003,
        irreducibleFailure: Double = 0,
        parallelShare: ParallelShare = .declared,
        provenance: Provenance
    ) {
        self.success = success
        self.tailWeight = tailWeight
        self.irreducibleFailure = irreducibleFailure
        self.parallelShare = parallelShare
        self.provenance = provenance
        tables = ScoreTables(success)
    }
}
