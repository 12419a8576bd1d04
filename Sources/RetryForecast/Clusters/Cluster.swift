/// So many nodes of one machine type.
package struct Cluster: Hashable, Sendable {
    /// The machine type's name, as the attempt's label `machineType` gives it.
    package var machine: String
    /// Nodes, at least 1.
    package var nodes: Int

    /// A cluster.
    package init(machine: String, nodes: Int) {
        self.machine = machine
        self.nodes = nodes
    }
}

extension Cluster: Comparable {
    package static func < (left: Cluster, right: Cluster) -> Bool {
        (left.machine, left.nodes) < (right.machine, right.nodes)
    }
}

extension Cluster: CustomStringConvertible {
    package var description: String { "\(machine) x \(nodes)" }
}
