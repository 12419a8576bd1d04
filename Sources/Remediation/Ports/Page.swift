/// One page of a listing, newest first.
package struct Page<Element: Sendable>: Sendable {
    /// The elements.
    package var items: [Element]
    /// What to pass to get the next page; nil on the last.
    package var nextCursor: String?

    /// A page.
    package init(items: [Element], nextCursor: String?) {
        self.items = items
        self.nextCursor = nextCursor
    }
}

/// Which page of a listing.
package struct PageRequest: Hashable, Sendable {
    /// The most elements a page may hold.
    package static let largestLimit = 500
    /// How many elements, from 1 to 500.
    package var limit: Int
    /// The identifier after which (in time: before which) the page starts; nil for the newest.
    package var cursor: String?

    /// A page of `limit` elements, clamped to 1...500, after `cursor`.
    package init(limit: Int = 50, cursor: String? = nil) {
        self.limit = min(max(limit, 1), Self.largestLimit)
        self.cursor = cursor
    }
}
