/// Makes logs of a Spark driver from a seed: ordinary lines, now and then a stack, a coloured line, a line of JSON, and a cause at the end.
struct MadeLog {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    private mutating func number(below bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }

    /// The bytes of a log of `size` bytes, the cause in its last line.
    mutating func bytes(_ size: Int) -> [UInt8] {
        let cause = "ERROR YarnScheduler: Container killed by YARN for exceeding memory limits. 5.5 GB of 5.5 GB physical memory used.\n"
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size + 4096)
        while bytes.count + cause.utf8.count < size { bytes += Array(line().utf8) }
        return bytes + Array(cause.utf8)
    }

    private mutating func line() -> String {
        let stamp = "26/11/21 02:\(10 + number(below: 50)):\(10 + number(below: 50))"
        switch number(below: 2000) {
        case 0:
            var stack =
                "\(stamp) WARN TaskSetManager: Lost task \(number(below: 99)).0: FetchFailedException: Failed to connect to /10.0.0.1:7337\n"
            for line in 0..<20 {
                stack += "\tat org.apache.spark.storage.ShuffleBlockFetcherIterator.next(ShuffleBlockFetcherIterator.scala:\(line))\n"
            }
            return stack
        case 1: return "\u{1b}[32m\(stamp) INFO\u{1b}[0m step \(number(below: 99)) done\n"
        case 2: return "{\"ts\":\"\(stamp)\",\"level\":\"INFO\",\"msg\":\"read \\\"part-\(number(below: 999))\\\"\\n\"}\n"
        case 3..<500:
            return
                "\(stamp) INFO executor.Executor: Finished task \(number(below: 999)).0 in stage \(number(below: 99)).0 (TID \(number(below: 9999))). 2210 bytes result sent to driver\n"
        case 500..<1000:
            return
                "\(stamp) INFO storage.MemoryStore: Block broadcast_\(number(below: 999)) stored as values in memory (estimated size \(number(below: 99)).3 KiB, free 361 MiB)\n"
        case 1000..<1500:
            return
                "\(stamp) INFO scheduler.TaskSetManager: Starting task \(number(below: 99)).0 in stage \(number(below: 99)).0 (TID \(number(below: 9999)), host-3, executor 7, partition 12, PROCESS_LOCAL)\n"
        default:
            return
                "\(stamp) INFO broadcast.TorrentBroadcast: Reading broadcast variable \(number(below: 999)) took \(number(below: 99)) ms\n"
        }
    }
}
