extension FailureClass {
    /// Why a pattern of classes, such as `memory.*`, is none: no class fits it, so that it would leave jobs unprotected in silence. Nil for one
    /// that fits some class.
    package static func refusal(ofPattern pattern: String) -> String? {
        let glob = Glob(pattern)
        guard !all.contains(where: { glob.matches($0.rawValue) }) else { return nil }
        return "\"\(pattern)\" fits no failure class; write a class or a pattern such as memory.*"
    }
}
