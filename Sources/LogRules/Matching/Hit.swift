/// A pattern found on a line.
struct Hit {
    let line: CleanLine
    /// Where in the line the match begins.
    let column: Int
    /// The order in which lines were read, over all parts of the evidence.
    let sequence: Int
}
