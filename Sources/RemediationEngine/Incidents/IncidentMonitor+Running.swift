package import Remediation

extension IncidentMonitor {
    /// How often the counts are looked at, in seconds.
    static let pollSeconds = 20.0

    /// Watches until the task is cancelled.
    ///
    /// - Parameters:
    ///   - notice: Told once of each incident that opens or closes, and of each step of a playbook.
    ///   - fault: Told when the store does not answer.
    package func run(notice: @escaping @Sendable (String) -> Void, fault: @escaping @Sendable (RemediationError) -> Void) async {
        while !Task.isCancelled {
            do throws(RemediationError) {
                try await tick(notice: notice)
            } catch {
                if !Task.isCancelled { fault(error) }
            }
            try? await Task.sleep(for: .seconds(Self.pollSeconds))
        }
    }
}
