internal import Foundation

/// Who runs this program, for the audit log.
enum OperatingSystemUser {
    /// The account's name; its number where it has no name, as in a container that runs under a number of its own.
    static var name: String {
        let name = NSUserName()
        return name.isEmpty ? "uid \(getuid())" : name
    }
}
