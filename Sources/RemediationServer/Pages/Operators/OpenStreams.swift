internal import Synchronization

/// Bounds how many pages are kept up to date at once.
final class OpenStreams: Sendable {
    /// The most streams.
    static let most = 64

    private let open = Mutex(0)

    /// A place for one stream; nil when all are taken.
    func enter() -> Place? {
        let mayEnter = open.withLock { open in
            guard open < Self.most else { return false }
            open += 1
            return true
        }
        return mayEnter ? Place(streams: self) : nil
    }

    /// One stream's place; it is given back once, at the latest when nobody holds it any more.
    final class Place: Sendable {
        private let streams: OpenStreams
        private let isTaken = Mutex(true)

        init(streams: OpenStreams) { self.streams = streams }

        deinit { leave() }

        func leave() {
            let wasTaken = isTaken.withLock { isTaken in
                defer { isTaken = false }
                return isTaken
            }
            if wasTaken { streams.open.withLock { $0 -= 1 } }
        }
    }
}
