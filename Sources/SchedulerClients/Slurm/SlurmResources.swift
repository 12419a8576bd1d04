internal import Remediation

/// Slurm's list of trackable resources: `cpu=2,mem=1536M,node=1,billing=2,gres/gpu=1`.
struct SlurmResources: Hashable, Sendable {
    /// Memory over all nodes, in bytes.
    var memoryBytes: Int64?
    /// Processors over all nodes.
    var cpus: Double?
    /// Nodes.
    var nodes: Int?
    /// Graphics processors over all nodes.
    var gpus: Double?

    /// Parses the list; parts that it does not know or cannot read are left out.
    init(_ text: String) {
        for part in text.split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            switch pair[0] {
            case "mem": memoryBytes = Self.bytes(pair[1])
            case "cpu": cpus = Double(pair[1]).flatMap { $0 > 0 && $0 <= 1_000_000 ? $0 : nil }
            case "node": nodes = Int(pair[1]).flatMap { (1...1_000_000).contains($0) ? $0 : nil }
            case "gres/gpu": gpus = Double(pair[1]).flatMap { $0 > 0 && $0 <= 1_000_000 ? $0 : nil }
            default: break
            }
        }
    }

    /// Bytes of Slurm's notation for memory: `300M`, `1.50G`, or megabytes without a unit; nil unless from 1 byte to 2^53.
    static func bytes(_ text: some StringProtocol) -> Int64? {
        let units: [Character: Double] = ["K": 0x1p10, "M": 0x1p20, "G": 0x1p30, "T": 0x1p40, "P": 0x1p50]
        let unit = text.last.flatMap { units[$0] }
        guard let number = Double(unit == nil ? String(text) : String(text.dropLast())) else { return nil }
        let bytes = number * (unit ?? 0x1p20)
        guard bytes >= 1, bytes <= Double(Resources.largestBytes) else { return nil }
        return Int64(bytes)
    }
}
