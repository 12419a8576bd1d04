/// A binary heap of boxes, the cheapest on top; the boxes stay where they are and only their keys move.
struct BoxHeap {
    private struct Entry {
        var cost: Double
        var slot: Int32
    }

    private var entries: [Entry] = []
    private var slots: [SearchBox] = []
    private var free: [Int32] = []

    mutating func push(_ box: SearchBox) {
        let slot: Int32
        if let reused = free.popLast() {
            slot = reused
            slots[Int(slot)] = box
        } else {
            slot = Int32(slots.count)
            slots.append(box)
        }
        let entry = Entry(cost: box.cost, slot: slot)
        entries.append(entry)
        slots.withUnsafeBufferPointer { slots in
            entries.withUnsafeMutableBufferPointer { heap in
                var child = heap.count - 1
                while child > 0 {
                    let parent = (child - 1) / 2
                    guard Self.precedes(entry, heap[parent], slots) else { break }
                    heap[child] = heap[parent]
                    child = parent
                }
                heap[child] = entry
            }
        }
    }

    mutating func pop() -> SearchBox? {
        guard let last = entries.popLast() else { return nil }
        let top = entries.first ?? last
        free.append(top.slot)
        guard !entries.isEmpty else { return slots[Int(top.slot)] }
        return slots.withUnsafeBufferPointer { slots in
            entries.withUnsafeMutableBufferPointer { heap in
                var parent = 0
                while true {
                    var child = 2 * parent + 1
                    guard child < heap.count else { break }
                    if child + 1 < heap.count, Self.precedes(heap[child + 1], heap[child], slots) { child += 1 }
                    guard Self.precedes(heap[child], last, slots) else { break }
                    heap[parent] = heap[child]
                    parent = child
                }
                heap[parent] = last
            }
            return slots[Int(top.slot)]
        }
    }

    @inline(__always)
    private static func precedes(_ left: Entry, _ right: Entry, _ slots: UnsafeBufferPointer<SearchBox>) -> Bool {
        if left.cost != right.cost { return left.cost < right.cost }
        return slots[Int(left.slot)].precedesAtEqualCost(slots[Int(right.slot)])
    }
}
