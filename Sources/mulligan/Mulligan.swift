internal import ArgumentParser

@main
struct Mulligan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mulligan",
        abstract: "Gives failed batch jobs their second try, and only when a second try is worth its money.",
        discussion: """
            Start the service, then post a failed job to it:
              mulligan serve
              mulligan submit docs/examples/slurm-oom.json

            Without a service, in a pipe:
              mulligan classify --text job.log
              mulligan recommend docs/examples/slurm-oom.json

            Exit status: 0 well, 1 a fault, 64 wrong usage, 65 wrong input, 78 a configuration that does not work.
            """,
        version: BuildVersion.current,
        subcommands: [
            ServeCommand.self, SubmitCommand.self, RecommendCommand.self, ClassifyCommand.self, RulesCommand.self, AdviseCommand.self,
            TrainCommand.self, EvaluateCommand.self, BacktestCommand.self, PlanFleetCommand.self, ClustersCommand.self, BoostCommand.self,
            PauseCommand.self,
            ResumeCommand.self, AuditCommand.self,
            MigrateCommand.self, TokensCommand.self, DoctorCommand.self, VersionCommand.self,
        ]
    )
}
