internal import ArgumentParser
internal import Foundation
internal import ModelLifecycle
import Remediation
internal import RetryForecast

/// What a model is fitted from anew beside the attempts of the site: the traces that it learnt from first.
struct RefitData: Sendable {
    private let files: [String]

    /// The traces that `named` holds; where that is empty, those beside the shipped model.
    ///
    /// - Parameter model: The path of the model in force.
    /// - Returns: nil for a model of the site's own where nothing is named: a refit without its traces would forget them.
    /// - Throws: `RemediationError` where no trace is found, or one that cannot be read.
    static func of(model: String, named: [String]) throws(RemediationError) -> RefitData? {
        var folders = named
        if named.isEmpty {
            let shipped = ShippedFiles.path("training-data/model.json")
            let paths = [model, shipped].map { URL(fileURLWithPath: $0).resolvingSymlinksInPath() }
            guard paths[0] == paths[1] else { return nil }
            folders = [URL(fileURLWithPath: shipped).deletingLastPathComponent().path]
        }
        let files = try TrainCommand.files(folders, option: "--training-data")
        guard !files.isEmpty else {
            throw RemediationError(
                .notFound,
                "no .csv trace in \(folders.joined(separator: ", ")); name what the model learnt from with --training-data",
                field: "--training-data"
            )
        }
        let data = RefitData(files: files)
        // Better now than when the first refit is due.
        _ = try data.traces()
        return data
    }

    /// The traces, and the declared prior.
    ///
    /// - Throws: `RemediationError` if a file cannot be read.
    func traces() throws(RemediationError) -> [Trace] {
        var traces: [Trace] = []
        for file in files { traces.append(try TraceReader.read(file)) }
        return traces + [SimulatedJobs(seed: 1).trace()]
    }
}

/// The option that names what a model is fitted from anew.
struct RefitOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A trace, or a folder of traces, that --model learnt from: refits begin with it (MULLIGAN_TRAINING_DATA); may be given again. "
                + "The shipped model knows its own; another one stays as it is without.",
            valueName: "path"
        )
    )
    var trainingData: [String] = []

    /// The paths that the command line names, or else the environment.
    var named: [String] { Settings().texts("training_data", commandLine: trainingData) }

    /// What a refit of the model at `path` begins with.
    ///
    /// - Throws: `RemediationError` where that is not known or not there.
    func data(of path: String) throws(RemediationError) -> RefitData {
        guard let data = try RefitData.of(model: path, named: named) else {
            throw RemediationError(
                .invalidInput,
                "is missing: \(path) is not the shipped model, and a refit begins with what a model learnt from",
                field: "--training-data"
            )
        }
        return data
    }
}
