/// A value that its decoder holds to bounds.
package protocol Bounded {
    /// Whether the value can be read again once it is written; false also where that takes reading it to say.
    var isWithinBounds: Bool { get }
}
