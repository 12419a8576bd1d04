/// One page of a listing.
struct Listing<Item: Encodable>: Encodable {
    /// The items, newest first.
    let items: [Item]
    /// What to pass as `cursor` for the next page; null on the last.
    let nextCursor: String?

    enum CodingKeys: String, CodingKey {
        case items, nextCursor
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(items, forKey: .items)
        // `null` rather than absent: a reader's loop ends on it.
        try container.encode(nextCursor, forKey: .nextCursor)
    }
}
