internal import Foundation

/// The number of files and connections that the process may have open.
enum OpenFiles {
    /// More would only cost memory for tables.
    private static let most: rlim_t = 65_536

    /// Raises the limit to what the system allows.
    ///
    /// Many systems give a process 1,024 at first, for the sake of programs that use `select`.
    ///
    /// - Returns: The limit that holds now.
    static func raiseLimit() -> Int {
        let resource = RLIMIT_NOFILE
        var limit = rlimit()
        guard getrlimit(.init(resource.rawValue), &limit) == 0 else { return 1_024 }
        var raised = limit
        raised.rlim_cur = min(limit.rlim_max, max(limit.rlim_cur, most))
        if raised.rlim_cur != limit.rlim_cur, setrlimit(.init(resource.rawValue), &raised) == 0 { limit = raised }
        return Int(clamping: limit.rlim_cur)
    }
}
