/// One cluster of a `ClusterRanking`.
package struct ClusterChoice: Hashable, Sendable {
    /// The cluster.
    package var cluster: Cluster
    /// The expected cost, a failure's charge in it, in multiples of the first choice's.
    package var relativeCost: Double
    /// The group that it was learnt from: 0 for all jobs, one more for each label shared, and one more for the job itself.
    package var depth: Int
    /// The jobs of that group, by size of input, that have run there.
    package var jobs: Int
}
