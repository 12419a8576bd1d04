import Foundation
import GradientBoosting

/// Times what the command line cannot show: single predictions, memory a row, and threads under the thread sanitizer.
///
/// usage: BoostingBenchmark predict MODEL CSV | growth ROWS COLUMNS ROUNDS THREADS | races
@main
struct BoostingBenchmark {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "predict" where arguments.count == 3:
            try PredictionTimes.measure(model: arguments[1], csv: arguments[2])
        case "growth" where arguments.count == 5:
            let numbers = arguments.dropFirst().compactMap { Int($0) }
            if numbers.count != 4 { usage() }
            try Growth.measure(rows: numbers[0], columns: numbers[1], rounds: numbers[2], threads: numbers[3])
        case "races" where arguments.count == 1:
            try Races.run()
        default: usage()
        }
    }

    private static func usage() -> Never {
        print("usage: BoostingBenchmark predict MODEL CSV | growth ROWS COLUMNS ROUNDS THREADS | races")
        exit(64)
    }

    /// A duration in seconds.
    static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }
}
